import GraphIR
import Operators

/// Algebra: removes what does nothing. Common subexpressions and dead nodes vanish in any rewriting.
///
/// Before: `transpose(transpose(%x))`, `broadcast(%x)` to its own axes, `map(map(%x) {-$0}) {-$0}`
/// After:  `%x`
public struct Simplify: Pass {
  public static let name = "simplify"
  public init() {}

  public func run(_ graph: Graph) throws -> Graph {
    try graph.mappingBodies(run).rewritten { _, node, inputs, builder in
      guard let operation = node.operation, inputs.count == 1, let x = inputs.first else { return nil }
      let unchanged = x.type == node.types[0]
      switch operation {
      case is Broadcast where unchanged, is Transpose where unchanged, is Reshape where unchanged: return [x]
      case let map as Map where map.body == .input(0): return [x]
      case is Transpose: return Self.merged(x, as: Transpose.self, builder).map { [$0.transposed(to: node.types[0].names)] }
      case is Reshape: return Self.merged(x, as: Reshape.self, builder).map { [$0.reshaped(to: node.types[0].axes)] }
      default: return nil
      }
    }
  }

  /// What `x` is computed from, if it is itself the result of such an operator.
  private static func merged<T: Operator>(_ x: Tensor, as type: T.Type, _ builder: GraphBuilder) -> Tensor? {
    let producer = builder.graph.nodes[x.value!.node]
    return producer.operation is T ? Tensor(builder, producer.inputs[0]) : nil
  }
}
