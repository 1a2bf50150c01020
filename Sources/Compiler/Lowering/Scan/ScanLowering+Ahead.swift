import GraphIR
import LoopIR
import Operators

// Step inputs that are computed where they are read.

extension ScanLowering {
  /// Computes numbers of the steps of a chunk before these begin, if that takes transcendental functions, as the softplus of
  /// a step size does. Within its step, all that the step computes would wait for them; here they only wait for memory.
  func computeAhead(_ first: Expression, _ count: Expression, _ position: StepPosition) {
    ahead = [:]
    guard loop.lane != nil else { return }
    for (inside, outside) in bodies.stepPairs + bodies.replayStepPairs
    where inner(graph.type(inside)).isEmpty && ahead[outside] == nil && bodies.isRead(inside) && takesTranscendentals(outside) {
      let buffer = Buffer(nest.fresh("ahead").name, graph.type(outside).element, localCount: loop.interval)
      nest.allocate(buffer)
      ahead[outside] = buffer
    }
    if ahead.isEmpty { return }
    let step = nest.open(Loop(nest.fresh("step"), to: count, body: []))
    let position = timed(first + step, position)
    for (outside, buffer) in ahead.sorted(by: { ($0.key.node, $0.key.output) < ($1.key.node, $1.key.output) }) {
      nest.store(buffer, step, nest.element(outside, at: index(graph.type(outside), [:], position)))
    }
    nest.close()
  }

  /// True if computing a value from what lies in memory takes transcendental functions.
  private func takesTranscendentals(_ value: Value) -> Bool {
    var (pending, seen) = ([value], Set<Value>())
    while let next = pending.popLast() {
      let node = graph.nodes[next.node]
      guard let operation = node.operation, nest.buffer(next) == nil, seen.insert(next).inserted else { continue }
      if operation.cost(node.inputs.map(graph.type), node.types).transcendentals != 0 { return true }
      pending += node.inputs
    }
    return false
  }

  /// True if a step input is computed where it is read, and read at more indices than it has.
  func isComputedAgain(_ inside: Value, _ outside: Value) -> Bool {
    var source = outside
    while nest.buffer(source) == nil, let input = movedOnly(source) { source = input }
    let own = innerCount(graph.type(inside))
    return nest.buffer(source) == nil && own > 1 && carryTypes.contains { innerCount($0) > own }
  }

  /// What an operator moves elements of without computing anything.
  private func movedOnly(_ value: Value) -> Value? {
    let node = graph.nodes[value.node]
    guard node.inputs.count == 1, let operation = node.operation else { return nil }
    let cost = operation.cost(node.inputs.map(graph.type), node.types)
    return cost.flops == 0 && cost.transcendentals == 0 ? node.inputs[0] : nil
  }

  /// Computes a step input into a local array.
  func computedOnce(
    _ inside: Value, _ read: ([Expression]) -> Expression, _ position: StepPosition
  ) -> ([Expression]) -> Expression {
    let type = graph.type(inside)
    let buffer = Buffer(nest.fresh("input").name, type.element, localCount: innerCount(type))
    nest.allocate(buffer)
    overInner(type, position) { inner in nest.store(buffer, linear(type, inner), read(index(type, inner, position))) }
    return { [self] in .load(buffer, linear(type, Dictionary(zip(type.names, $0), uniquingKeysWith: { $1 }))) }
  }
}
