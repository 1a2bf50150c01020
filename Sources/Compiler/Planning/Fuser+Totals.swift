import GraphIR
import LoopIR

extension Fuser {
  /// True for the sum along the last axis of what a product's kernel computes, if it is read only by the sum of these over all
  /// other axes, and for that one: tiles are added as they are computed. `SplitReductions` makes such pairs.
  func isTotal(_ root: Value, of group: FusionPlan.Group, _ pulled: Pulled) -> Bool {
    guard blas == .generated, let summed = totalled(root) else { return false }
    if group.roots.contains(summed), totalled(summed) != nil { return graph.type(root).rank == 0 }
    guard !readsSum(pulled, of: group), let shape = MatrixShape(graph, group.roots[0]), shape.batch.isEmpty, shape.element == .f32,
      MatrixShape.count(shape.rows + shape.columns).constant != nil, graph.type(summed).axes == group.domain
    else { return false }
    return rowAxes(root) == 1 && !graph.outputs.contains { $0.value == root }
      && users[root.node].allSatisfy { graph.nodes[$0].types.allSatisfy { $0.rank == 0 } && totalled(Value($0, 0)) == root }
  }

  /// Whether something reads a sum of a product's kernel, as the gradient that is scaled by its own norm.
  func readsSum(_ pulled: Pulled, of group: FusionPlan.Group) -> Bool {
    group.roots.contains { pulled.roots.contains($0) && totalled($0) != nil }
  }

  /// What a sum of floats runs over.
  private func totalled(_ value: Value) -> Value? {
    guard case .reduction(.sum, _) = lowerings[value.node], graph.type(value).element == .f32 else { return nil }
    return graph.nodes[value.node].inputs[0]
  }
}
