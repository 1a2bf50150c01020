import GraphIR
import Operators

/// Decides roots and groups. Greedy, in topological order, so that the result is the same on every machine.
struct Fuser {
  let graph: Graph
  let lowerings: [Lowering?]
  let users: [[Int]]
  private(set) var plan = FusionPlan()
  /// For each group, the groups whose results it reads.
  private(set) var reads: [Set<Int>] = []

  let fusions: Set<Fusion>
  let blas: Blas

  init(_ graph: Graph, fusions: Set<Fusion>, blas: Blas) {
    (self.graph, self.fusions, self.blas) = (graph, fusions, blas)
    users = graph.users
    lowerings = graph.nodes.indices.map { graph.lowering($0) }
  }

  static func plan(
    _ graph: Graph, fusions: Set<Fusion> = Set(Fusion.allCases), blas: Blas = .generated
  ) -> FusionPlan {
    var fuser = Fuser(graph, fusions: fusions, blas: blas)
    let roots = fuser.roots()
    let all = Set(roots)
    for root in roots { fuser.place(root, among: all) }
    return fuser.plan
  }

  private mutating func place(_ root: Value, among roots: Set<Value>) {
    if hasOwnLoops(root), let sibling = plan.groups.firstIndex(where: { $0.roots[0].node == root.node }) {
      plan.groups[sibling].roots.append(root)
      plan.groupOf[root] = sibling
      return
    }
    let pulled = pull(root, roots)
    let sources = Set(pulled.roots.compactMap { plan.groupOf[$0] })
    var joined: Int?
    var obstacles: [FusionPlan.Obstacle] = []
    for group in sources.sorted(by: >) {
      let reason = obstacle(root, plan.groups[group], pulled) ?? cycle(group, sources)
        ?? joined.map { "what reads it joined kernel \($0)" }
      if let reason { obstacles.append(.init(group: group, reason: reason)) } else { joined = group }
    }
    joined = joined ?? twin(of: root, pulled, roots) ?? sibling(of: root, sources)
    note(obstacles, of: joined ?? plan.groups.count)
    if let joined { return join(root, joined, sources) }
    plan.groupOf[root] = plan.groups.count
    plan.groups.append(newGroup(root))
    reads.append(sources)
  }

  /// Adds to the obstacles of a group, each reason once.
  private mutating func note(_ obstacles: [FusionPlan.Obstacle], of group: Int) {
    for obstacle in obstacles where !plan.obstacles[group, default: []].contains(obstacle) {
      plan.obstacles[group, default: []].append(obstacle)
    }
  }

  private func hasOwnLoops(_ value: Value) -> Bool {
    switch lowerings[value.node] {
    case .kernel, .loop: true
    default: false
    }
  }

  private mutating func join(_ root: Value, _ group: Int, _ sources: Set<Int>) {
    plan.groups[group].roots.append(root)
    plan.groupOf[root] = group
    reads[group].formUnion(sources.subtracting([group]))
    if plan.groups[group].kind == .rows, let rows = rowAxes(root), rows > 0 { plan.groups[group].rowAxes = rows }
  }

  private func newGroup(_ root: Value) -> FusionPlan.Group {
    let node = graph.nodes[root.node]
    switch lowerings[root.node] {
    case .kernel: return .init(kind: .kernel, roots: [root], domain: graph.type(root).axes, rowAxes: 0)
    case .loop(let loop):
      let steps = graph.nodes[root.node].types.first { $0.axis(loop.axis) != nil }
      return .init(kind: .scan, roots: [root], domain: steps?.axes ?? [], rowAxes: 0)
    case .contraction: return .init(kind: .contraction, roots: [root], domain: graph.type(root).axes, rowAxes: 0)
    case .reduction:
      let domain = graph.type(node.inputs[0]).axes
      if let rows = rowAxes(root) { return .init(kind: .rows, roots: [root], domain: domain, rowAxes: rows) }
      return .init(kind: .columns, roots: [root], domain: domain, rowAxes: 0)
    default: return .init(kind: .rows, roots: [root], domain: graph.type(root).axes, rowAxes: 0)
    }
  }

  /// The number of trailing axes that a reduction runs over, 0 for an elementwise root, nil if not trailing.
  func rowAxes(_ root: Value) -> Int? {
    guard case .reduction(_, let axes) = lowerings[root.node] else { return 0 }
    let domain = graph.type(graph.nodes[root.node].inputs[0]).names
    return Set(domain.suffix(axes.count)) == Set(axes) ? axes.count : nil
  }

  /// True if some source depends on the group through another group.
  func wouldCycle(_ group: Int, _ sources: Set<Int>) -> Bool {
    var pending = Array(sources.subtracting([group]))
    var seen = Set(pending)
    while let next = pending.popLast() {
      for source in reads[next] {
        if source == group { return true }
        if seen.insert(source).inserted { pending.append(source) }
      }
    }
    return false
  }
}
