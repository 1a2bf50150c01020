import GraphIR

/// With `scores[s][t] = e_t decays[s][t] (q_s . k_t)`, `slopes[s][t] = e_t decays[s][t] (dy_s . v_t + dnorm_s)`, and D and dn
/// the gradients of the state at the chunk's end, the gradients of a step's q, k and v are sums over the chunk and a product
/// with the state or its gradient. `flows[s][t] = decays[s][t] (q_s . k_t) (dy_s . v_t + dnorm_s)` is what a pair adds to the
/// gradient of `e_t`, and `e_t` times it to those of the log decays between.
struct LinearAttentionGradientKernel {
  typealias Rows = RegisterTile.Rows
  let chunk: LinearAttentionChunk
  typealias StepRows = LinearAttentionChunk.StepRows
  let decays, reach, entries: Rows
  let q, k, v, dy: StepRows
  let dnorm: Rows
  /// q times what its step keeps of the state before the chunk.
  let reaching: StepRows
  /// k and v by feature; scores, slopes and flows of pairs of steps.
  let keys, values, scores, slopes, flows: Rows
  /// The states before all chunks. C is read where it lies if that suits the first-level cache.
  let states: StepOperand
  private let stateIsInPlace: Bool
  /// C by value, D, and that by value; n and dn.
  let state, slope, slopeByValue, norm, normSlope: Rows
  /// What flows into each step from the state before the chunk, and what a step's entry gives to the state behind.
  let queryFlows, keyFlows: Rows
  let dq, dk, dv: StepRows?

  init(_ chunk: LinearAttentionChunk) {
    self.chunk = chunk
    let (shape, context, key, value) = (chunk.shape, chunk.context, chunk.keyStride, chunk.valueStride)
    (decays, reach) = (chunk.decayPairs(), chunk.stepRows("reach", 1))
    // Read beside pairs of steps, too.
    entries = chunk.array("entries", max(chunk.rowCount, chunk.pairColumns), 1)
    (q, dy) = (chunk.input(0, shape.keys, "q", isSummed: true), chunk.input(7, shape.values, "dy", isSummed: true))
    (k, v) = (chunk.input(1, shape.keys, "k", isSummed: true), chunk.input(2, shape.values, "v"))
    reaching = chunk.copies(of: q, "reaching")
    (keys, values) = (chunk.array("keys", shape.keys, chunk.pairStride), chunk.array("values", shape.values, chunk.pairStride))
    (scores, slopes, flows) = (chunk.pairs("scores"), chunk.pairs("slopes"), chunk.pairs("flows"))
    states = shape.input(5, context)
    slopeByValue = chunk.array("slope_by_value", shape.values, key)
    stateIsInPlace = chunk.isWholeVectors(states, shape.keys) && states.staysNear(shape.values, along: shape.operation.value)
    state = stateIsInPlace
      ? Rows(states.access.buffer, at: chunk.element(ofState: states, 0, 0), stride: states.stride(shape.operation.value))
      : chunk.array("state_by_value", shape.values, key)
    slope = chunk.array("state_slope", key, value)
    (norm, normSlope) = (chunk.array("norm_state", 1, key), chunk.array("norm_slope", 1, key))
    dnorm = chunk.stepRows("dnorm", 1)
    (queryFlows, keyFlows) = (chunk.stepRows("query_flows", 1), chunk.stepRows("key_flows", 1))
    (dq, dk) = (chunk.output(0, shape.keys, "dq"), chunk.output(1, shape.keys, "dk"))
    dv = chunk.output(2, shape.values, "dv")
  }

  var shape: LinearAttentionShape { chunk.shape }
  var context: any KernelContext { chunk.context }
  var number: Expression { .variable(chunk.number) }
  private var zero: Expression { .number(0, .f32) }

  func emit() {
    let arrays = chunk.prepare(entries, rows: 1, columns: 0)
      + [reach, dnorm, flows, queryFlows, keyFlows].flatMap { chunk.prepareSteps($0) }
      // Tiles of later steps reach a little beyond the pairs.
      + [decays, scores, slopes].flatMap { chunk.prepareSteps($0, columns: 0) }
      + [q, k, v, dy, reaching, dq, dk, dv].flatMap(chunk.prepare)
      + chunk.prepare(keys, rows: shape.keys) + chunk.prepare(values, rows: shape.values)
      + ((stateIsInPlace ? [] : [state]) + [slopeByValue]).flatMap { chunk.prepareState($0, rows: shape.values) }
      + chunk.prepareState(slope, rows: chunk.keyStride) + [norm, normSlope].flatMap { chunk.prepareState($0, rows: 1) }
    let last = chunk.index("back")
    let back = Expression.variable(last)
    let body: [Statement] = [
      .define(chunk.number, chunk.chunks - 1 - back),
      .define(chunk.first, number * .integer(chunk.length)),
      .define(chunk.count, .minimum(.integer(chunk.length), context.size(shape.length) - .variable(chunk.first))),
    ] + load() + pairs() + valueGradients(back) + keyGradients(back) + queryGradients() + gateGradients(back)
      + [.branch(chunk.hasState, then: stateGradients())]
    let cost = LinearAttentionGradient(shape.operation).cost(context.inputTypes, context.outputTypes)
    chunk.finish(cost: cost, arrays + [.loop(Loop(last, to: chunk.chunks, body: body))])
  }

  // MARK: What a chunk reads

