import GraphIR
import Operators

/// Turns the nodes of a graph into ONNX nodes, in order, by `ONNXForm`.
struct ONNXTranslator {
  private let graph: Graph
  private let emitter: ONNXEmitter

  init(_ graph: Graph, _ emitter: ONNXEmitter) { (self.graph, self.emitter) = (graph, emitter) }

  /// The name of every value that an output needs.
  ///
  /// - Parameter inputs: the names of the graph's inputs.
  /// - Throws: `ExchangeError` that names an operator without ONNX form.
  func values(_ inputs: [String: String]) throws -> [Value: String] {
    let live = graph.liveNodes
    let used = Set(live.flatMap { graph.nodes[$0].inputs } + graph.outputs.map(\.value))
    var names: [Value: String] = [:]
    for index in live {
      let node = graph.nodes[index]
      if let input = node.input {
        names[Value(index)] = inputs[input.name]!
        continue
      }
      let operands = ONNXOperands(
        emitter: emitter, inputs: node.inputs.map { names[$0]! }, types: node.inputs.map(graph.type), results: node.types,
        isUsed: node.types.indices.map { used.contains(Value(index, $0)) })
      let results = try translate(node, operands)
      for (number, name) in results.enumerated() { names[Value(index, number)] = name }
    }
    return names
  }

  private func translate(_ node: Node, _ operands: ONNXOperands) throws -> [String] {
    let operation = node.operation!
    let mnemonic = type(of: operation).mnemonic
    if let form = ONNXForm.table[mnemonic] { return try form.emit(operation, operands) }
    if let parts = try Self.parts(of: operation, operands) { return parts }
    let place = [node.scope.isEmpty ? nil : "in '\(node.scope)'", node.location.map { "at \($0)" }].compactMap { $0 }
    throw ExchangeError(
      "the operator '\(mnemonic)' has no ONNX form" + place.map { " " + $0 }.joined(),
      "operators with one: \(ONNXForm.all.map(\.mnemonic).joined(separator: ", "))")
  }

  /// An operator as the simpler ones that the compiler makes of it; nil where it makes none.
  static func parts(of operation: any Operator, _ operands: ONNXOperands) throws -> [String]? {
    guard case .composite(let build) = operation.lower(operands.types, operands.results) else { return nil }
    return try parts(of: type(of: operation).mnemonic, operands, build)
  }

  /// The operators that a function on tensors adds to a graph.
  static func parts(of name: String, _ operands: ONNXOperands, _ build: ([Tensor]) -> [Tensor]) throws -> [String] {
    let builder = GraphBuilder(name: name)
    let inputs = operands.types.enumerated().map { builder.input(Input("\($0)", .data), $1) }
    for (number, result) in build(inputs).enumerated() { builder.output("\(number)", result) }
    let graph = try builder.finish()
    let names = Dictionary(uniqueKeysWithValues: operands.inputs.enumerated().map { ("\($0)", $1) })
    let values = try ONNXTranslator(graph, operands.emitter).values(names)
    return graph.outputs.map { values[$0.value]! }
  }
}
