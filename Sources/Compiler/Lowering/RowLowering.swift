import GraphIR
import LoopIR

/// Elementwise work and reductions over rows, in one kernel.
///
/// The outer axes are shared out over parts. A row is walked once for each *stage*: a stage's reductions need the results
/// of the stages before it (mean, then variance, then the normalised row). Rows stay in the first-level cache between
/// stages; what is dear to recompute and needed again, like the exponentials of a softmax, is kept in a local row.
struct RowLowering {
  let shared: GroupLowering
  let group: FusionPlan.Group
  private var graph: Graph { shared.graph }

  init(_ shared: GroupLowering, _ group: FusionPlan.Group) { (self.shared, self.group) = (shared, group) }

  private var outer: [Axis] { Array(group.domain.dropLast(group.rowAxes)) }
  private var row: [Axis] { Array(group.domain.suffix(group.rowAxes)) }

  func lower(name: String) -> LoweredKernel {
    let nest = shared.builder()
    if group.rowAxes == 0 {
      let index = nest.open(group.domain, vectorLast: true)
      for root in group.roots { emit(root, index, in: nest) }
      nest.close(index.count)
      return nest.finish(name: name, requests: .operands)
    }
    let index = nest.open(outer, vectorLast: false)
    let stages = stageOf
    let kept = keptRows(stages, in: nest)
    for stage in 0...(stages.values.max() ?? 0) {
      walkRow(group.roots.filter { stages[$0] == stage }, index, kept, in: nest)
    }
    nest.close(index.count)
    return nest.finish(name: name, requests: .operands)
  }

  private func emit(_ root: Value, _ index: [Expression], in nest: NestBuilder) {
    let value = nest.computed(root, at: index)
    nest.define(root, at: index.map(\.simplifiedIndex), as: value)
    if let buffer = nest.buffer(root) { nest.store(buffer, nest.linear(index, graph.type(root)), value) }
  }

  // MARK: Stages

  /// The stage of each root: what is one number a row is known after the walk of its stage, one stage before the walk
  /// that needs it.
  private var stageOf: [Value: Int] {
    var stages: [Value: Int] = [:]
    for root in group.roots {
      var stage = 0
      for source in group.roots where source != root && reads(root, source) {
        guard let known = stages[source] else { continue }
        let isLate = shared.isReduction(source) || !isWide(source) && (isWide(root) || shared.isReduction(root))
        stage = max(stage, isLate ? known + 1 : known)
      }
      stages[root] = stage
    }
    return stages
  }

  /// True for what has an element for each element of the row.
  private func isWide(_ value: Value) -> Bool { !shared.isReduction(value) && graph.type(value).rank == group.domain.count }

  /// True if computing `root` reads `source`, directly or through values without memory or other roots of the group.
  private func reads(_ root: Value, _ source: Value) -> Bool {
    var (pending, seen) = ([root.node], Set([root.node]))
    while let node = pending.popLast() {
      for input in graph.nodes[node].inputs {
        if input == source { return true }
        let inside = !shared.plan.isRoot(input) || group.roots.contains(input)
        if inside, input.node >= source.node, seen.insert(input.node).inserted { pending.append(input.node) }
      }
    }
    return false
  }

  // MARK: Rows

  /// Local rows for elementwise roots without memory that a later stage reads again.
  private func keptRows(_ stages: [Value: Int], in nest: NestBuilder) -> [Value: Buffer] {
    guard let count = row.reduce(Dim(1), { $0 * $1.size }).constant, count <= 8192 else { return [:] }
    var kept: [Value: Buffer] = [:]
    for root in group.roots where isWide(root) {
      let later = group.roots.contains { stages[$0]! > stages[root]! && reads($0, root) }
      guard later, nest.buffer(root) == nil else { continue }
      let buffer = Buffer(nest.fresh("row").name, graph.type(root).element, localCount: count)
      nest.append(.allocate(buffer))
      kept[root] = buffer
    }
    return kept
  }

  /// One pass over the row: the reductions and elementwise roots of a stage, then what depends on the row as a whole.
  private func walkRow(_ roots: [Value], _ outerIndex: [Expression], _ kept: [Value: Buffer], in nest: NestBuilder) {
    let reductions = roots.filter(shared.isReduction)
    let wide = roots.filter(isWide)
    var accumulators: [Value: Variable] = [:]
    for root in reductions {
      guard case .reduction(let reduction, _) = shared.lowerings[root.node] else { continue }
      let element = graph.type(root).element
      accumulators[root] = nest.declare(reduction.rawValue, element, .number(reduction.neutral, element))
    }
    if !reductions.isEmpty || !wide.isEmpty {
      let rowIndex = nest.open(row, vectorLast: true)
      let index = outerIndex + rowIndex
      let position = nest.linear(rowIndex, TensorType(.f32, row))
      for (root, buffer) in kept where !roots.contains(root) { nest.define(root, at: index, as: .load(buffer, position)) }
      for root in wide {
        emit(root, index, in: nest)
        if let buffer = kept[root] { nest.store(buffer, position, nest.element(root, at: index)) }
      }
      for root in reductions {
        guard case .reduction(let reduction, _) = shared.lowerings[root.node] else { continue }
        let input = graph.nodes[root.node].inputs[0]
        nest.append(.accumulate(accumulators[root]!, reduction, nest.element(input, at: index)))
      }
      nest.close(rowIndex.count)
    }
    for root in reductions {
      let value = Expression.variable(accumulators[root]!)
      nest.define(root, at: outerIndex.map(\.simplifiedIndex), as: value)
      if let buffer = nest.buffer(root) { nest.store(buffer, nest.linear(outerIndex, graph.type(root)), value) }
    }
    for root in roots where !reductions.contains(root) && !wide.contains(root) { emit(root, outerIndex, in: nest) }
  }
}
