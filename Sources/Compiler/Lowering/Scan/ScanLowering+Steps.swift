import GraphIR
import LoopIR
import Operators

// One step: its inputs, the body, its outputs.

extension ScanLowering {
  func emitStep(local: Expression, _ step: Expression, _ carried: [ScanArray], _ position: StepPosition) {
    let position = provideSteps(bodies.stepPairs, step, local: local, position)
    let carryInputs = (0..<loop.carries).map { bodies.body.inputs[bodies.replayed + $0] }
    for (number, input) in carryInputs.enumerated() {
      let type = graph.type(input)
      nest.providers[input] = { [self] in
        carried[number].load(linear(type, Dictionary(zip(type.names, $0), uniquingKeysWith: { $1 })))
      }
    }
    let outputs = bodies.body.outputs.filter { !bodies.isLaneSum($0) }
      + laneSums.map { graph.nodes[$0.value.node].inputs[0] }
    let plan = StepPlan(graph, bodies.lowerings, first: bodies.body.first, outputs: outputs, hoisted: bodies.hoisted,
      known: Set(bodies.reused.map(\.body)))
    let late = lateCarries(plan, carryInputs)
    let waiting = late.map { number -> (Int, ScanArray) in
      let buffer = Buffer(nest.fresh("next").name, carryTypes[number].element, localCount: innerCount(carryTypes[number]))
      nest.allocate(buffer)
      return (number, ScanArray(buffer))
    }
    let epilogue = Epilogue(self, position)
    emitter(plan, position) { [self] value, inner, element in
      for number in 0..<loop.carries where bodies.next[number] == value {
        let target = waiting.first { $0.0 == number }?.1 ?? carried[number]
        nest.store(target.buffer, target.at(linear(carryTypes[number], inner)), element)
      }
      for (number, sum) in bodies.sums.enumerated() where sum == value {
        let (total, at) = (carried[loop.carries + number], linear(carryTypes[loop.carries + number], inner))
        nest.store(total.buffer, total.at(at), .binary(.add, total.load(at), element))
      }
      for sum in laneSums where graph.nodes[sum.value.node].inputs[0] == value {
        let own = nest.linear(sum.axes.map { inner[$0.name]! }, TensorType(.f32, sum.axes))
        let at = (local * .integer(sum.axes.reduce(1) { $0 * $1.size.constant! }) + own).simplifiedIndex
        nest.store(sum.partial, at, .binary(.add, .load(sum.partial, at), element))
      }
      epilogue.take(value, inner, element)
    }.emit()
    epilogue.emit()
    for (number, buffer) in waiting {
      overInner(carryTypes[number], position) { inner in
        let at = linear(carryTypes[number], inner)
        nest.store(carried[number].buffer, carried[number].at(at), buffer.load(at))
      }
    }
  }

  /// Carries whose old value is still read when or after their next value is computed, elsewhere than where it goes.
  func lateCarries(_ plan: StepPlan, _ inputs: [Value]) -> [Int] {
    (0..<loop.carries).filter { number in
      guard let writer = plan.groupOf[bodies.next[number]] else { return true }
      if plan.isReduction(bodies.next[number]), plan.readers(of: inputs[number]).contains(where: { $0.group >= writer }) {
        return true
      }
      return plan.readers(of: inputs[number]).contains { $0.group > writer || $0.group == writer && $0.isMoved }
    }
  }

  /// The position at a step, counted in the order of the scan.
  func timed(_ step: Expression, _ position: StepPosition) -> StepPosition {
    var position = position
    position.time = nest.bindIndex(loop.axis.text.identifier, loop.isReverse ? nest.size(stepAxis.size) - 1 - step : step)
    return position
  }

  func provideSteps(
    _ pairs: [(inside: Value, outside: Value)], _ step: Expression, local: Expression, _ position: StepPosition
  ) -> StepPosition {
    let position = timed(step, position)
    for (inside, outside) in pairs {
      if let buffer = ahead[outside] {
        nest.providers[inside] = { _ in .load(buffer, local) }
        continue
      }
      let names = graph.type(inside).names
      let type = graph.type(outside)
      let read: ([Expression]) -> Expression = { [self] in
        let inner = Dictionary(zip(names, $0), uniquingKeysWith: { $1 })
        return nest.element(outside, at: type.names.map { $0 == loop.axis ? position.time! : inner[$0]! })
      }
      nest.providers[inside] = isComputedAgain(inside, outside) ? computedOnce(inside, read, position) : read
    }
    return position
  }
}
