import GraphIR

/// With `scores[s][t] = (q_s . e_t k_t) decays[s][t]`, `slopes[s][t] = (dy_s . v_t + dnorm_s) decays[s][t]`, and D and dn the
/// gradients of the state at the chunk's end, the gradients of a step's q, e k and v are sums over the chunk and a product
/// with the state or its gradient.
struct LinearAttentionGradientKernel {
  typealias Rows = RegisterTile.Rows
  let chunk: LinearAttentionChunk
  let decays, reach, entries: Rows
  let q, k, v, dy, dnorm: Rows
  /// k and v by feature; scores, slopes and flows of pairs of steps.
  let keys, values, scores, slopes, flows: Rows
  /// C by value, D, and that by value; n and dn.
  let state, slope, slopeByValue, norm, normSlope: Rows
  /// What flows into each step from the state before the chunk, and from it to the state behind.
  let queryFlows, keyFlows: Rows
  /// Gradients of the rows of q, k or v.
  let slopeRows: Rows

  init(_ chunk: LinearAttentionChunk) {
    self.chunk = chunk
    let (shape, key, value) = (chunk.shape, chunk.keyStride, chunk.valueStride)
    (decays, reach, entries) = (chunk.decayPairs(), chunk.stepRows("reach", 1), chunk.stepRows("entries", 1))
    (q, k, v, dy) = (chunk.stepRows("q", key), chunk.stepRows("k", key), chunk.stepRows("v", value), chunk.stepRows("dy", value))
    (keys, values) = (chunk.array("keys", shape.keys, chunk.pairStride), chunk.array("values", shape.values, chunk.pairStride))
    (scores, slopes, flows) = (chunk.pairs("scores"), chunk.pairs("slopes"), chunk.pairs("flows"))
    (state, slopeByValue) = (chunk.array("state_by_value", shape.values, key), chunk.array("slope_by_value", shape.values, key))
    slope = chunk.array("state_slope", key, value)
    (norm, normSlope) = (chunk.array("norm_state", 1, key), chunk.array("norm_slope", 1, key))
    dnorm = chunk.stepRows("dnorm", 1)
    (queryFlows, keyFlows) = (chunk.stepRows("query_flows", 1), chunk.stepRows("key_flows", 1))
    slopeRows = chunk.stepRows("slope_rows", max(key, value))
  }

  var shape: LinearAttentionShape { chunk.shape }
  var context: any KernelContext { chunk.context }
  var number: Expression { .variable(chunk.number) }
  private var zero: Expression { .number(0, .f32) }

  func emit() {
    let arrays = [decays, reach, entries, dnorm, scores, slopes, flows, queryFlows, keyFlows, slopeRows].flatMap { chunk.prepareSteps($0) }
      + [q, k].flatMap { chunk.prepareSteps($0, columns: shape.keys) }
      + [v, dy].flatMap { chunk.prepareSteps($0, columns: shape.values) }
      + chunk.prepare(keys, rows: shape.keys, columns: chunk.length) + chunk.prepare(values, rows: shape.values, columns: chunk.length)
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
    chunk.gates(decays, reach, entries)
      + chunk.copy(shape.input(0, context), shape.keys, into: q)
      + chunk.copy(shape.input(1, context), shape.keys, into: k, times: entries)
      + chunk.copy(shape.input(2, context), shape.values, into: v)
      + chunk.copy(shape.input(7, context), shape.values, into: dy)
      + chunk.copyNumbers(shape.input(8, context), into: dnorm)
      + [.branch(.compare(.lt, 0, number), then: loadStates(), else: [chunk.features(shape.keys) { [norm.store(0, $0, zero)] }])]
  }

  /// Asks for the next chunk's rows of an input; chunks are worked on from the last to the first.
  private func ask(_ input: Int, _ size: Int, _ first: Expression) -> [Statement] {
    chunk.ask(shape.input(input, context), size, first, ahead: -1)
  }

