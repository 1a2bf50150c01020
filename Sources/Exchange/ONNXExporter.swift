import Foundation
import GraphIR
import Operators
import Sonograph

/// A graph as a model in the Open Neural Network Exchange format (onnx.ai), operator set 18.
///
/// Parameters and states are stored in the file. Sizes with symbols are dimensions that each run fixes anew; their values
/// are computed from the shapes of the inputs.
public struct ONNXExporter {
  private let graph: Graph
  private let constants: [String: Double]

  /// - Parameters:
  ///   - graph: its outputs are the model's outputs; what they do not need is left out.
  ///   - constants: inputs that are not given but have one value everywhere, by name.
  public init(_ graph: Graph, constants: [String: Double] = [:]) { (self.graph, self.constants) = (graph, constants) }

  /// A file's contents, and what is in it.
  public struct Model: Sendable {
    public let data: Data
    public let nodes: Int
    public let parameters: Int
    public let inputs: [String]
    public let outputs: [String]
  }

  /// Protocol Buffers end at 2 GiB.
  private static let limit = Int(Int32.max)

  /// - Parameter parameter: the values of a parameter or state, row-major.
  /// - Throws: `ExchangeError` that names an operator without ONNX form, a size that follows from no input, or a parameter
  ///   with the wrong number of values; and what `parameter` throws.
  public func model(
    properties: [(String, String)] = [], parameter: (_ name: String, _ type: TensorType) throws -> [Double]
  ) throws -> Model {
    let emitter = ONNXEmitter(name: graph.name)
    let live = Set(graph.liveNodes)
    let inputs = graph.inputs.filter { live.contains($0.value.node) }
    try checkSize(inputs.filter { $0.input.role != .data }.map(\.type))
    var names: [String: String] = [:]
    for (_, input, type) in inputs where constants[input.name] == nil {
      names[input.name] = emitter.shared.unique(input.name)
      if input.role == .data { emitter.graph.inputs.append((names[input.name]!, type)) }
    }
    try findSymbols(emitter, inputs.flatMap { $0.type.shape } + live.flatMap { graph.nodes[$0].types.flatMap(\.shape) })
    var count = 0
    for (_, input, type) in inputs {
      if let value = constants[input.name] {
        names[input.name] = emitter.emit("Expand", [emitter.scalar(value, type.element), emitter.shape(type.shape)])
      } else if input.role != .data {
        let weights = try weights(input.name, type, parameter)
        count += type.count.constant ?? 0
        emitter.graph.initializers.append(weights)
      }
    }
    let values = try ONNXTranslator(graph, emitter).values(names)
    for output in graph.outputs { emitter.output(output.name, values[output.value]!, graph.type(output.value)) }
    emitter.graph.initializers += emitter.shared.initializers
    let data = emitter.graph.model(properties: properties)
    return Model(
      data: data, nodes: emitter.graph.nodes.count, parameters: count, inputs: emitter.graph.inputs.map(\.name),
      outputs: emitter.graph.outputs.map(\.name))
  }

  private func checkSize(_ types: [TensorType]) throws {
    let bytes = types.reduce(Dim(0)) { $0 + $1.count * Dim($1.element.byteCount) }
    if (bytes.constant ?? 0) >= Self.limit {
      throw ExchangeError("the parameters take \(bytes) bytes", "an ONNX file holds less than 2 GiB")
    }
  }

  private func weights(
    _ name: String, _ type: TensorType, _ parameter: (String, TensorType) throws -> [Double]
  ) throws -> ONNXGraph.Initializer {
    let values = try parameter(name, type)
    let shape = type.shape.compactMap(\.constant)
    guard shape.count == type.rank, values.count == shape.reduce(1, *) else {
      throw ExchangeError("'\(name)' has \(values.count) values", "expected those of \(type)")
    }
    return .init(name: name, element: type.element, shape: shape, data: type.element.data(values))
  }

  /// Computes every symbol from an axis of an input whose size is `a S + b`.
  private func findSymbols(_ emitter: ONNXEmitter, _ sizes: [Dim]) throws {
    for symbol in Set(sizes.flatMap(\.symbols)).sorted() {
      for (name, type) in emitter.graph.inputs where emitter.shared.symbols[symbol] == nil {
        emitter.shared.symbols[symbol] = symbolValue(symbol, emitter, name, type)
      }
      if emitter.shared.symbols[symbol] == nil {
        throw ExchangeError(
          "the size '\(symbol)' follows from no input", "expected an input with an axis of \(symbol) elements or a multiple")
      }
    }
  }

  private func symbolValue(_ symbol: String, _ emitter: ONNXEmitter, _ name: String, _ type: TensorType) -> String? {
    for (position, axis) in type.axes.enumerated() {
      guard let factor = axis.size.terms[[symbol]], (axis.size - Dim(factor) * Dim(symbol: symbol)).constant != nil else { continue }
      let rest = axis.size.terms[[]] ?? 0
      var value = emitter.emit("Shape", [name], [("start", .int(position)), ("end", .int(position + 1))])
      if rest != 0 { value = emitter.emit("Sub", [value, emitter.integers([rest])]) }
      return factor == 1 ? value : emitter.emit("Div", [value, emitter.integers([factor])])
    }
    return nil
  }
}
