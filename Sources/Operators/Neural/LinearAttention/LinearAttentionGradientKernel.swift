import GraphIR

/// With `scores[s][t] = (q_s . e_t k_t) decays[s][t]`, `slopes[s][t] = (dy_s . v_t + dnorm_s) decays[s][t]`, and D and dn the
/// gradients of the state at the chunk's end, the gradients of a step's q, e k and v are sums over the chunk and a product
/// with the state or its gradient.
struct LinearAttentionGradientKernel {
  typealias Rows = RegisterTile.Rows
  let chunk: LinearAttentionChunk
  typealias StepRows = LinearAttentionChunk.StepRows
  let decays, reach, entries: Rows
  let q, v, dy: StepRows
  /// k as it is, and times the entry.
  let key, k: StepRows
  let dnorm: Rows
  /// k and v by feature; scores, slopes and flows of pairs of steps.
  let keys, values, scores, slopes, flows: Rows
  /// C by value, D, and that by value; n and dn.
  let state, slope, slopeByValue, norm, normSlope: Rows
  /// What flows into each step from the state before the chunk, and from it to the state behind.
  let queryFlows, keyFlows: Rows
  /// Gradients of the entries.
  let entrySlopes: Rows
  let dq, dk, dv: StepRows?

  init(_ chunk: LinearAttentionChunk) {
    self.chunk = chunk
    let (shape, key, value) = (chunk.shape, chunk.keyStride, chunk.valueStride)
    (decays, reach, entries) = (chunk.decayPairs(), chunk.stepRows("reach", 1), chunk.stepRows("entries", 1))
    (q, dy) = (chunk.input(0, shape.keys, "q", isSummed: true), chunk.input(7, shape.values, "dy", isSummed: true))
    v = chunk.input(2, shape.values, "v")
    self.key = chunk.input(1, shape.keys, "key")
    k = chunk.copies(of: self.key, "k")
    (keys, values) = (chunk.array("keys", shape.keys, chunk.pairStride), chunk.array("values", shape.values, chunk.pairStride))
    (scores, slopes, flows) = (chunk.pairs("scores"), chunk.pairs("slopes"), chunk.pairs("flows"))
    (state, slopeByValue) = (chunk.array("state_by_value", shape.values, key), chunk.array("slope_by_value", shape.values, key))
    slope = chunk.array("state_slope", key, value)
    (norm, normSlope) = (chunk.array("norm_state", 1, key), chunk.array("norm_slope", 1, key))
    (dnorm, entrySlopes) = (chunk.stepRows("dnorm", 1), chunk.stepRows("entry_slopes", 1))
    (queryFlows, keyFlows) = (chunk.stepRows("query_flows", 1), chunk.stepRows("key_flows", 1))
    (dq, dk) = (chunk.output(0, shape.keys, "dq"), chunk.output(1, shape.keys, "dk"))
    dv = chunk.output(2, shape.values, "dv")
  }

  var shape: LinearAttentionShape { chunk.shape }
  var context: any KernelContext { chunk.context }
  var number: Expression { .variable(chunk.number) }
  private var zero: Expression { .number(0, .f32) }

  func emit() {
    let arrays = [reach, entries, dnorm, flows, queryFlows, keyFlows, entrySlopes].flatMap { chunk.prepareSteps($0) }
      // Tiles of later steps reach a little beyond the pairs.
      + [decays, scores, slopes].flatMap { chunk.prepareSteps($0, columns: 0) }
      + [q, v, dy, key, k, dq, dk, dv].flatMap(chunk.prepare)
      + chunk.prepare(keys, rows: shape.keys, columns: chunk.length) + chunk.prepare(values, rows: shape.values, columns: 0)
      + [state, slopeByValue].flatMap { chunk.prepareState($0, rows: shape.values) } + chunk.prepareState(slope, rows: chunk.keyStride)
      + [norm, normSlope].flatMap { chunk.prepareState($0, rows: 1) }
    let last = chunk.index("back")
    let back = Expression.variable(last)
    let body: [Statement] = [
      .define(chunk.number, chunk.chunks - 1 - back),
      .define(chunk.first, number * .integer(chunk.length)),
      .define(chunk.count, .minimum(.integer(chunk.length), context.size(shape.length) - .variable(chunk.first))),
    ] + load() + pairs() + valueGradients(back) + keyGradients(back) + queryGradients() + decayGradients(back)
      + [.branch(.compare(.lt, 0, number), then: stateGradients())]
    let cost = LinearAttentionGradient(shape.operation).cost(context.inputTypes, context.outputTypes)
    chunk.finish(cost: cost, arrays + [.loop(Loop(last, to: chunk.chunks, body: body))])
  }

  // MARK: What a chunk reads

  private func load() -> [Statement] {
    chunk.gates(decays, reach, entries) + [q, v, dy, key].flatMap(chunk.read) + chunk.copy(key, into: k.rows, times: entries)
      + chunk.copyNumbers(shape.input(8, context), into: dnorm)
      + [.branch(.compare(.lt, 0, number), then: loadStates(), else: [chunk.features(shape.keys) { [norm.store(0, $0, zero)] }])]
      + [chunk.features(chunk.rowCount) { s in [queryFlows, keyFlows, entrySlopes].map { $0.store(s, zero) } }]
  }

