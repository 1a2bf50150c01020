import GraphIR
import Operators

extension Model {
  /// The forward graph with gradients; see `Graph.withGradients`.
  ///
  /// - Throws: `GraphErrors` with everything that is wrong in the model, or if it has no such result.
  public func gradientGraph(of result: String = "loss") throws -> Graph { try forwardGraph().withGradients(of: result) }
}

extension Graph {
  /// This graph with the gradients of one result by every parameter and every floating-point input as further outputs,
  /// called `gradient of NAME`.
  ///
  /// - Parameter result: the result to differentiate. If it is no scalar, an input `d RESULT` of its type stands for the
  ///   gradient that arrives at it.
  /// - Throws: `GraphErrors` if there is no such result.
  public func withGradients(of result: String = "loss") throws -> Graph {
    guard let wanted = output(named: result) else {
      throw GraphErrors([Diagnostic("the graph '\(name)' has no result '\(result)' to differentiate",
        expected: "one of \(outputs.map(\.name))")])
    }
    let builder = GraphBuilder(name: "\(name)-gradient")
    let values = copy(into: builder)
    func tensor(_ value: Value) -> Tensor { values[value.node][value.output] }
    for output in outputs where output.updates == nil { builder.output(output.name, tensor(output.value)) }
    let sources = inputs.filter { $0.type.element.isFloat && $0.input.role != .state }
    let y = tensor(wanted.value)
    let scalar = y.type.rank == 0 ? y : sum(y * builder.input("d \(result)", y.type.axes, y.type.element), over: y.type.names)
    let found = gradients(of: scalar, by: sources.map { tensor($0.value) })
    for (source, gradient) in zip(sources, found) {
      if let gradient { builder.output("gradient of \(source.input.name)", gradient) }
    }
    return try builder.finish().rewritten { _, _, _, _ in nil }
  }
}
