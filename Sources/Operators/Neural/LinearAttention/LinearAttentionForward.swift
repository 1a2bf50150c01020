import GraphIR

/// The loop nest of linear attention forward: for each head, one chunk after the other.
struct LinearAttentionForward: KernelLowering {
  let shape: LinearAttentionShape

  func emit(_ context: any KernelContext) {
    LinearAttentionForwardKernel(LinearAttentionChunk(shape, context)).emit()
  }
}

private struct LinearAttentionForwardKernel {
  let chunk: LinearAttentionChunk
  private let decays, reach, entries: RegisterTile.Rows
  private let q, k, v: RegisterTile.Rows
  /// k by feature, and pairs of steps.
  private let keys, scores: RegisterTile.Rows
  private let state, norm: RegisterTile.Rows
  private let y: RegisterTile.Rows

  init(_ chunk: LinearAttentionChunk) {
    self.chunk = chunk
    let shape = chunk.shape
    (decays, reach, entries) = (chunk.decayPairs(), chunk.stepRows("reach", 1), chunk.stepRows("entries", 1))
    (q, k, v) = (chunk.stepRows("q", chunk.keyStride), chunk.stepRows("k", chunk.keyStride), chunk.stepRows("v", chunk.valueStride))
    (keys, scores) = (chunk.array("keys", shape.keys, chunk.pairStride), chunk.pairs("scores"))
    (state, norm) = (chunk.array("state", chunk.keyStride, chunk.valueStride), chunk.array("norm_state", 1, chunk.keyStride))
    y = chunk.stepRows("y", chunk.valueStride)
  }

  private var shape: LinearAttentionShape { chunk.shape }
  private var context: any KernelContext { chunk.context }
  private var number: Expression { .variable(chunk.number) }

  func emit() {
    let arrays = [decays, reach, entries, scores, y].flatMap { chunk.prepareSteps($0) }
      + [q, k].flatMap { chunk.prepareSteps($0, columns: shape.keys) } + chunk.prepareSteps(v, columns: shape.values)
      + chunk.prepare(keys, rows: shape.keys, columns: chunk.length)
      + chunk.prepareState(state, rows: chunk.keyStride) + chunk.prepareState(norm, rows: 1)
    let body: [Statement] = [
      .define(chunk.first, number * .integer(chunk.length)),
      .define(chunk.count, .minimum(.integer(chunk.length), context.size(shape.length) - .variable(chunk.first))),
    ] + chunk.gates(decays, reach, entries)
      + chunk.copy(shape.input(0, context), shape.keys, into: q)
      + chunk.copy(shape.input(1, context), shape.keys, into: k, times: entries)
      + chunk.copy(shape.input(2, context), shape.values, into: v)
      + storeStates() + [
        chunk.transpose(k, rows: chunk.length, columns: shape.keys, into: keys),
        chunk.pairs(q, shape.keys, keys, beside: { ask(0, shape.keys, $0) }) { product, s, t in
          [scores.store(s, t, .binary(.mul, product, decays.load(s + 1, t, vector: true)))]
        },
      ] + results() + [.branch(.compare(.lt, number + 1, chunk.chunks), then: advance())]
    let cost = shape.operation.cost(context.inputTypes, context.outputTypes)
    chunk.finish(cost: cost, arrays + [.loop(Loop(chunk.number, to: chunk.chunks, body: body))])
  }

  /// Asks for the next chunk's rows of an input.
  private func ask(_ input: Int, _ size: Int, _ first: Expression) -> [Statement] {
    chunk.ask(shape.input(input, context), size, first, ahead: 1)
  }

  /// The state before the chunk, for the gradient.
  private func storeStates() -> [Statement] {
    var statements: [Statement] = []
    if let states = shape.output(2, context) {
      statements.append(chunk.each("key", to: .integer(shape.keys)) { key in
        [chunk.features(shape.values) { f in [.store(states.access.buffer, chunk.element(ofState: states, key, f), state.load(key, f))] }]
      })
    }
    if let norms = shape.output(3, context) {
      statements.append(chunk.features(shape.keys) { f in
        [.store(norms.access.buffer, chunk.element(ofState: norms, f), norm.load(0, f))]
      })
    }
    return statements
  }

  /// y and norm: what the state gives, decayed, and what the chunk's own steps give. The first chunk has no state.
  private func results() -> [Statement] {
    let keyCount = Expression.minimum(.integer(shape.keys), number * .integer(shape.keys))
    let rows = chunk.fill(y, shape.values) { tile, s, column in
      let fromState = tile.add({ q.load(s + .integer($0), $1) }, times: state.from(0, column), count: keyCount)
      let fromChunk = tile.add(
        { scores.load(s + .integer($0), $1) }, times: v.from(0, column), count: .minimum(s + .integer(chunk.rows), chunk.steps))
      return ask(1, shape.keys, s) + ask(2, shape.values, s) + tile.zero() + [fromState]
        + tile.scale { reach.load(s + .integer($0)) } + [fromChunk]
    }
    return rows + [chunk.eachStep { step in
      var statements: [Statement] = []
      if let output = shape.output(0, context) {
        statements.append(chunk.features(shape.values) { f in
          [.store(output.access.buffer, chunk.element(output, step, f), y.load(step, f))]
        })
      }
      if let norms = shape.output(1, context) {
        let (own, pairs) = chunk.sum("pairs", to: (step + 1).simplifiedIndex) { scores.load(step, $0) }
        let (old, before) = chunk.dot("before", shape.keys, { q.load(step, $0) }, { norm.load(0, $0) })
        let sum = Expression.binary(.add, pairs, .binary(.mul, reach.load(step), before))
        statements += own + old + [.store(norms.access.buffer, chunk.element(norms, step), sum)]
      }
      return statements
    }]
  }

  /// The state after the chunk.
  private func advance() -> [Statement] {
    let whole = reach.load(chunk.steps - 1)
    return [chunk.scale(k, shape.keys) { decays.load(chunk.steps, $0) }]
      + chunk.update(norm, whole, { _ in .number(1, .f32) }, k) + chunk.update(state, whole, k, v)
  }
}
