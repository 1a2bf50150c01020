import GraphIR

/// The kernel that computes the weights of attention again, and all gradients from them:
///
///     dv_j = sum_i w_ij dy_i,   s_ij = scale w_ij (dy_i . v_j - delta_i),   dk_j = sum_i s_ij q_i,   dq_i = sum_j s_ij k_j
struct AttentionGradientKernel {
  let shape: AttentionShape
  let tile: AttentionTile
  private let shares: AttentionShares
  /// Panels of queries and of dy; rows of k, q and dy; log-sums, as exponents of two, and deltas by panel.
  private let panels: (queries: Buffer, slopes: Buffer)
  private let rows: (keys: AttentionTile.Rows, queries: AttentionTile.Rows, slopes: AttentionTile.Rows)
  private let steps: (logSums: Buffer, deltas: Buffer)
  /// Gradients of a block of keys and values; s for the block and a span of queries; w for a tile of keys.
  private let keySums, valueSums, slopes, weights: Buffer
  private let queries, keys: Expression
  /// Rows of queries whose gradients are summed in registers together.
  private static let queryRows = 4

  init(_ shape: AttentionShape, _ tile: AttentionTile) {
    (self.shape, self.tile) = (shape, tile)
    let (context, outer) = (tile.context, shape.outerCount)
    func panel(_ name: String) -> Buffer { context.scratch(name, .f32, count: tile.panelCount(outer, shape.queries)) }
    func row(_ number: Int, _ name: String, _ steps: Dim) -> AttentionTile.Rows {
      tile.rows(shape.operand(number, context), name, outer: outer, steps: steps)
    }
    func step(_ name: String) -> Buffer { context.scratch(name, .f32, count: outer * (shape.queries + Dim(tile.width))) }
    shares = AttentionShares(shape, tile)
    panels = (panel("queries"), panel("slopes"))
    rows = (row(1, "key_rows", shape.keys), row(0, "query_rows", shape.queries), row(4, "slope_rows", shape.queries))
    steps = (step("log_sums"), step("deltas"))
    keySums = Buffer("key_sums", .f32, localCount: tile.block * tile.paddedFeatures)
    valueSums = Buffer("value_sums", .f32, localCount: tile.block * tile.paddedFeatures)
    slopes = Buffer("slopes_tile", .f32, localCount: tile.block * tile.span)
    weights = Buffer("weights", .f32, localCount: tile.rows * tile.span)
    (queries, keys) = (context.size(shape.queries), context.size(shape.keys))
  }

  /// A block of keys against a span of queries.
  private struct Place {
    let head, firstKey, span, dq: Expression
  }

  func emit() {
    let (unit, head, turn) = (tile.index("unit"), tile.index("head"), tile.index("turn"))
    let (firstKey, dq) = (tile.index("first_key"), tile.index("dq"))
    let (number, share) = (tile.index("shares"), tile.index("share"))
    let count = Expression.variable(number)
    let block = Expression.variable(turn) * count + .variable(share)
    let turns = (shares.blocks - .variable(share) + count - 1) / count
    let body: [Statement] = [.define(firstKey, block * .integer(tile.block))]
      + blockOfKeys(.variable(head), .variable(firstKey), dq: .variable(dq))
    tile.finish("", unit, tile.context.size(shape.outerCount) * shares.count, cost: shape.cost(products: 5, tile.context), [
      .define(number, shares.count),
      .define(head, .variable(unit) / count),
      .define(share, .variable(unit) % count),
      .define(dq, shares.start(.variable(unit)).simplifiedIndex),
      clear(shares.buffer, from: .variable(dq), count: shares.start(1)),
      .loop(Loop(turn, to: turns, body: body)),
    ])
  }

  private func clear(_ buffer: Buffer, from start: Expression, count: Expression) -> Statement {
    let i = tile.index("i")
    return .loop(Loop(i, to: count.simplifiedIndex, kind: .vector, body: [.store(buffer, start + .variable(i), .number(0, .f32))]))
  }

  private func blockOfKeys(_ head: Expression, _ firstKey: Expression, dq: Expression) -> [Statement] {
    let (span, local) = (tile.index("span"), tile.index("local"))
    let place = Place(head: head, firstKey: firstKey, span: .variable(span), dq: dq)
    let count = Expression.minimum(.integer(tile.block), keys - firstKey)
    // Earlier queries give nothing to any key of a causal block.
    let from = shape.isCausal ? firstKey / .integer(tile.span) : 0
    let body: [Statement] = [
      .allocate(slopes),
      .loop(Loop(local, to: count, step: tile.rows, body: [.allocate(weights)] + tileOfKeys(place, .variable(local)))),
      queryGradients(place, keyCount: count),
    ]
    let stored = zip([keySums, valueSums], [1, 2]).compactMap { sums, number in
      shape.output(number, tile.context).map { tile.storeRows(sums, to: $0, head, row: firstKey, count: count) }
    }
    return [.allocate(keySums, zeroed: true), .allocate(valueSums, zeroed: true)]
      + [.loop(Loop(span, from: from, to: shares.spans, body: body))] + stored
  }

