import GraphIR

/// The fusion plan of a prepared graph, for people: groups with all that they compute, and what kept them apart.
public struct FusionExplanation {
  public struct Group {
    public let kind: FusionPlan.Kind
    public let roots: [Value]
    /// What the group computes, in order, with repeats.
    public let operators: [String]
    public let obstacles: [FusionPlan.Obstacle]
  }
  public let groups: [Group]

  public init(_ graph: Graph, blas: Blas = .generated) {
    let plan = Fuser.plan(graph, blas: blas)
    groups = plan.groups.enumerated().map { number, group in
      Group(
        kind: group.kind, roots: group.roots,
        operators: plan.members(of: group, in: graph).map { graph.nodes[$0].operation!.mnemonic },
        obstacles: plan.obstacles[number] ?? [])
    }
  }
}

extension FusionPlan {
  /// The nodes that a group computes, in order: its roots and what they pull in.
  func members(of group: Group, in graph: Graph) -> [Int] {
    var (pending, members) = (group.roots.map(\.node), Set(group.roots.map(\.node)))
    while let node = pending.popLast() {
      for input in graph.nodes[node].inputs
      where !isRoot(input) && graph.nodes[input.node].operation != nil && members.insert(input.node).inserted {
        pending.append(input.node)
      }
    }
    return members.sorted()
  }
}
