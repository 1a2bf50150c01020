import GraphIR
import LoopIR
import Operators

/// Where the indices of the loops outside a step stand.
struct StepPosition {
  /// The index along every axis that is looped over outside of time, the lanes among them.
  var hoisted: [AxisName: Expression]
  /// The index along the stepped axis.
  var time: Expression?
}

/// Emits the loops of one step of a body: for each group of its plan a nest over the inner axes.
///
/// With an axis in vector lanes outside, every value is one number a lane, and small nests are unrolled, so that the C
/// compiler keeps arrays in registers. Otherwise the last inner axis of each nest goes into lanes.
struct StepEmitter {
  let nest: NestBuilder
  let plan: StepPlan
  let lanesOutside: Bool
  let position: StepPosition
  /// What else happens to an element when it is known: `(value, inner index, element)`.
  let sink: (Value, [AxisName: Expression], Expression) -> Void
  /// How many iterations of a nest are written out.
  private static let unrolled = 64
  /// Vectors of sums that are kept in registers.
  private static let registerSums = 16

  private var graph: Graph { plan.graph }

  func emit() {
    for number in plan.groups.indices {
      let group = plan.groups[number]
      let kept = keptBuffers(number)
      let reductions = group.roots.filter(plan.isReduction)
      if reductions.isEmpty {
        emitElements(group, kept)
      } else if sumsInRegisters(group) {
        emitRegisterSums(group, reductions, kept)
      } else {
        emitArraySums(group, reductions, kept)
      }
    }
  }

  // MARK: Indices

  func index(_ type: TensorType, _ inner: [AxisName: Expression]) -> [Expression] {
    type.axes.map { inner[$0.name] ?? position.hoisted[$0.name] ?? 0 }
  }

  private func linear(_ axes: [Axis], _ inner: [AxisName: Expression]) -> Expression {
    nest.linear(axes.map { inner[$0.name]! }, TensorType(.f32, axes))
  }

  /// Opens loops over inner axes, runs the body, closes them.
  func over(_ axes: [Axis], unroll: Bool = false, _ body: ([AxisName: Expression]) -> Void) {
    body(open(axes, vector: axes.last?.name, unroll: unroll))
    nest.close(axes.count)
  }

  private func open(_ axes: [Axis], vector: AxisName?, unroll: Bool = false) -> [AxisName: Expression] {
    var result: [AxisName: Expression] = [:]
    let isSmall = axes.reduce(Dim(1)) { $0 * $1.size }.constant.map { $0 <= Self.unrolled } ?? false
    for axis in axes {
      let inLanes = !lanesOutside && axis.name == vector
      let written = axis.size.constant != nil && (unroll || lanesOutside && isSmall)
      let kind: LoopKind = inLanes ? .vector : written ? .unroll : .serial
      result[axis.name] = nest.open(axis.name.text, to: nest.size(axis.size), kind: kind)
    }
    return result
  }

  // MARK: Values that are kept

  /// Local arrays for the roots of a group that later groups read. The results of array sums are arrays already.
  private func keptBuffers(_ number: Int) -> [Value: Buffer] {
    let group = plan.groups[number]
    var result: [Value: Buffer] = [:]
    for root in group.roots {
      let isArraySum = plan.isReduction(root) && !sumsInRegisters(group)
      let isRead = plan.isComputed(root) && plan.readers(of: root).contains { $0.group != number }
      guard isArraySum || isRead else { continue }
      let axes = plan.inner(graph.type(root))
      guard let count = axes.reduce(Dim(1), { $0 * $1.size }).constant else {
        preconditionFailure("inner axes of a scan have fixed sizes")
      }
      if !isArraySum && axes.isEmpty { continue }
      let buffer = Buffer(nest.fresh(plan.isReduction(root) ? "sum" : "kept").name, graph.type(root).element, localCount: count)
      nest.allocate(buffer)
      result[root] = buffer
      let type = graph.type(root)
      nest.providers[root] = { [self] index in
        let inner = Dictionary(zip(type.names, index), uniquingKeysWith: { $1 })
        return .load(buffer, linear(axes, inner))
      }
    }
    return result
  }

  private func finish(_ root: Value, _ inner: [AxisName: Expression], _ element: Expression, _ kept: Buffer?) {
    nest.define(root, at: index(graph.type(root), inner).map(\.simplifiedIndex), as: element)
    if let kept { nest.store(kept, linear(plan.inner(graph.type(root)), inner), element) }
    sink(root, inner, element)
  }

