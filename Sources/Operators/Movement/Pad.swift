import GraphIR

/// A tensor with constant elements before and after it along one axis.
public struct Pad: Operator {
  public static let mnemonic = "pad"
  public let axis: AxisName
  public let before: Dim
  public let after: Dim
  public let value: Double

  public init(_ axis: AxisName, before: Dim, after: Dim, value: Double = 0) {
    (self.axis, self.before, self.after, self.value) = (axis, before, after, value)
  }
  public init(attributes: inout AttributeReader) throws {
    axis = try attributes.axisName("axis")
    before = try attributes.dim("before")
    after = try attributes.dim("after")
    value = try attributes.number("value")
  }
  public var attributes: [(String, Attribute)] {
    [("axis", .name(axis.text)), ("before", .dim(before)), ("after", .dim(after)), ("value", .number(value))]
  }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 1), let own = report.axis(axis, of: inputs[0], role: "input") else { return nil }
    for (name, size) in [("before", before), ("after", after)] where (size.constant ?? 0) < 0 {
      report.error("padding is negative", role: name, axis: axis, expected: "0 or more", found: "\(size)")
    }
    let axes = inputs[0].axes.map { $0.name == axis ? Axis(axis, before + own.size + after) : $0 }
    return [TensorType(inputs[0].element, axes)]
  }

  /// dx = dy without the padding
  public func gradient(_ context: GradientContext) -> [Tensor?] {
    [context.dy.slice(axis, from: before, size: context.inputs[0].axis(axis)!.size)]
  }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    Cost(flops: 0, bytes: Cost.traffic(inputs + outputs))
  }

  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    let (position, size) = (inputs[0].position(of: axis)!, inputs[0].axis(axis)!.size)
    return .element { context, _, index in
      let shifted = index[position] - context.size(before)
      let last = context.size(size) - 1
      var inside = index
      inside[position] = .minimum(.maximum(shifted, 0), last)
      let element = context.input(0, at: inside)
      let isInside = Expression.binary(
        .and, .compare(.le, 0, shifted), .compare(.le, shifted, last))
      return .select(isInside, element, .number(value, inputs[0].element))
    }
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    let (position, size) = (inputs[0].type.position(of: axis)!, inputs[0].type.axis(axis)!.size.constant!)
    return [DenseTensor(outputs[0]) { index in
      var index = index
      index[position] -= before.constant!
      return index[position] >= 0 && index[position] < size ? inputs[0][index] : value
    }]
  }

  public static var examples: [OperatorExample] {
    let type = TensorType(.f32, [Axis(.batch, 3), Axis(.time, 7), Axis(.channel, 19)])
    return [
      OperatorExample(Pad(.channel, before: 5, after: 0), [type]),
      OperatorExample(Pad(.time, before: 3, after: 2, value: -1.5), [type]),
      OperatorExample(Pad(.batch, before: 0, after: 1), [type]),
    ]
  }
}

extension Pad: SizedOperator {
  public func binding(_ symbols: [String: Int]) -> Pad {
    Pad(
      axis, before: before.value(symbols).map { Dim($0) } ?? before, after: after.value(symbols).map { Dim($0) } ?? after,
      value: value)
  }
}

extension Tensor {
  /// The tensor with constant elements before and after it along an axis.
  public func padded(
    _ axis: AxisName, before: Dim = 0, after: Dim = 0, value: Double = 0, file: String = #fileID,
    path: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    before == 0 && after == 0
      ? self
      : builder.add(
        Pad(axis, before: before, after: after, value: value), [self],
        at: SourceLocation(file: file, path: path, line: line, column: column))
  }
}
