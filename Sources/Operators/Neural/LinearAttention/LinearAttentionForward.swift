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
  /// Decays between steps, times the entry of the earlier.
  private let decays, reach: Rows
  private let q, k, v: StepRows
  /// k as far as the state after the chunk gets it.
  private let arriving: StepRows
  /// k by feature; pairs of steps.
  private let keys, scores: Rows
  private let state, norm: Rows
  private let y: StepRows?

  init(_ chunk: LinearAttentionChunk) {
    self.chunk = chunk
    let shape = chunk.shape
    (decays, reach) = (chunk.decayPairs(), chunk.stepRows("reach", 1))
    (q, v) = (chunk.input(0, shape.keys, "q"), chunk.input(2, shape.values, "v", isSummed: true))
    k = chunk.input(1, shape.keys, "k")
    arriving = chunk.copies(of: k, "arriving")
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
    ] + gates() + [q, k, v].flatMap(chunk.read) + chunk.byFeature(k, into: keys) + [
        chunk.pairs(q, keys) { product, s, t in
          [scores.store(s, t, .binary(.mul, product, decays.load(s + 1, t, vector: true)))]
        },
      ] + results() + norms() + storeNorm() + [.branch(.compare(.lt, number + 1, chunk.chunks), then: advance())]
    let cost = shape.operation.cost(context.inputTypes, context.outputTypes)
    chunk.finish(cost: cost, arrays() + [.loop(Loop(chunk.number, to: chunk.chunks, body: body))])
  }

  private func arrays() -> [Statement] {
    [decays, reach, scores].flatMap { chunk.prepareSteps($0) } + [q, k, v, arriving, y].flatMap(chunk.prepare)
      + chunk.prepare(keys, rows: shape.keys)
      + chunk.prepareState(state, rows: chunk.keyStride) + chunk.prepareState(norm, rows: 1)
  }

  private func gates() -> [Statement] {
    let entry = shape.input(4, context)
    return chunk.gates(decays, reach) { .load(entry.access.buffer, chunk.element(entry, $0)) }
  }

  // MARK: The state

  /// Stores the state before the chunk, for the gradient; what memory takes meanwhile is hidden behind the products of the
  /// tiles that share the work.
  ///
  /// - Parameters:
  ///   - tile: a tile of results, whose columns of the state are stored.
  ///   - step: its first one.
  private func storeState(_ tile: RegisterTile, _ step: Expression, _ column: Expression) -> [Statement] {
    guard let states = shape.output(2, context) else { return [] }
    let tiles = chunk.steps.dividedUp(by: chunk.rows), number = step / .integer(chunk.rows)
    let blocks = Expression.integer(shape.keys.dividedUp(by: chunk.lanes))
    func upTo(_ place: Expression, of count: Int) -> Expression {
      count % chunk.lanes == 0 ? place : .minimum(.integer(count), place)
    }
    func key(_ number: Expression) -> Expression { upTo(number * blocks / tiles * .integer(chunk.lanes), of: shape.keys) }
    let store = chunk.each("value", from: column, to: upTo(column + .integer(tile.width), of: shape.values)) { value in
      [chunk.each("f", from: key(number), to: key(number + 1), kind: .vector) { f in
        [.store(states.access.buffer, chunk.element(ofState: states, f, value), state.load(f, value))]
      }]
    }
    return [.branch(chunk.hasState, then: [store])]
  }

  private func storeNorm() -> [Statement] {
    guard let norms = shape.output(3, context) else { return [] }
    let store = chunk.features(shape.keys) { f in
      [.store(norms.access.buffer, chunk.element(ofState: norms, f), norm.load(0, f))]
    }
    return [.branch(chunk.hasState, then: [store])]
  }

  /// The state after the chunk, which is a whole one, since another follows.
  private func advance() -> [Statement] {
    let whole = reach.load(chunk.steps - 1)
    return chunk.copy(k, into: arriving.rows, times: { decays.load(chunk.steps, $0) })
      + chunk.update(norm, whole, { _ in .number(1, .f32) }, arriving.rows)
      + chunk.update(
        state, whole, arriving.rows, v.rows, count: .integer(chunk.length), asking: chunk.requests(for: [q, k, v], ahead: 1))
  }

  // MARK: Results

  /// y: what the state gives, decayed, and what the chunk's own steps give. The first chunk has no state.
  private func results() -> [Statement] {
    let keyCount = Expression.minimum(.integer(shape.keys), number * .integer(shape.keys))
    return chunk.fill(shape.values) { tile, s, column in
      let fromState = tile.add(chunk.weights(q, from: s), times: state.from(0, column), count: keyCount)
      let fromChunk = tile.add(
        { scores.load(s + .integer($0), $1) }, times: v.rows.from(0, column),
        count: .minimum(s + .integer(chunk.rows), chunk.steps))
      return storeState(tile, s, column) + chunk.ask(y, tile, s, column) + tile.zero() + fromState
        + tile.scale { reach.load(s + .integer($0)) } + fromChunk + chunk.store(tile, to: y, s, column)
    } + chunk.write(y)
  }

  private func norms() -> [Statement] {
    guard let norms = shape.output(1, context) else { return [] }
    return [chunk.eachStep { step in
      let (own, pairs) = chunk.sum("pairs", to: (step + 1).simplifiedIndex) { scores.load(step, $0) }
      let (old, before) = chunk.dot("before", to: .integer(shape.keys), { q.rows.load(step, $0) }, { norm.load(0, $0) })
      let sum = Expression.binary(.add, pairs, .binary(.mul, reach.load(step), before))
      return own + old + [.store(norms.access.buffer, chunk.element(norms, step), sum)]
    }]
  }
}