  private func load() -> [Statement] {
    chunk.gates(decays, reach) { _ in .number(1, .f32) } + chunk.copyNumbers(shape.input(4, context), into: entries)
      + [q, k, v, dy].flatMap(chunk.read)
      + chunk.copyNumbers(shape.input(8, context), into: dnorm)
      + [.branch(chunk.hasState, then: loadStates(), else: [chunk.features(shape.keys) { [norm.store(0, $0, zero)] }])]
      + [chunk.features(chunk.rowCount) { s in [queryFlows, keyFlows].map { $0.store(s, zero) } }]
  }

  /// The state before the chunk.
  private func loadStates() -> [Statement] {
    let norms = shape.input(6, context)
    let copy = chunk.each("value", to: .integer(shape.values)) { value in
      [chunk.features(shape.keys) { f in
        [state.store(value, f, .load(states.access.buffer, chunk.element(ofState: states, f, value)))]
      }]
    }
    return (stateIsInPlace ? [] : [copy]) + [
      chunk.features(shape.keys) { f in [norm.store(0, f, .load(norms.access.buffer, chunk.element(ofState: norms, f)))] }
    ]
  }

  /// Requests for some rows of the state before the chunk, which are not read from memory sooner.
  private func stateRequests(_ rows: Range<Int>) -> LinearAttentionChunk.Requests {
    var requests = LinearAttentionChunk.Requests()
    if stateIsInPlace {
      requests.add(rows: rows.count) { row in
        chunk.ask(state.buffer, columns: shape.keys) { state.place(row + .integer(rows.lowerBound), $0) }
      }
    }
    return requests
  }

  private func pairs() -> [Statement] {
    let half = shape.values / 2
    return chunk.byFeature(k, into: keys) + chunk.byFeature(v, into: values) + [
      chunk.pairs(q, keys, asking: stateRequests(0..<half)) { product, s, t in
        [scores.store(s, t, .binary(.mul, product, decays.load(s + 1, t, vector: true)))]
      },
      chunk.pairs(dy, values, asking: stateRequests(half..<shape.values)) { product, s, t in
        let (slope, score) = (context.fresh("slope", .f32, isVector: true), context.fresh("score", .f32, isVector: true))
        let entry = entries.load(t, vector: true)
        return [
          .define(slope, .binary(.add, product, .broadcast(dnorm.load(s)))),
          .define(score, scores.load(s, t, vector: true)),
          flows.store(s, t, .binary(.mul, .variable(score), .variable(slope))),
          scores.store(s, t, .binary(.mul, .variable(score), entry)),
          slopes.store(s, t, .binary(.mul, .binary(.mul, .variable(slope), decays.load(s + 1, t, vector: true)), entry)),
        ]
      },
    ]
  }

  // MARK: Gradients of rows

  /// Nothing where a number is zero, else so many.
  private func unless(_ number: Expression, _ count: Int) -> Expression { .minimum(.integer(count), number * .integer(count)) }
  /// The decay from a step to the chunk's end.
  func rest(_ step: Expression) -> Expression { decays.load(chunk.steps, step) }
  /// What the state behind the chunk gets of a step.
  private func share(_ step: Expression) -> Expression { .binary(.mul, rest(step), entries.load(step)) }

  /// `dv_t = e_t rest_t k_t D + sum_s scores[s][t] dy_s`. Behind the last chunk there is no gradient of the state.
  private func valueGradients(_ back: Expression) -> [Statement] {
    chunk.fill(shape.values) { tile, t, column in
      let later = tile.add(chunk.weights(k, from: t), times: slope.from(0, column), count: unless(back, shape.keys))
      let own = tile.add({ scores.load($1, t + .integer($0)) }, times: dy.rows.from(0, column), from: t, count: chunk.steps)
      return chunk.ask(dv, tile, t, column) + tile.zero() + later + tile.scale { share(t + .integer($0)) } + own
        + chunk.store(tile, to: dv, t, column)
    } + chunk.write(dv)
  }

  /// `dk_t = e_t rest_t (D v_t + dn) + sum_s slopes[s][t] q_s`.
  private func keyGradients(_ back: Expression) -> [Statement] {
    chunk.fill(shape.keys) { tile, t, column in
      let later = tile.add(chunk.weights(v, from: t), times: slopeByValue.from(0, column), count: unless(back, shape.values))
      let own = tile.add({ slopes.load($1, t + .integer($0)) }, times: q.rows.from(0, column), from: t, count: chunk.steps)
      return chunk.ask(dk, tile, t, column) + tile.load(normSlope.from(0, column).repeated) + later
        + chunk.addDots(tile, k, from: t, column, into: keyFlows) + tile.scale { share(t + .integer($0)) }
        + own + chunk.store(tile, to: dk, t, column)
    } + chunk.write(dk)
  }

  /// `dq_s = reach_s (C dy_s + n dnorm_s) + sum_t slopes[s][t] k_t`.
  private func queryGradients() -> [Statement] {
    chunk.fill(shape.keys) { tile, s, column in
      let before = tile.add(chunk.weights(dy, from: s), times: state.from(0, column), count: unless(number, shape.values))
      let count = Expression.minimum(s + .integer(chunk.rows), chunk.steps)
      let own = tile.add({ slopes.load(s + .integer($0), $1) }, times: k.rows.from(0, column), count: count)
      return chunk.ask(dq, tile, s, column) + tile.load(norm.from(0, column).repeated)
        + tile.scale { dnorm.load(s + .integer($0)) } + before
        + tile.scale { reach.load(s + .integer($0)) } + chunk.addDots(tile, q, from: s, column, into: queryFlows)
        + own + chunk.store(tile, to: dq, s, column)
    } + chunk.write(dq)
  }
}
