import GraphIR
import Operators

// What a root reads, through everything that is computed where it is read.

extension Fuser {
  struct Pulled {
    /// The roots that are read.
    var roots: Set<Value> = []
    /// Those among them that are read at another index than the reader's own.
    var moved: Set<Value> = []
    /// Those among them that are read through a `Recompute`, and what these are applied to.
    var again: Set<Value> = []
    var recomputed: Set<Value> = []
  }

  /// What computing a root reads, through everything that is not a root.
  func pull(_ root: Value, _ roots: Set<Value>) -> Pulled {
    var result = Pulled()
    var seen: Set<Edge> = []
    func visit(_ node: Int, moved: Bool, again: Bool) {
      let isAgain = again || graph.nodes[node].operation is Recompute
      if isAgain && !again { result.recomputed.insert(graph.nodes[node].inputs[0]) }
      let movesHere = moved || !(graph.nodes[node].operation?.keepsIndex ?? true)
      for input in graph.nodes[node].inputs where seen.insert(Edge(value: input, moved: movesHere, again: isAgain)).inserted {
        if roots.contains(input) {
          result.roots.insert(input)
          if movesHere { result.moved.insert(input) }
          if isAgain { result.again.insert(input) }
        } else {
          visit(input.node, moved: movesHere, again: isAgain)
        }
      }
    }
    visit(root.node, moved: false, again: false)
    return result
  }

  private struct Edge: Hashable {
    let value: Value
    let moved: Bool
    let again: Bool
  }

  /// The product whose elementwise work reads what a value computed again reads, at the same indices: it computes both.
  func twin(of root: Value, _ pulled: Pulled, _ roots: Set<Value>) -> Int? {
    let sources = Set(pulled.roots.compactMap { plan.groupOf[$0] })
    for value in pulled.recomputed {
      for user in users[value.node] where graph.nodes[user].types == [graph.type(root)] {
        let other = pull(Value(user, 0), roots)
        guard pulled.roots.isSubset(of: other.roots), pulled.moved.isDisjoint(with: other.roots) else { continue }
        let candidates = Set(other.roots.compactMap { plan.groupOf[$0] }).subtracting(sources)
        let group = candidates.sorted().first { plan.groups[$0].kind == .contraction && obstacle(Value(user, 0), plan.groups[$0], other) == nil }
        if let group, !wouldCycle(group, sources) { return group }
      }
    }
    return nil
  }
}

extension Fuser {
  /// Sums side by side that one kernel takes at most.
  private static let mostSums = 8

  /// The kernel of sums over the same axes of what it reads, at least in part, too: that is read once for all sums, as a
  /// convolution's gradient by each tap and by the bias, or both sums of a norm's gradient.
  func sibling(of root: Value, _ sources: Set<Int>) -> Int? {
    guard fusions.contains(.rows), case .reduction(_, let axes) = lowerings[root.node] else { return nil }
    let domain = graph.type(graph.nodes[root.node].inputs[0]).axes, rows = rowAxes(root)
    return plan.groups.indices.last { number in
      let group = plan.groups[number]
      guard group.kind == (rows == nil ? .columns : .rows), group.domain == domain, group.roots.count < Self.mostSums,
        !sources.isDisjoint(with: reads[number]), sums(group, over: Set(axes))
      else { return false }
      return !sources.contains(number) && !wouldCycle(number, sources)
    }
  }

  private func sums(_ group: FusionPlan.Group, over axes: Set<AxisName>) -> Bool {
    group.roots.contains { root in
      if case .reduction(_, let others) = lowerings[root.node] { Set(others) == axes } else { false }
    }
  }
}

extension Operator {
  /// True if each output element reads its inputs at the same position along every axis that they share.
  var keepsIndex: Bool { self is Map || self is Broadcast || self is Reduce || self is Recompute }
  /// True if elements lie in the input's memory at a fixed stride along each axis.
  var isStridedMove: Bool { self is Transpose || mnemonic == "slice" || mnemonic == "reverse" }
}