  /// w and s for a tile of keys, and what they add to the gradients of these keys and values.
  private func tileOfKeys(_ place: Place, _ local: Expression) -> [Statement] {
    let (key, value) = (shape.operand(1, tile.context), shape.operand(2, tile.context))
    let row = place.firstKey + local
    let (keyStarts, a) = tile.rowStarts(key, place.head, row, keys)
    let (valueStarts, b) = tile.rowStarts(value, place.head, row, keys)
    let firstPanel = place.span * .integer(tile.panelsTogether)
    let number = tile.index("panel")
    let together = Expression.minimum(.integer(tile.panelsTogether), tile.panels(queries) - firstPanel)
    let panel = firstPanel + .variable(number)
    let start = ((place.head * tile.panels(queries) + panel) * .integer(tile.features * tile.width)).simplifiedIndex
    func at(_ first: Expression, _ r: Int, _ v: Int) -> Expression {
      ((first + .integer(r)) * .integer(tile.span) + .variable(number) * .integer(tile.width) + .integer(v * tile.lanes)).simplifiedIndex
    }
    func step(_ buffer: Buffer, _ v: Int) -> Expression {
      let at = (place.head * tile.panels(queries) + panel) * .integer(tile.width) + .integer(v * tile.lanes)
      return .load(buffer, at.simplifiedIndex, vector: true)
    }
    var (inner, scores) = tile.product(key, a, panel: panels.queries, start: start)
    inner += tile.each { r, v in
      let scaled = Expression.binary(.mul, scores[r][v], .broadcast(.number(shape.scale / AttentionShape.ln2, .f32)))
      let weight = Expression.unary(.exp2, .binary(.sub, scaled, step(steps.logSums, v)))
      guard shape.isCausal else { return .store(weights, at(0, r, v), weight) }
      let valid = tile.valid(
        panel * .integer(tile.width), v, row: row + .integer(r), steps: queries, causal: true, rowsAreKeys: true)
      return .store(weights, at(0, r, v), .select(valid, weight, .broadcast(.number(0, .f32))))
    }
    let (products, values) = tile.product(value, b, panel: panels.slopes, start: start)
    inner += products
    inner += tile.each { r, v in
      let difference = Expression.binary(.sub, values[r][v], step(steps.deltas, v))
      let product = Expression.binary(.mul, .load(weights, at(0, r, v), vector: true), difference)
      return .store(slopes, at(local, r, v), .binary(.mul, product, .broadcast(.number(shape.scale, .f32))))
    }
    let firstQuery = place.span * .integer(tile.span)
    let count = Expression.minimum(.integer(tile.span), queries - firstQuery)
    let sums = local * .integer(tile.paddedFeatures)
    return keyStarts + valueStarts + [.loop(Loop(number, to: together, body: inner))]
      + tile.accumulate(
        rows: tile.rows, { .load(weights, .integer($0 * tile.span) + $1) }, times: rows.slopes(place.head, firstQuery),
        count: count, into: valueSums, at: sums)
      + tile.accumulate(
        rows: tile.rows, { .load(slopes, ((local + .integer($0)) * .integer(tile.span) + $1).simplifiedIndex) },
        times: rows.queries(place.head, firstQuery), count: count, into: keySums, at: sums)
  }

  /// What a block of keys adds to the gradients of a span of queries. Queries beyond the last have zeros.
  private func queryGradients(_ place: Place, keyCount: Expression) -> Statement {
    let query = tile.index("query")
    let firstQuery = place.span * .integer(tile.span)
    let to = (place.dq + (firstQuery + .variable(query)) * .integer(tile.paddedFeatures)).simplifiedIndex
    let body = tile.accumulate(
      rows: Self.queryRows, { .load(slopes, ($1 * .integer(tile.span) + .variable(query) + .integer($0)).simplifiedIndex) },
      times: rows.keys(place.head, place.firstKey), count: keyCount, into: shares.buffer, at: to)
    return .loop(Loop(query, to: .minimum(.integer(tile.span), queries - firstQuery), step: Self.queryRows, body: body))
  }
}

extension AttentionTile {
  /// One statement for each vector of a tile.
  func each(_ statement: (_ row: Int, _ vector: Int) -> Statement) -> [Statement] {
    (0..<rows).flatMap { r in (0..<vectors).map { v in statement(r, v) } }
  }
}
