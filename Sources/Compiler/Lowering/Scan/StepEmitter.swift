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
  static let unrolled = 64
  /// Indices of an axis like that of gates, which are told apart by selects that fold when they are written out.
  private static let fewGates = 8

  var graph: Graph { plan.graph }

  func emit() {
    for number in plan.groups.indices {
      let group = plan.groups[number]
      let order = loopOrder(group)
      let kept = keptBuffers(number, order)
      let arrays = group.roots.filter { plan.isReduction($0) && !sumsInRegister($0, order) }
      clear(arrays, kept, order)
      emitNest(group, order, depth: 0, [:], Sums(arrays: arrays, kept: kept))
      for root in arrays where plan.outputs.contains(root) {
        over(remaining(root, order)) { inner in sink(root, inner, nest.element(root, at: index(graph.type(root), inner))) }
      }
    }
  }

  // MARK: Indices

  func index(_ type: TensorType, _ inner: [AxisName: Expression]) -> [Expression] {
    type.axes.map { inner[$0.name] ?? position.hoisted[$0.name] ?? 0 }
  }

  func linear(_ axes: [Axis], _ inner: [AxisName: Expression]) -> Expression {
    nest.linear(axes.map { inner[$0.name]! }, TensorType(.f32, axes))
  }

  /// Opens loops over inner axes, runs the body, closes them.
  func over(_ axes: [Axis], _ body: ([AxisName: Expression]) -> Void) {
    body(open(axes, vector: axes.last?.name))
    nest.close(axes.count)
  }

  private func open(_ axes: [Axis], vector: AxisName?) -> [AxisName: Expression] {
    var result: [AxisName: Expression] = [:]
    for (number, axis) in axes.enumerated() {
      let inside = axes[number...].reduce(Dim(1)) { $0 * $1.size }.constant
      result[axis.name] = open(axis, vector: vector, isWritten: (inside ?? .max) <= Self.unrolled)
    }
    return result
  }

  private func open(_ axis: Axis, vector: AxisName?, isWritten: Bool) -> Expression {
    let inLanes = !lanesOutside && axis.name == vector
    let written = lanesOutside ? axis.size.constant != nil && isWritten : (axis.size.constant ?? .max) <= Self.fewGates
    return nest.open(axis.name.text, to: nest.size(axis.size), kind: inLanes ? .vector : written ? .unroll : .serial)
  }

  // MARK: Values that are kept

  /// Local arrays for the roots of a group that later groups read. The results of array sums are arrays already.
  private func keptBuffers(_ number: Int, _ order: [Axis]) -> [Value: Buffer] {
    var result: [Value: Buffer] = [:]
    for root in plan.groups[number].roots {
      let isArraySum = plan.isReduction(root) && !sumsInRegister(root, order)
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

  /// The element of a root by its own rule.
  private func computed(_ root: Value, _ inner: [AxisName: Expression]) -> Expression {
    let at = index(graph.type(root), inner)
    return graph.nodes[root.node].operation == nil ? nest.element(root, at: at) : nest.computed(root, at: at)
  }

  // MARK: Nests

  /// The loops of a group from the outside in: the axis that goes into lanes last, and before it what is summed with it.
  private func loopOrder(_ group: StepPlan.Group) -> [Axis] {
    if lanesOutside { return group.domain }
    guard let vector = vectorAxis(group), let last = group.domain.first(where: { $0.name == vector }) else { return group.domain }
    let together = group.roots.lazy.map(plan.reduced).first { $0.contains(vector) } ?? []
    let others = group.domain.filter { $0.name != vector }
    return others.filter { !together.contains($0.name) } + others.filter { together.contains($0.name) } + [last]
  }

  /// The axis that goes into lanes: the last one of the largest operand, which is contiguous there.
  private func vectorAxis(_ group: StepPlan.Group) -> AxisName? {
    let reductions = group.roots.filter(plan.isReduction)
    if reductions.isEmpty { return group.domain.last?.name }
    func count(_ axes: [Axis]) -> Int { axes.reduce(Dim(1)) { $0 * $1.size }.constant ?? 0 }
    let operands = reductions.flatMap { graph.nodes[$0.node].inputs }.map { plan.inner(graph.type($0)) }
    return operands.max { count($0) < count($1) }?.last?.name
  }

  /// How many of the loops, from the innermost, a reduction sums over one after another: in a register.
  private func summedInside(_ root: Value, _ order: [Axis]) -> Int {
    let reduced = plan.reduced(root)
    return order.reversed().prefix { reduced.contains($0.name) }.count
  }

  /// True if the summed axes are the innermost loops.
  private func sumsInRegister(_ root: Value, _ order: [Axis]) -> Bool {
    summedInside(root, order) == plan.reduced(root).count
  }

  func remaining(_ root: Value, _ order: [Axis]) -> [Axis] {
    let reduced = plan.reduced(root)
    return order.filter { !reduced.contains($0.name) }
  }

  /// The loops from a depth on. Sums over the loops from there inwards are registers declared here; if loops further out
  /// are summed over, too, the registers are added to arrays.
  private func emitNest(
    _ group: StepPlan.Group, _ order: [Axis], depth: Int, _ inner: [AxisName: Expression], _ sums: Sums,
    registers: [(root: Value, sum: Register)] = []
  ) {
    let starting = group.roots.filter {
      plan.isReduction($0) && summedInside($0, order) == order.count - depth && (depth < order.count || !sums.arrays.contains($0))
    }
    let isAlone = group.roots.filter(plan.isReduction).count == 1
    let declared = starting.map { (root: $0, sum: register($0, over: Array(order[depth...]), isAlone: isAlone)) }
    let registers = registers + declared
    if depth == order.count {
      emitInnermost(group, inner, sums, registers)
    } else {
      let inside = order[depth...].reduce(Dim(1)) { $0 * $1.size }.constant
      var inner = inner
      inner[order[depth].name] = open(
        order[depth], vector: lanesOutside ? nil : order.last?.name, isWritten: (inside ?? .max) <= Self.unrolled)
      emitNest(group, order, depth: depth + 1, inner, sums, registers: registers)
      nest.close()
    }
    for (root, sum) in declared {
      if sums.arrays.contains(root) {
        add(nest.bind(total(sum)), to: root, inner, sums)
      } else {
        keep(root, inner, define(root, inner, nest.bind(total(sum))), sums.kept[root])
      }
    }
  }

  /// What happens at one index: everything is read before anything is written, as a carry may be both.
  private func emitInnermost(
    _ group: StepPlan.Group, _ inner: [AxisName: Expression], _ sums: Sums, _ registers: [(root: Value, sum: Register)]
  ) {
    let elements = group.roots.filter { !plan.isReduction($0) }.map { ($0, define($0, inner, computed($0, inner))) }
    let arrays = sums.arrays.filter { root in !registers.contains { $0.root == root } }
    let summands = (registers.map(\.root) + arrays).map { summand($0, inner) }
    for (register, summand) in zip(registers, summands) {
      accumulate(register.sum, register.root, summand, inner)
    }
    for (root, summand) in zip(arrays, summands.dropFirst(registers.count)) { add(summand, to: root, inner, sums) }
    for (root, element) in elements { keep(root, inner, element, sums.kept[root]) }
  }

  /// Makes an element known to what is computed from it.
  private func define(_ root: Value, _ inner: [AxisName: Expression], _ element: Expression) -> Expression {
    nest.define(root, at: index(graph.type(root), inner).map(\.simplifiedIndex), as: element)
    return element
  }

  private func keep(_ root: Value, _ inner: [AxisName: Expression], _ element: Expression, _ kept: Buffer?) {
    if let kept { nest.store(kept, linear(plan.inner(graph.type(root)), inner), element) }
    sink(root, inner, element)
  }
}
