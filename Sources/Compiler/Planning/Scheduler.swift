import GraphIR

/// The order in which groups run, and which of their values get memory.
struct Schedule {
  /// Groups in the order of execution.
  var order: [Int] = []
  /// Roots that something outside their group reads, or that are outputs.
  var stored: Set<Value> = []
  /// Parameters and states that a group may overwrite where they lie.
  var inPlace: [String: Value] = [:]
  /// The graph inputs and roots that each group reads.
  var reads: [Set<Value>] = []

  init(_ graph: Graph, _ plan: FusionPlan) {
    reads = plan.groups.map { Self.reads(of: $0, graph, plan) }
    for (number, group) in plan.groups.enumerated() {
      if group.kind == .kernel { stored.formUnion(group.roots.filter { isRead($0, graph) }) }
      stored.formUnion(reads[number].filter { plan.groupOf[$0].map { $0 != number } ?? false })
    }
    let outputs = graph.outputs.map { graph.throughViews($0.value) }
    stored.formUnion(outputs.filter(plan.isRoot))
    sort(graph, plan)
  }

  /// Groups between a value's and the first that reads it from which on that is late: caches have other things by then.
  private static let late = 8

  /// The stored values that are read late, as what a gradient needs of the forward pass.
  func lateValues(_ plan: FusionPlan) -> Set<Value> {
    let place = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    var firstRead: [Value: Int] = [:]
    for (group, values) in reads.enumerated() {
      for value in values where plan.groupOf[value] != group { firstRead[value] = min(firstRead[value] ?? .max, place[group]!) }
    }
    return stored.filter { value in
      guard let group = plan.groupOf[value], let first = firstRead[value] else { return false }
      return first - place[group]! >= Self.late
    }
  }

  private func isRead(_ value: Value, _ graph: Graph) -> Bool {
    graph.nodes.contains { $0.inputs.contains(value) } || graph.outputs.contains { $0.value == value }
  }

  /// What a group reads from memory.
  private static func reads(of group: FusionPlan.Group, _ graph: Graph, _ plan: FusionPlan) -> Set<Value> {
    var (result, pending, seen) = (Set<Value>(), group.roots.map(\.node), Set(group.roots.map(\.node)))
    while let node = pending.popLast() {
      for input in graph.nodes[node].inputs {
        let isOwn = group.roots.contains(input)
        if graph.nodes[input.node].input != nil || plan.isRoot(input) && !isOwn { result.insert(input) }
        if !plan.isRoot(input) || isOwn, seen.insert(input.node).inserted { pending.append(input.node) }
      }
    }
    return result
  }

  /// Groups in order; one that overwrites a parameter waits for its other readers.
  private mutating func sort(_ graph: Graph, _ plan: FusionPlan) {
    var before = reads.enumerated().map { number, values in
      Set(values.compactMap { plan.groupOf[$0] }.filter { $0 != number })
    }
    for output in graph.outputs {
      guard let name = output.updates, let old = graph.input(named: name)?.value, plan.isRoot(output.value),
        let writer = plan.groupOf[output.value],
        [.rows, .contraction].contains(plan.groups[writer].kind), plan.groups[writer].rowAxes == 0,
        graph.readsInPlace(output.value, old, plan), !inPlace.values.contains(output.value)
      else { continue }
      let readers = reads.indices.filter { $0 != writer && reads[$0].contains(old) }
      if readers.contains(where: { Self.reaches($0, writer, before) }) { continue }
      before[writer].formUnion(readers)
      inPlace[name] = output.value
    }
    order = Self.inOrder(before)
  }

  /// Each in its turn, but first what it waits for: so the update of a weight follows its gradient as soon as the
  /// optimiser's numbers are known, and both operands of the gradient give their memory back.
  private static func inOrder(_ before: [Set<Int>]) -> [Int] {
    var order: [Int] = []
    var isDone = [Bool](repeating: false, count: before.count)
    for first in before.indices {
      var pending = [first]
      while let next = pending.last {
        let missing = isDone[next] ? [] : before[next].filter { !isDone[$0] }.sorted(by: >)
        if !missing.isEmpty {
          pending += missing
          continue
        }
        if !isDone[next] { order.append(next) }
        isDone[next] = true
        pending.removeLast()
      }
    }
    return order
  }

  /// True if `from` runs after `to` by the constraints so far.
  private static func reaches(_ from: Int, _ to: Int, _ before: [Set<Int>]) -> Bool {
    var (pending, seen) = ([from], Set([from]))
    while let next = pending.popLast() {
      if next == to { return true }
      for earlier in before[next] where seen.insert(earlier).inserted { pending.append(earlier) }
    }
    return false
  }
}

extension Graph {
  /// The value whose memory a chain of reshapes shares.
  func throughViews(_ value: Value) -> Value {
    if case .view? = lowering(value.node) { return throughViews(nodes[value.node].inputs[0]) }
    return value
  }

  /// True if computing `new` reads `old` at the index that is being written, and nowhere else.
  func readsInPlace(_ new: Value, _ old: Value, _ plan: FusionPlan) -> Bool {
    guard type(new) == type(old), let group = plan.groupOf[new] else { return false }
    var (pending, seen) = ([new.node], Set<Int>())
    // Every root of the group is computed in the same pass, so all of their reads count.
    pending += plan.groups[group].roots.map(\.node)
    while let node = pending.popLast() {
      guard seen.insert(node).inserted else { continue }
      for input in nodes[node].inputs {
        if input == old, !(nodes[node].operation?.keepsIndex ?? false) { return false }
        if input != old, nodes[input.node].operation != nil, !plan.isRoot(input) || plan.groupOf[input] == group {
          if !(nodes[node].operation?.keepsIndex ?? false), depends(input.node, on: old) { return false }
          pending.append(input.node)
        }
      }
    }
    return plan.groups[group].domain == type(new).axes
  }

  private func depends(_ node: Int, on value: Value) -> Bool {
    var (pending, seen) = ([node], Set([node]))
    while let next = pending.popLast() {
      for input in nodes[next].inputs {
        if input == value { return true }
        if input.node > value.node, seen.insert(input.node).inserted { pending.append(input.node) }
      }
    }
    return false
  }
}
