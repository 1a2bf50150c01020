import GraphIR
import Operators

extension Model {
  /// The forward graph together with the gradients of one result by everything that it can be differentiated by:
  /// outputs `gradient of NAME` for each parameter, and for each floating-point input if `ofInputs` is true.
  ///
  /// - Parameter result: the result to differentiate, `loss` by default. If it is no scalar, an input `d RESULT` of its
  ///   type stands for the gradient that arrives at it.
  /// - Throws: `GraphErrors`, also if there is no such result.
  public func gradientGraph(of result: String = "loss", ofInputs: Bool = false) throws -> Graph {
    let builder = GraphBuilder(name: "\(name)-gradient")
    let results = build(builder)
    guard let tensor = results.first(where: { $0.key == result })?.value else {
      throw GraphErrors([Diagnostic("the model '\(name)' has no result '\(result)' to differentiate")])
    }
    for (name, tensor) in results where name == result || tensor.type.rank == 0 && result == "loss" { builder.output(name, tensor) }
    let sources = builder.graph.inputs.filter {
      $0.input.role == .parameter || ofInputs && $0.input.role == .data && $0.type.element.isFloat
    }
    let scalar = tensor.type.rank == 0 ? tensor
      : sum(tensor * builder.input("d \(result)", tensor.type.axes, tensor.type.element), over: tensor.type.names)
    let found = gradients(of: scalar, by: sources.map { Tensor(builder, $0.value) })
    for (source, gradient) in zip(sources, found) {
      if let gradient { builder.output("gradient of \(source.input.name)", gradient) }
    }
    return try builder.finish()
  }
}