  /// The state before the chunk. That of the first one is zero.
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
      chunk.transpose(k, rows: chunk.length, columns: shape.keys, into: keys),
      chunk.transpose(v, rows: chunk.length, columns: shape.values, into: values),
      chunk.pairs(q, shape.keys, keys, beside: { ask(0, shape.keys, $0) }) { product, s, t in
        [scores.store(s, t, .binary(.mul, product, decays.load(s + 1, t, vector: true)))]
      },
      chunk.pairs(dy, shape.values, values, beside: { ask(1, shape.keys, $0) }) { product, s, t in
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
    chunk.fill(slopeRows, shape.values) { tile, t, column in
      let later = tile.add({ k.load(t + .integer($0), $1) }, times: slope.from(0, column), count: unless(back, shape.keys))
      let own = tile.add({ scores.load($1, t + .integer($0)) }, times: dy.from(0, column), from: t, count: chunk.steps)
      return ask(2, shape.values, t) + tile.zero() + [later] + tile.scale { rest(t + .integer($0)) } + [own]
    } + [chunk.eachStep { store($0, to: 2, shape.values) }]
  }

  /// `d(e_t k_t) = rest_t (D v_t + dn) + sum_s slopes[s][t] q_s`, and from it the gradients of k and of the entry.
  private func keyGradients(_ back: Expression) -> [Statement] {
    let later = chunk.fill(slopeRows, shape.keys) { tile, t, column in
      let product = tile.add({ v.load(t + .integer($0), $1) }, times: slopeByValue.from(0, column), count: unless(back, shape.values))
      return ask(7, shape.values, t) + tile.load(normSlope.from(0, column).repeated) + [product]
        + tile.scale { rest(t + .integer($0)) }
    }
    let own = chunk.fill(slopeRows, shape.keys) { tile, t, column in
      let product = tile.add({ slopes.load($1, t + .integer($0)) }, times: q.from(0, column), from: t, count: chunk.steps)
      return tile.load(slopeRows.from(t, column)) + [product]
    }
    return later + [chunk.eachStep { flow(k, $0, into: keyFlows) }] + own
      + [chunk.eachStep { entryGradient($0) + store($0, to: 1, shape.keys, entries.load($0)) }]
  }

  private func entryGradient(_ step: Expression) -> [Statement] {
    guard let output = shape.output(4, context) else { return [] }
    let key = shape.input(1, context)
    let (statements, sum) = chunk.dot(
      "entry_slope", shape.keys, { .load(key.access.buffer, chunk.element(key, step, $0)) }, { slopeRows.load(step, $0) })
    return statements + [.store(output.access.buffer, chunk.element(output, step), sum)]
  }

  /// `dq_s = reach_s (C dy_s + n dnorm_s) + sum_t slopes[s][t] e_t k_t`.
  private func queryGradients() -> [Statement] {
    let before = chunk.fill(slopeRows, shape.keys) { tile, s, column in
      let product = tile.add({ dy.load(s + .integer($0), $1) }, times: state.from(0, column), count: unless(number, shape.values))
      return tile.load(norm.from(0, column).repeated) + tile.scale { dnorm.load(s + .integer($0)) } + [product]
        + tile.scale { reach.load(s + .integer($0)) }
    }
    let own = chunk.fill(slopeRows, shape.keys) { tile, s, column in
      let count = Expression.minimum(s + .integer(chunk.rows), chunk.steps)
      let product = tile.add({ slopes.load(s + .integer($0), $1) }, times: k.from(0, column), count: count)
      return tile.load(slopeRows.from(s, column)) + [product]
    }
    return before + [chunk.eachStep { flow(q, $0, into: queryFlows) }] + own + [chunk.eachStep { store($0, to: 0, shape.keys) }]
  }

  /// The product of a step's row with what flows over the chunk's border to it.
  private func flow(_ rows: Rows, _ step: Expression, into target: Rows) -> [Statement] {
    let (statements, sum) = chunk.dot("flow", shape.keys, { rows.load(step, $0) }, { slopeRows.load(step, $0) })
    return statements + [target.store(step, sum)]
  }

  /// Writes a row of gradients to an output, scaled.
  private func store(_ step: Expression, to number: Int, _ size: Int, _ factor: Expression? = nil) -> [Statement] {
    guard let output = shape.output(number, context) else { return [] }
    return [chunk.features(size) { f in
      let x = slopeRows.load(step, f)
      return [.store(output.access.buffer, chunk.element(output, step, f), factor.map { .binary(.mul, x, $0) } ?? x)]
    }]
  }
}
