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
  let tile: Rows

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
    tile = chunk.array("tile", chunk.rows, max(key, value))
  }

  var shape: LinearAttentionShape { chunk.shape }
  var context: any KernelContext { chunk.context }
  var number: Expression { .variable(chunk.number) }

  func emit() {
    let steps = [reach, entries, q, k, v, dy, dnorm, scores, slopes, flows, queryFlows, keyFlows].map { chunk.clear($0, chunk.rowCount) }
    let cleared = [chunk.clear(decays, chunk.rowCount + 1)] + steps + [
      chunk.clear(keys, shape.keys), chunk.clear(values, shape.values), chunk.clear(state, shape.values),
      chunk.clear(slope, chunk.keyStride), chunk.clear(slopeByValue, shape.values), chunk.clear(norm, 1), chunk.clear(normSlope, 1),
      chunk.clear(tile, chunk.rows),
    ]
    let last = chunk.index("back")
    let back = Expression.variable(last)
    let body: [Statement] = [
      .define(chunk.number, chunk.chunks - 1 - back),
      .define(chunk.first, number * .integer(chunk.length)),
      .define(chunk.count, .minimum(.integer(chunk.length), context.size(shape.length) - .variable(chunk.first))),
    ] + load() + pairs() + [valueGradients(back), keyGradients(back), queryGradients()] + decayGradients(back)
      + [.branch(.compare(.lt, 0, number), then: stateGradients())]
    let cost = LinearAttentionGradient(shape.operation).cost(context.inputTypes, context.outputTypes)
    chunk.finish(cost: cost, cleared + [.loop(Loop(last, to: chunk.chunks, body: body))])
  }

  // MARK: What a chunk reads

  private func load() -> [Statement] {
    chunk.gates(decays, reach, entries)
      + chunk.copy(shape.input(0, context), shape.keys, into: q)
      + chunk.copy(shape.input(1, context), shape.keys, into: k, times: entries)
      + chunk.copy(shape.input(2, context), shape.values, into: v)
      + chunk.copy(shape.input(7, context), shape.values, into: dy)
      + chunk.copyNumbers(shape.input(8, context), into: dnorm)
      + [.branch(.compare(.lt, 0, number), then: loadStates(), else: [chunk.features(shape.keys) { [norm.store(0, $0, .number(0, .f32))] }])]
  }

  /// The state before the chunk. That of the first one is zero.
  private func loadStates() -> [Statement] {
    let place = .variable(chunk.head) * chunk.chunks + number
    let (states, norms) = (stateInput(5), stateInput(6))
    return [
      chunk.each("value", to: .integer(shape.values)) { value in
        [chunk.features(shape.keys) { f in [state.store(value, f, .load(states.buffer, states.element(place, f, value)))] }]
      },
      chunk.features(shape.keys) { f in [norm.store(0, f, .load(norms.buffer, norms.element(place, f, nil)))] },
    ]
  }

  /// Where the elements of the stored states lie.
  private struct StateInput {
    let buffer: Buffer
    let element: (_ place: Expression, _ key: Expression, _ value: Expression?) -> Expression
  }

  private func stateInput(_ number: Int) -> StateInput {
    let (access, type) = (context.input(number), context.inputTypes[number])
    let outer = type.axes.filter { $0.name != shape.operation.key && $0.name != shape.operation.value }
    return StateInput(buffer: access.buffer) { place, key, value in
      let indices = zip(outer, place.delinearized(outer.map { context.size($0.size) })).map { ($0.name, $1) }
      let all = indices + [(shape.operation.key, key)] + (value.map { [(shape.operation.value, $0)] } ?? [])
      return all.reduce(access.offset) { $0 + $1.1 * access.strides[type.position(of: $1.0)!] }.simplifiedIndex
    }
  }

  private func pairs() -> [Statement] {
    [
      chunk.transpose(k, rows: chunk.length, columns: shape.keys, into: keys),
      chunk.transpose(v, rows: chunk.length, columns: shape.values, into: values),
      chunk.pairs(q, shape.keys, keys) { product, s, t in
        [scores.store(s, t, .binary(.mul, product, decays.load(s + 1, t, vector: true)))]
      },
      chunk.pairs(dy, shape.values, values) { product, s, t in
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
  private func valueGradients(_ back: Expression) -> Statement {
    chunk.eachTile(of: shape.values, into: tile, .init { tile, t, column in
      let later = tile.add({ k.load(t + .integer($0), $1) }, times: slope.from(0, column), count: unless(back, shape.keys))
      let own = tile.add({ scores.load($1, t + .integer($0)) }, times: dy.from(0, column), from: t, count: chunk.steps)
      return tile.zero() + [later] + tile.scale { rest(t + .integer($0)) } + [own]
    } row: { step, tileRow in store(tileRow, to: 2, step, shape.values) })
  }

  /// `d(e_t k_t) = rest_t (D v_t + dn) + sum_s slopes[s][t] q_s`, and from it the gradients of k and of the entry.
  private func keyGradients(_ back: Expression) -> Statement {
    chunk.eachTile(of: shape.keys, into: tile, .init { tile, t, column in
      let product = tile.add({ v.load(t + .integer($0), $1) }, times: slopeByValue.from(0, column), count: unless(back, shape.values))
      return tile.load(normSlope.from(0, column).repeated) + [product] + tile.scale { rest(t + .integer($0)) }
    } row: { step, tileRow in
      flow(k, step, tileRow, into: keyFlows)
    }, .init { sums, t, column in
      let product = sums.add({ slopes.load($1, t + .integer($0)) }, times: q.from(0, column), from: t, count: chunk.steps)
      return sums.load(tile.from(0, column)) + [product]
    } row: { step, tileRow in
      entryGradient(step, tileRow) + store(tileRow, to: 1, step, shape.keys, entries.load(step))
    })
  }

  private func entryGradient(_ step: Expression, _ tileRow: Expression) -> [Statement] {
    guard let output = shape.output(4, context) else { return [] }
    let key = shape.input(1, context)
    let (statements, sum) = chunk.dot(
      "entry_slope", shape.keys, { .load(key.access.buffer, chunk.element(key, step, $0)) }, { tile.load(tileRow, $0) })
    return statements + [.store(output.access.buffer, chunk.element(output, step), sum)]
  }

  /// `dq_s = reach_s (C dy_s + n dnorm_s) + sum_t slopes[s][t] e_t k_t`.
  private func queryGradients() -> Statement {
    chunk.eachTile(of: shape.keys, into: tile, .init { tile, s, column in
      let product = tile.add({ dy.load(s + .integer($0), $1) }, times: state.from(0, column), count: unless(number, shape.values))
      return tile.load(norm.from(0, column).repeated) + tile.scale { dnorm.load(s + .integer($0)) } + [product]
        + tile.scale { reach.load(s + .integer($0)) }
    } row: { step, tileRow in
      flow(q, step, tileRow, into: queryFlows)
    }, .init { sums, s, column in
      let count = Expression.minimum(s + .integer(chunk.rows), chunk.steps)
      let product = sums.add({ slopes.load(s + .integer($0), $1) }, times: k.from(0, column), count: count)
      return sums.load(tile.from(0, column)) + [product]
    } row: { step, tileRow in store(tileRow, to: 0, step, shape.keys) })
  }

  /// The product of a step's row with that of the tile.
  private func flow(_ rows: Rows, _ step: Expression, _ tileRow: Expression, into target: Rows) -> [Statement] {
    let (statements, sum) = chunk.dot("flow", shape.keys, { rows.load(step, $0) }, { tile.load(tileRow, $0) })
    return statements + [target.store(step, sum)]
  }

  /// Writes a row of the tile to an output, scaled.
  private func store(_ tileRow: Expression, to number: Int, _ step: Expression, _ size: Int, _ factor: Expression? = nil) -> [Statement] {
    guard let output = shape.output(number, context) else { return [] }
    return [chunk.features(size) { f in
      let x = tile.load(tileRow, f)
      return [.store(output.access.buffer, chunk.element(output, step, f), factor.map { .binary(.mul, x, $0) } ?? x)]
    }]
  }
}
