import GraphIR

/// Replaces composite operators by the graphs of simpler operators that they stand for.
///
/// Before: `%2 = softmax(%1) {axis = key}`
/// After:  maximum, exponential, sum and quotient, which fuse into one kernel.
public struct Expand: Pass {
  public static let name = "expand"
  public static let isRequired = true
  public init() {}

  public func run(_ graph: Graph) throws -> Graph {
    var graph = try graph.mappingBodies(run)
    while graph.nodes.indices.contains(where: { graph.expansion($0) != nil }) {
      let current = graph
      graph = try current.rewritten { index, _, inputs, _ in current.expansion(index).map { $0(inputs) } }
    }
    return graph
  }
}

extension Graph {
  fileprivate func expansion(_ index: Int) -> (@Sendable ([Tensor]) -> [Tensor])? {
    if case .composite(let build)? = lowering(index) { return build }
    return nil
  }
}
