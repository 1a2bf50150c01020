import GraphIR
import Operators

/// Computes an activation function again for the gradient, where its argument is kept for its derivative anyway: the product
/// that computes the gradient by the argument gives both. The results of the function need no memory until then.
///
/// Before: `%y = map(%x, body: gelu)`, `contract(%dz, %y)` and `%dx = map(contract(%dz, %w), %x, body: $0 * gelu'($1))`
/// After:  `contract(%dz, %y')` with `%y' = map(recompute(%x), body: gelu)`
public struct RecomputeActivations: Pass {
  public static let name = "recompute-activations"
  public init() {}

  public func run(_ graph: Graph) throws -> Graph {
    let users = graph.users
    return try graph.rewritten { _, node, inputs, builder in
      guard node.operation is Contract, node.isOfGradient else { return nil }
      let again = zip(node.inputs, inputs).map { old, new in
        Self.isKeptTwice(old, graph, users) ? Self.again(new, builder) : new
      }
      return zip(again, inputs).contains { $0.value != $1.value } ? [builder.add(node.operation!, again)] : nil
    }
  }

  /// True for a function's results if a product of the gradient is multiplied by something computed from its argument.
  private static func isKeptTwice(_ value: Value, _ graph: Graph, _ users: [[Int]]) -> Bool {
    let node = graph.nodes[value.node]
    guard let map = node.operation as? Map, !node.isOfGradient, node.inputs.count == 1, map.body.operationCount.transcendental > 0
    else { return false }
    return users[node.inputs[0].node].contains { user in
      let user = graph.nodes[user]
      return user.operation is Map && user.isOfGradient && user.types == node.types
        && user.inputs.contains { graph.nodes[$0.node].operation is Contract && graph.type($0).axes == node.types[0].axes }
    }
  }

  private static func again(_ value: Tensor, _ builder: GraphBuilder) -> Tensor {
    let node = builder.graph.nodes[value.value!.node]
    return builder.add(node.operation!, [Tensor(builder, node.inputs[0]).recomputed()])
  }
}