  /// Asks for the next chunk's rows of an input; chunks are worked on from the last to the first.
  private func ask(_ input: StepRows, _ first: Expression, rows: Int? = nil) -> [Statement] {
    chunk.ask(input, first, rows: rows ?? chunk.rows, ahead: -1)
  }

  /// The state before the chunk, which is zero for the first one.
  private func loadStates() -> [Statement] {
    let (states, norms) = (shape.input(5, context), shape.input(6, context))
    return [
      chunk.each("value", to: .integer(shape.values)) { value in
        [chunk.features(shape.keys) { f in
          [state.store(value, f, .load(states.access.buffer, chunk.element(ofState: states, f, value)))]
        }]
      },
      chunk.features(shape.keys) { f in [norm.store(0, f, .load(norms.access.buffer, chunk.element(ofState: norms, f)))] },
    ]
  }

  private func pairs() -> [Statement] {
    [
      chunk.transpose(k.rows, rows: .integer(chunk.length), columns: shape.keys, into: keys),
      chunk.transpose(v.rows, rows: chunk.steps, columns: shape.values, into: values),
      chunk.pairs(q, keys, asking: { ask(q, $0, rows: $1) }) { product, s, t in
        [scores.store(s, t, .binary(.mul, product, decays.load(s + 1, t, vector: true)))]
      },
      chunk.pairs(dy, values, asking: { ask(key, $0, rows: $1) }) { product, s, t in
        let slope = Expression.binary(.add, product, .broadcast(dnorm.load(s)))
        return [
          flows.store(s, t, .binary(.mul, scores.load(s, t, vector: true), slope)),
          slopes.store(s, t, .binary(.mul, slope, decays.load(s + 1, t, vector: true))),
        ]
      },
    ]
  }

  // MARK: Gradients of rows

  /// Nothing where a number is zero, else so many.
  private func unless(_ number: Expression, _ count: Int) -> Expression { .minimum(.integer(count), number * .integer(count)) }
  /// The decay from a step to the chunk's end.
  private func rest(_ step: Expression) -> Expression { decays.load(chunk.steps, step) }

  /// `dv_t = rest_t (e_t k_t) D + sum_s scores[s][t] dy_s`. Behind the last chunk there is no gradient of the state.
  private func valueGradients(_ back: Expression) -> [Statement] {
    chunk.fill(shape.values, asking: { ask(v, $0) }) { tile, t, column in
      let later = tile.add(chunk.weights(k, from: t), times: slope.from(0, column), count: unless(back, shape.keys))
      let own = tile.add({ scores.load($1, t + .integer($0)) }, times: dy.rows.from(0, column), from: t, count: chunk.steps)
      return chunk.ask(dv, tile, t, column) + tile.zero() + [later] + tile.scale { rest(t + .integer($0)) } + [own] + chunk.store(tile, to: dv, t, column)
    } + chunk.write(dv)
  }

  /// `d(e_t k_t) = rest_t (D v_t + dn) + sum_s slopes[s][t] q_s`, and from it the gradients of k and of the entry.
  private func keyGradients(_ back: Expression) -> [Statement] {
    let rows = chunk.fill(shape.keys, asking: { ask(dy, $0) }) { tile, t, column in
      let later = tile.add(chunk.weights(v, from: t), times: slopeByValue.from(0, column), count: unless(back, shape.values))
      let own = tile.add({ slopes.load($1, t + .integer($0)) }, times: q.rows.from(0, column), from: t, count: chunk.steps)
      return chunk.ask(dk, tile, t, column) + tile.load(normSlope.from(0, column).repeated) + [later] + tile.scale { rest(t + .integer($0)) }
        + chunk.addDots(tile, k, from: t, column, into: keyFlows)
        + [own] + chunk.addDots(tile, key, from: t, column, into: entrySlopes)
        + tile.scale { entries.load(t + .integer($0)) } + chunk.store(tile, to: dk, t, column)
    }
    guard let output = shape.output(4, context) else { return rows + chunk.write(dk) }
    return rows + chunk.write(dk) + [chunk.eachStep { s in
      [.store(output.access.buffer, chunk.element(output, s), entrySlopes.load(s))]
    }]
  }

  /// `dq_s = reach_s (C dy_s + n dnorm_s) + sum_t slopes[s][t] e_t k_t`.
  private func queryGradients() -> [Statement] {
    chunk.fill(shape.keys) { tile, s, column in
      let before = tile.add(chunk.weights(dy, from: s), times: state.from(0, column), count: unless(number, shape.values))
      let count = Expression.minimum(s + .integer(chunk.rows), chunk.steps)
      let own = tile.add({ slopes.load(s + .integer($0), $1) }, times: k.rows.from(0, column), count: count)
      return chunk.ask(dq, tile, s, column) + tile.load(norm.from(0, column).repeated) + tile.scale { dnorm.load(s + .integer($0)) } + [before]
        + tile.scale { reach.load(s + .integer($0)) } + chunk.addDots(tile, q, from: s, column, into: queryFlows)
        + [own] + chunk.store(tile, to: dq, s, column)
    } + chunk.write(dq)
  }
}
