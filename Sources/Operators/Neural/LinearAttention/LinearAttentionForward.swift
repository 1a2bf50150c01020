import GraphIR

/// The loop nest of linear attention forward: for each head, one chunk after the other.
struct LinearAttentionForward: KernelLowering {
  let shape: LinearAttentionShape

  func emit(_ context: any KernelContext) {
    LinearAttentionForwardKernel(LinearAttentionChunk(shape, context)).emit()
  }
}

private struct LinearAttentionForwardKernel {
  typealias Rows = RegisterTile.Rows
  typealias StepRows = LinearAttentionChunk.StepRows
  let chunk: LinearAttentionChunk
  private let decays, reach, entries: Rows
  private let q, v: StepRows
  /// k as it is, and times the entry.
  private let key, k: StepRows
  /// k times the entry by feature; pairs of steps.
  private let keys, scores: Rows
  private let state, norm: Rows
  private let y: StepRows?

  init(_ chunk: LinearAttentionChunk) {
    self.chunk = chunk
    let shape = chunk.shape
    (decays, reach, entries) = (chunk.decayPairs(), chunk.stepRows("reach", 1), chunk.stepRows("entries", 1))
    (q, v) = (chunk.input(0, shape.keys, "q"), chunk.input(2, shape.values, "v", isSummed: true))
    key = chunk.input(1, shape.keys, "key")
    k = chunk.copies(of: key, "k")
    (keys, scores) = (chunk.array("keys", shape.keys, chunk.pairStride), chunk.pairs("scores"))
    (state, norm) = (chunk.array("state", chunk.keyStride, chunk.valueStride), chunk.array("norm_state", 1, chunk.keyStride))
    y = chunk.output(0, shape.values, "y")
  }

  private var shape: LinearAttentionShape { chunk.shape }
  private var context: any KernelContext { chunk.context }
  private var number: Expression { .variable(chunk.number) }

  func emit() {
    let body: [Statement] = [
      .define(chunk.first, number * .integer(chunk.length)),
      .define(chunk.count, .minimum(.integer(chunk.length), context.size(shape.length) - .variable(chunk.first))),
    ] + chunk.gates(decays, reach, entries) + chunk.read(q) + chunk.read(v)
      + chunk.copy(key, into: k.rows, times: entries) + storeStates() + [
        chunk.transpose(k.rows, rows: .integer(chunk.length), columns: shape.keys, into: keys),
        chunk.pairs(q, keys, asking: { chunk.ask(q, $0, rows: $1, ahead: 1) }) { product, s, t in
          [scores.store(s, t, .binary(.mul, product, decays.load(s + 1, t, vector: true)))]
        },
      ] + results() + norms() + [.branch(.compare(.lt, number + 1, chunk.chunks), then: advance())]
    let cost = shape.operation.cost(context.inputTypes, context.outputTypes)
    chunk.finish(cost: cost, arrays() + [.loop(Loop(chunk.number, to: chunk.chunks, body: body))])
  }

  private func arrays() -> [Statement] {
    [decays, reach, entries, scores].flatMap { chunk.prepareSteps($0) } + [q, v, k, y].flatMap(chunk.prepare)
      + chunk.prepare(keys, rows: shape.keys, columns: chunk.length)
      + chunk.prepareState(state, rows: chunk.keyStride) + chunk.prepareState(norm, rows: 1)
  }

  // MARK: The state

  /// The state before the chunk, for the gradient.
  private func storeStates() -> [Statement] {
    var statements: [Statement] = []
    if let states = shape.output(2, context) {
      statements.append(chunk.each("value", to: .integer(shape.values)) { value in
        [chunk.features(shape.keys) { f in
          [.store(states.access.buffer, chunk.element(ofState: states, f, value), state.load(f, value))]
        }]
      })
    }
    if let norms = shape.output(3, context) {
      statements.append(chunk.features(shape.keys) { f in
        [.store(norms.access.buffer, chunk.element(ofState: norms, f), norm.load(0, f))]
      })
    }
    return statements
  }

  /// Asks for a tile's share of where the state after the chunk goes.
  private func askForState(_ first: Expression) -> [Statement] {
    guard let states = shape.output(2, context) else { return [] }
    let share = (shape.values * chunk.rows + chunk.length - 1) / chunk.length
    let next = states.stride("chunk")
    return [chunk.each("r", to: .integer(share)) { r in
      stride(from: 0, to: shape.keys, by: StepOperand.line).map { f in
        let value = first / .integer(chunk.rows) * .integer(share) + r
        return .prefetch(states.access.buffer, (chunk.element(ofState: states, .integer(f), value) + next).simplifiedIndex)
      }
    }]
  }

  /// The state after the chunk.
  private func advance() -> [Statement] {
    let whole = reach.load(chunk.steps - 1)
    return [chunk.scale(k.rows, shape.keys) { decays.load(chunk.steps, $0) }]
      + chunk.update(norm, whole, { _ in .number(1, .f32) }, k.rows)
      + chunk.update(state, whole, k.rows, v.rows)
  }

  // MARK: Results

  /// y: what the state gives, decayed, and what the chunk's own steps give. The first chunk has no state.
  private func results() -> [Statement] {
    let keyCount = Expression.minimum(.integer(shape.keys), number * .integer(shape.keys))
    return chunk.fill(shape.values, asking: { s in [key, v].flatMap { chunk.ask($0, s, rows: chunk.rows, ahead: 1) } + askForState(s) }) { tile, s, column in
      let fromState = tile.add(chunk.weights(q, from: s), times: state.from(0, column), count: keyCount)
      let fromChunk = tile.add(
        { scores.load(s + .integer($0), $1) }, times: v.rows.from(0, column), count: .minimum(s + .integer(chunk.rows), chunk.steps))
      return chunk.ask(y, tile, s, column) + tile.zero() + [fromState] + tile.scale { reach.load(s + .integer($0)) } + [fromChunk]
        + chunk.store(tile, to: y, s, column)
    } + chunk.write(y)
  }

  private func norms() -> [Statement] {
    guard let norms = shape.output(1, context) else { return [] }
    return [chunk.eachStep { step in
      let (own, pairs) = chunk.sum("pairs", to: (step + 1).simplifiedIndex) { scores.load(step, $0) }
      let (old, before) = chunk.dot("before", shape.keys, { q.rows.load(step, $0) }, { norm.load(0, $0) })
      let sum = Expression.binary(.add, pairs, .binary(.mul, reach.load(step), before))
      return own + old + [.store(norms.access.buffer, chunk.element(norms, step), sum)]
    }]
  }
}