  /// The element of a root by its own rule.
  private func computed(_ root: Value, _ inner: [AxisName: Expression]) -> Expression {
    let at = index(graph.type(root), inner)
    return graph.nodes[root.node].operation == nil ? nest.element(root, at: at) : nest.computed(root, at: at)
  }

  // MARK: Nests

  private func emitElements(_ group: StepPlan.Group, _ kept: [Value: Buffer]) {
    over(group.domain) { inner in
      for root in group.roots { finish(root, inner, computed(root, inner), kept[root]) }
    }
  }

  /// The axis that goes into lanes: the last one of the largest operand, which is contiguous there.
  private func vectorAxis(_ group: StepPlan.Group) -> AxisName? {
    let operands = group.roots.filter(plan.isReduction).flatMap { graph.nodes[$0.node].inputs }
    let largest = operands.map { plan.inner(graph.type($0)) }.max {
      $0.reduce(Dim(1)) { $0 * $1.size }.constant ?? 0 < $1.reduce(Dim(1)) { $0 * $1.size }.constant ?? 0
    }
    return largest?.last?.name
  }

  private func sumsInRegisters(_ group: StepPlan.Group) -> Bool {
    if lanesOutside { return group.domain.allSatisfy { group.reduced.contains($0.name) } }
    return vectorAxis(group).map(group.reduced.contains) ?? true
  }

  /// The product or operand that a reduction sums.
  private func summand(_ root: Value, _ inner: [AxisName: Expression]) -> Expression {
    let inputs = graph.nodes[root.node].inputs
    let elements = inputs.map { nest.element($0, at: index(graph.type($0), inner)) }
    if case .contraction? = nest.lowering(root.node) { return .binary(.mul, elements[0], elements[1]) }
    return elements[0]
  }

  private func reduction(_ root: Value) -> Reduction {
    if case .reduction(let reduction, _)? = nest.lowering(root.node) { reduction } else { .sum }
  }

  /// Sums over the innermost loops, one register each.
  private func emitRegisterSums(_ group: StepPlan.Group, _ reductions: [Value], _ kept: [Value: Buffer]) {
    let vector = vectorAxis(group)
    let outside = group.domain.filter { !group.reduced.contains($0.name) }
    let summed = group.domain.filter { group.reduced.contains($0.name) && $0.name != vector }
      + group.domain.filter { $0.name == vector }
    var inner = open(outside, vector: nil)
    let sums = reductions.map { root in
      let element = graph.type(root).element
      return nest.declare("sum", element, .number(reduction(root).neutral, element))
    }
    inner.merge(open(summed, vector: vector)) { $1 }
    for root in group.roots where !plan.isReduction(root) { finish(root, inner, computed(root, inner), kept[root]) }
    for (root, sum) in zip(reductions, sums) { nest.append(.accumulate(sum, reduction(root), summand(root, inner))) }
    nest.close(summed.count)
    for (root, sum) in zip(reductions, sums) { finish(root, inner, .variable(sum), kept[root]) }
    nest.close(outside.count)
  }

  /// Sums over the outer loops, a local array each: the contiguous axis stays innermost.
  private func emitArraySums(_ group: StepPlan.Group, _ reductions: [Value], _ kept: [Value: Buffer]) {
    let vector = vectorAxis(group)
    let summed = group.domain.filter { group.reduced.contains($0.name) }
    let remaining = group.domain.filter { !group.reduced.contains($0.name) && $0.name != vector }
      + group.domain.filter { !group.reduced.contains($0.name) && $0.name == vector }
    let count = remaining.reduce(Dim(1)) { $0 * $1.size }.constant ?? .max
    let unroll = lanesOutside ? count <= Self.unrolled : count <= Self.registerSums * nest.lanes
    over(remaining, unroll: unroll) { inner in
      for root in reductions {
        nest.store(kept[root]!, linear(plan.inner(graph.type(root)), inner), .number(reduction(root).neutral, graph.type(root).element))
      }
    }
    let outer = open(summed, vector: nil)
    over(remaining, unroll: unroll) { inside in
      let inner = outer.merging(inside) { $1 }
      for root in group.roots where !plan.isReduction(root) { finish(root, inner, computed(root, inner), kept[root]) }
      for root in reductions {
        let at = linear(plan.inner(graph.type(root)), inner)
        nest.store(kept[root]!, at, .binary(reduction(root).function, .load(kept[root]!, at), summand(root, inner)))
      }
    }
    nest.close(summed.count)
    let outputs = reductions.filter(plan.outputs.contains)
    if outputs.isEmpty { return }
    over(remaining) { inner in
      for root in outputs {
        sink(root, inner, nest.element(root, at: index(graph.type(root), inner)))
      }
    }
  }
}
