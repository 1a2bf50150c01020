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

  // MARK: Roots

  private func roots() -> [Value] {
    let live = graph.liveNodes
    let demanded = demandedByUsers()
    var roots: [Value] = []
    for node in live where graph.nodes[node].operation != nil {
      for output in graph.nodes[node].types.indices where isRoot(Value(node, output), demanded) {
        roots.append(Value(node, output))
      }
    }
    return roots
  }

  /// Values that must lie in memory: outputs, and operands of contractions and kernels, seen through moves.
  private func demandedByUsers() -> Set<Value> {
    var demanded = Set(graph.outputs.map { throughViews($0.value) })
    for node in graph.liveNodes {
      switch lowerings[node] {
      case .contraction, .kernel: demanded.formUnion(graph.nodes[node].inputs.map { throughMoves($0) })
      default: break
      }
    }
    return demanded
  }

  private func isRoot(_ value: Value, _ demanded: Set<Value>) -> Bool {
    switch lowerings[value.node] {
    case .contraction, .kernel, .reduction, .loop: return true
    case .view, nil, .composite: return false
    case .element:
      return demanded.contains(value) || isWorthKeeping(value) || isGathered(value) || !fusions.contains(.elements) && isWork(value)
    }
  }

  /// True for a piece of something small that lies scattered in memory and that elementwise work of larger values reads, like
  /// one tap of a convolution's weights: gathered once, it is read in whole vectors.
  private func isGathered(_ value: Value) -> Bool {
    let type = graph.type(value)
    guard graph.nodes[value.node].operation is Slice, let count = type.count.constant, count > 1, count <= Self.gathered,
      users[value.node].contains(where: { readsInLargerWork(value, $0) })
    else { return false }
    let base = throughMoves(value)
    let nest = NestBuilder(graph, lowerings: lowerings, target: .scalar) { $0 == base ? 0 : nil }
    guard base != value, let strides = StridedProbe(nest: nest).access(value)?.strides else { return false }
    return Array(zip(type.axes, strides)).last { $0.0.size != 1 }?.1.simplifiedIndex != .integer(1)
  }
  /// Elements of the largest piece that is gathered.
  private static let gathered = 1 << 16

  /// True if a user, or what only moves its elements on, computes something larger from a value.
  private func readsInLargerWork(_ value: Value, _ user: Int) -> Bool {
    let node = graph.nodes[user]
    switch lowerings[user] {
    case .view: return users[user].contains { readsInLargerWork(value, $0) }
    case .element, .reduction:
      return node.types.contains { $0.count.constant.map { $0 > graph.type(value).count.constant ?? 0 } ?? true }
    default: return false
    }
  }

  private func isWork(_ value: Value) -> Bool {
    let node = graph.nodes[value.node]
    return node.operation!.cost(node.inputs.map(graph.type), node.types).flops != 0
  }

  /// True if recomputing the value at each use would cost more than reading it.
  private func isWorthKeeping(_ value: Value) -> Bool {
    let node = graph.nodes[value.node]
    let cost = node.operation!.cost(node.inputs.map(graph.type), node.types)
    if cost.flops == 0 { return false }
    let count = graph.type(value).count
    let readers = users[value.node]
    if cost.transcendentals != 0 {
      if isComputedInPassing(value) { return false }
      return readers.count > 1 || readers.contains { repeats(value, in: $0) }
    }
    let wide = Set(node.inputs).filter { graph.type($0).count == count && count != 1 }
    return readers.count > 1 && wide.count > 1
  }

  /// True for a function of what lies in memory, read once or twice by elementwise work: computing it again costs such work
  /// less than the memory to keep it in, as of a gate that is multiplied with something both forward and in the gradient.
  private func isComputedInPassing(_ value: Value) -> Bool {
    let node = graph.nodes[value.node], readers = users[value.node]
    guard let map = node.operation as? Map, node.inputs.count == 1, map.body.operationCount.transcendental == 1, readers.count <= 2
    else { return false }
    return liesInMemory(throughMoves(node.inputs[0])) && readers.allSatisfy { graph.nodes[$0].operation is Map && !repeats(value, in: $0) }
  }

  private func liesInMemory(_ value: Value) -> Bool {
    switch lowerings[value.node] {
    case .contraction, .kernel, nil: true
    default: false
    }
  }

  /// True if a user, or one of a reshape that it is, reads each element many times.
  private func repeats(_ value: Value, in user: Int) -> Bool {
    let node = graph.nodes[user]
    switch lowerings[user] {
    case .reduction: return false
    case .view: return users[user].contains { repeats(Value(user, 0), in: $0) }
    default: break
    }
    return node.types.contains { $0.count != graph.type(value).count && $0.rank > graph.type(value).rank }
  }

  /// The value whose memory a chain of reshapes shares.
  private func throughViews(_ value: Value) -> Value {
    if case .view = lowerings[value.node] { return throughViews(graph.nodes[value.node].inputs[0]) }
    return value
  }

  /// The value whose memory an operand of a contraction or kernel is read from: through transposes, slices and reshapes
  /// as long as its elements lie at fixed strides.
  private func throughMoves(_ value: Value) -> Value {
    var (source, moves) = (value, [value])
    while isView(source) || graph.nodes[source.node].operation?.isStridedMove == true {
      source = graph.nodes[source.node].inputs[0]
      moves.append(source)
    }
    for base in moves.reversed() where !isView(base) {
      let nest = NestBuilder(graph, lowerings: lowerings, target: .scalar) { $0 == base ? 0 : nil }
      if StridedProbe(nest: nest).access(value) != nil { return base }
    }
    return throughViews(value)
  }

  private func isView(_ value: Value) -> Bool {
    if case .view = lowerings[value.node] { true } else { false }
  }

  // MARK: Groups

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

  /// Why a root cannot join a group that it reads; nil if it can.
  func obstacle(_ root: Value, _ group: FusionPlan.Group, _ pulled: Pulled) -> String? {
    if let moved = group.roots.first(where: pulled.moved.contains) {
      return "reads the \(graph.nodes[moved.node].operation?.mnemonic ?? "input") at other indices than its own"
    }
    if !pulled.again.isDisjoint(with: group.roots) { return "computes again what that kernel computes" }
    let type = graph.type(root)
    func walks(_ axes: [Axis]) -> String { "[" + axes.map(\.description).joined(separator: ", ") + "]" }
    let differs = "walks \(walks(type.axes)), that kernel \(walks(group.domain))"
    let needed: [FusionPlan.Kind: Fusion] = [.contraction: .products, .scan: .scans, .rows: .rows]
    if let fusion = needed[group.kind], !fusions.contains(fusion) { return "\(fusion.rawValue) is left out" }
    switch (group.kind, lowerings[root.node]) {
    case (.contraction, .element) where readsSum(pulled, of: group): return "reads a sum that the kernel knows at its end only"
    case (.contraction, .element):
      return blas != .generated ? "a library computes that product" : type.axes == group.domain ? nil : differs
    case (.contraction, .reduction) where isTotal(root, of: group, pulled): return nil
    case (.scan, .element):
      return type.axes != group.domain ? differs : readsSteps(pulled, group) ? nil : "reads what the scan knows at its end only"
    case (.rows, .element):
      let isRow = group.rowAxes > 0 && type.axes == Array(group.domain.dropLast(group.rowAxes))
      return type.axes == group.domain || isRow ? nil : differs
    case (.rows, .reduction):
      guard let rows = rowAxes(root) else { return "sums over axes that are not the last ones" }
      let domain = graph.type(graph.nodes[root.node].inputs[0]).axes
      if domain != group.domain { return "sums over \(walks(domain)), that kernel walks \(walks(group.domain))" }
      return group.rowAxes == 0 || group.rowAxes == rows ? nil : "sums over \(rows) axes, that kernel over \(group.rowAxes)"
    case (.columns, _): return "that kernel's sums are known at its end only"
    case (.kernel, _): return "that operator has loops of its own"
    default: return "a \(graph.nodes[root.node].operation?.mnemonic ?? "value") begins a kernel of its own"
    }
  }

  private func cycle(_ group: Int, _ sources: Set<Int>) -> String? {
    wouldCycle(group, sources) ? "reads another kernel that needs that one's results" : nil
  }

  /// True if of a scan's results only step outputs of the group's own index space are read.
  private func readsSteps(_ pulled: Pulled, _ group: FusionPlan.Group) -> Bool {
    let node = group.roots[0].node
    let read = pulled.roots.filter { $0.node == node }
    return !read.isEmpty && read.allSatisfy { graph.type($0).axes == group.domain }
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
