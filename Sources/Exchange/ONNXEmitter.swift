import Foundation
import GraphIR

/// Adds nodes to an ONNX graph, or to the body of a loop within one.
final class ONNXEmitter {
  /// What all bodies share: names, which are unique in the whole file, and constants, which bodies see from outside.
  final class Shared {
    var initializers: [ONNXGraph.Initializer] = []
    fileprivate var constants: [Constant: String] = [:]
    /// The value of each symbol, an integer tensor of one element.
    var symbols: [String: String] = [:]
    private var used: Set<String> = []

    /// A name like this one that is not taken.
    func unique(_ wanted: String) -> String {
      if used.insert(wanted).inserted { return wanted }
      var number = 2
      while !used.insert("\(wanted).\(number)").inserted { number += 1 }
      return "\(wanted).\(number)"
    }
    fileprivate var count = 0
  }

  fileprivate struct Constant: Hashable {
    let element: ElementType
    let values: [Double]
    let isScalar: Bool
  }

  var graph: ONNXGraph
  let shared: Shared
  private var dims: [Dim: String] = [:]

  init(name: String, shared: Shared = Shared()) { (graph, self.shared) = (ONNXGraph(name: name), shared) }

  /// Adds a node and returns its only result.
  func emit(_ operation: String, _ inputs: [String], _ attributes: [(String, ONNXGraph.Attribute)] = []) -> String {
    emit(operation, inputs, attributes, results: 1)[0]
  }

  func emit(
    _ operation: String, _ inputs: [String], _ attributes: [(String, ONNXGraph.Attribute)], results: Int
  ) -> [String] {
    let outputs = (0..<results).map { _ -> String in
      shared.count += 1
      return shared.unique("\(operation)_\(shared.count)")
    }
    graph.nodes.append(.init(operation: operation, inputs: inputs, outputs: outputs, attributes: attributes))
    return outputs
  }

  /// Declares a result of the graph; it gets a node of its own, as a result may be no input and no constant.
  func output(_ name: String, _ value: String, _ type: TensorType) {
    let unique = shared.unique(name)
    graph.nodes.append(.init(operation: "Identity", inputs: [value], outputs: [unique], attributes: []))
    graph.outputs.append((unique, type))
  }

  /// A constant without axes.
  func scalar(_ value: Double, _ element: ElementType) -> String {
    constant(Constant(element: element, values: [value], isScalar: true))
  }

  /// A row of 64-bit integers, as axes and shapes are given.
  func integers(_ values: [Int]) -> String {
    constant(Constant(element: .index, values: values.map(Double.init), isScalar: false))
  }

  private func constant(_ constant: Constant) -> String {
    if let known = shared.constants[constant] { return known }
    let name = shared.unique("constant_\(shared.constants.count)")
    shared.constants[constant] = name
    shared.initializers.append(
      .init(
        name: name, element: constant.element, shape: constant.isScalar ? [] : [constant.values.count],
        data: constant.element.data(constant.values)))
    return name
  }

  /// A size as a row of one integer.
  func dim(_ dim: Dim) -> String {
    if let value = dim.constant { return integers([value]) }
    if let known = dims[dim] { return known }
    let terms = dim.terms.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { monomial, coefficient in
      let factors = (coefficient == 1 && !monomial.isEmpty ? [] : [integers([coefficient])]) + monomial.map(symbol)
      return factors.dropFirst().reduce(factors[0]) { emit("Mul", [$0, $1]) }
    }
    let total = terms.dropFirst().reduce(terms[0]) { emit("Add", [$0, $1]) }
    dims[dim] = total
    return total
  }

  private func symbol(_ name: String) -> String {
    guard let (numerator, divisor) = Dim.quotient(name) else { return shared.symbols[name]! }
    return emit("Div", [dim(numerator + Dim(divisor - 1)), integers([divisor])])
  }

  /// A shape as a row of integers.
  func shape(_ sizes: [Dim]) -> String {
    let known = sizes.compactMap(\.constant)
    if known.count == sizes.count { return integers(known) }
    return emit("Concat", sizes.map(dim), [("axis", .int(0))])
  }

  /// 0, 1, 2, ... as a row.
  func range(_ size: Dim, _ element: ElementType) -> String {
    let count = emit("Squeeze", [dim(size), integers([0])])
    let row = emit("Range", [scalar(0, .index), count, scalar(1, .index)])
    return element == .index ? row : emit("Cast", [row], [("to", .int(element.onnx))])
  }

  /// A tensor that can be combined with one of the axes `names` by ONNX's broadcasting, which aligns axes at the end.
  func aligned(_ value: String, _ type: TensorType, to names: [AxisName]) -> String {
    let order = names.filter { type.position(of: $0) != nil }
    let sorted = transposed(value, type, to: order)
    let trailing = names.drop { type.position(of: $0) == nil }
    let missing = trailing.indices.filter { type.position(of: trailing[$0]) == nil }.map { $0 - trailing.startIndex }
    return missing.isEmpty ? sorted : emit("Unsqueeze", [sorted, integers(missing)])
  }

  func transposed(_ value: String, _ type: TensorType, to order: [AxisName]) -> String {
    if type.names == order { return value }
    return emit("Transpose", [value], [("perm", .ints(order.map { type.position(of: $0)! }))])
  }
}

extension ElementType {
  /// Values as ONNX stores them: little-endian, one byte for a truth value.
  func data(_ values: some Sequence<Double>) -> Data {
    var data = Data()
    func append<T>(_ value: T) { withUnsafeBytes(of: value) { data.append(contentsOf: $0) } }
    for value in values {
      switch self {
      case .f32: append(Float(value).bitPattern.littleEndian)
      case .f64: append(value.bitPattern.littleEndian)
      case .i32: append(Int32(value).littleEndian)
      case .u32: append(UInt32(value).littleEndian)
      case .index: append((Int64(exactly: value) ?? (value < 0 ? .min : .max)).littleEndian)
      case .bool: append(UInt8(value != 0 ? 1 : 0))
      case .bf16: append(Float(value).brainFloatBits.littleEndian)
      case .i8: append(Int8(value))
      case .u8: append(UInt8(value))
      }
    }
    return data
  }
}
