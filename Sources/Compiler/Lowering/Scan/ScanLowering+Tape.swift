import GraphIR
import LoopIR

// The tape: what a gradient's chunk computes again of its steps before it walks them backwards.

extension ScanLowering {
  /// What is on the tape: carries before each step, and after the last one if steps are replayed to the end; then what is
  /// kept of each step beside them.
  private var tapeTypes: [(type: TensorType, steps: Int)] {
    let carries = bodies.replay!.outputs.map { (graph.type($0), loop.interval + (bodies.reused.isEmpty ? 0 : 1)) }
    return carries + keptBesides.map { (graph.type($0.replay), loop.interval) }
  }

  /// Reused values that are no next carry, which the tape has anyway.
  private var keptBesides: [(replay: Value, body: Value)] {
    bodies.reused.filter { !bodies.replay!.outputs.contains($0.replay) }
  }

  /// Recomputed values, step by step: local arrays, or a place in memory for each unit of work.
  ///
  /// - Parameter lanes: how many lie beside each other.
  func makeTape(lanes: Int = 1) -> [ScanArray] {
    let types = tapeTypes
    let counts = types.map { innerCount($0.type) * $0.steps * lanes }
    let isLocal = loop.lane != nil || 4 * counts.reduce(0, +) <= Self.stackBytes
    return types.enumerated().map { number, entry in
      let name = nest.fresh(number < loop.replayed ? "tape" : "kept").name
      if isLocal {
        let buffer = Buffer(name, entry.type.element, localCount: counts[number])
        nest.allocate(buffer)
        return ScanArray(buffer)
      }
      let units = outer.reduce(Dim(1)) { $0 * $1.size }
      let buffer = nest.parameter(makeScratch(name, entry.type.element, units * Dim(counts[number])), entry.type.element, hint: name)
      nest.willWrite(buffer)
      return ScanArray(buffer, start: outerNumber * .integer(counts[number]), stride: 1)
    }
  }

  /// The stored carries, from which a chunk goes on.
  func startTape(_ tape: [ScanArray], _ chunk: Expression, _ position: StepPosition) {
    for (number, type) in bodies.replay!.outputs.map(graph.type).enumerated() {
      overInner(type, position) { inner in
        let stored = nest.element(bodies.stored(number), at: [chunk] + index(type, inner, position))
        nest.store(tape[number].buffer, tape[number].at(linear(type, inner)), stored)
      }
    }
  }

  /// Computes the forward carries after a step of a chunk from those before it, and what is kept of the step.
  func replayStep(_ tape: [ScanArray], _ step: Expression, _ first: Expression, _ position: StepPosition) {
    let replay = bodies.replay!
    provideTape(tape, replay.inputs, step)
    let position = provideSteps(bodies.replayStepPairs, first + step, local: step, position)
    // Where values go: carries behind those of the step, the others to its own place.
    let kept = keptBesides.map(\.replay)
    let places = replay.outputs.map { ($0, step + 1) } + kept.map { ($0, step) }
    let plan = StepPlan(graph, bodies.lowerings, first: replay.first, outputs: replay.outputs + kept, hoisted: bodies.hoisted)
    emitter(plan, position) { [self] value, inner, element in
      for (number, place) in places.enumerated() where place.0 == value {
        let type = graph.type(value)
        let at = place.1 * .integer(innerCount(type)) + linear(type, inner)
        nest.store(tape[number].buffer, tape[number].at(at), element)
      }
    }.emit()
  }

  /// Replayed carries are read from the tape at a step.
  func provideTape(_ tape: [ScanArray], _ inputs: [Value], _ step: Expression) {
    for number in 0..<loop.replayed { provide(inputs[number], tape[number], step) }
  }

  /// So is what the replay has kept for the body.
  func provideReused(_ tape: [ScanArray], _ step: Expression) {
    let (carries, kept) = (bodies.replay!.outputs, keptBesides)
    for (replayed, own) in bodies.reused {
      if let number = carries.firstIndex(of: replayed) {
        provide(own, tape[number], step + 1)
      } else if let number = kept.firstIndex(where: { $0.body == own }) {
        provide(own, tape[carries.count + number], step)
      }
    }
  }

  private func provide(_ value: Value, _ tape: ScanArray, _ step: Expression) {
    let type = graph.type(value)
    nest.providers[value] = { [self] in
      let own = linear(type, Dictionary(zip(type.names, $0), uniquingKeysWith: { $1 }))
      return tape.load(step * .integer(innerCount(type)) + own)
    }
  }
}
