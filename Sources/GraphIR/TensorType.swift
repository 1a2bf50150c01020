@_exported import LoopIR

/// The name of an axis. Contraction, reduction and scan speak of axes by name, never by position.
public struct AxisName: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let text: String
  public init(_ text: String) { self.text = text }
  public init(stringLiteral value: String) { text = value }
  public var description: String { text }

  public static let batch: AxisName = "batch"
  public static let time: AxisName = "time"
  public static let channel: AxisName = "channel"
  public static let state: AxisName = "state"
  public static let head: AxisName = "head"
  public static let feature: AxisName = "feature"
}

/// A named axis with its extent.
public struct Axis: Hashable, Sendable, CustomStringConvertible {
  public let name: AxisName
  public let size: Dim
  public init(_ name: AxisName, _ size: Dim) { (self.name, self.size) = (name, size) }
  public var description: String { "\(name)=\(size)" }
  /// The same extent under another name.
  public func renamed(_ name: AxisName) -> Axis { Axis(name, size) }
}

/// The type of a tensor: element type and axes in memory order, the last one contiguous.
public struct TensorType: Hashable, Sendable, CustomStringConvertible {
  public let element: ElementType
  public let axes: [Axis]

  public init(_ element: ElementType = .f32, _ axes: [Axis] = []) { (self.element, self.axes) = (element, axes) }

  public var description: String { "\(element.rawValue)[\(axes.map(\.description).joined(separator: ", "))]" }
  public var rank: Int { axes.count }
  public var names: [AxisName] { axes.map(\.name) }
  public var shape: [Dim] { axes.map(\.size) }
  public var count: Dim { shape.reduce(1, *) }

  public func position(of name: AxisName) -> Int? { axes.firstIndex { $0.name == name } }
  public func axis(_ name: AxisName) -> Axis? { axes.first { $0.name == name } }

  /// The type without some axes.
  public func removing(_ names: [AxisName]) -> TensorType {
    TensorType(element, axes.filter { !names.contains($0.name) })
  }
  public func with(element: ElementType) -> TensorType { TensorType(element, axes) }

  /// Distances between neighbours along each axis, in elements.
  public var strides: [Dim] {
    var strides = [Dim](repeating: 1, count: rank)
    for i in stride(from: rank - 2, through: 0, by: -1) { strides[i] = strides[i + 1] * axes[i + 1].size }
    return strides
  }

  /// The type with its symbols replaced by numbers; a symbol that is missing stays.
  public func bound(_ symbols: [String: Int]) -> TensorType {
    TensorType(element, axes.map { Axis($0.name, $0.size.value(symbols).map { Dim($0) } ?? $0.size) })
  }
}
