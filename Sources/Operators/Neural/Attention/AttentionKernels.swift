import GraphIR

/// The loop nests of attention forward: one pass over the keys for each tile of queries, with a running maximum and sum.
struct AttentionForward: KernelLowering {
  let shape: AttentionShape

  func emit(_ context: any KernelContext) {
    let tile = AttentionTile(context: context, features: shape.features)
    let outer = shape.outerCount
    tile.packPanels(shape.operand(1, context), into: "keys", outer: outer, steps: shape.keys)
    tile.copyRows(shape.operand(2, context), into: "values", outer: outer, steps: shape.keys)
    let panel = context.scratch("keys", .f32, count: tile.panelCount(outer, shape.keys))
    let values = context.scratch("values", .f32, count: tile.rowCount(outer, shape.keys))
    let (queries, keys) = (context.size(shape.queries), context.size(shape.keys))
    let (unit, row) = (tile.index("unit"), tile.index("row"))
    let blocks = queries.dividedUp(by: tile.block)
    let (head, first) = (tile.index("head"), tile.index("first_row"))
    let body = tileBody(tile, context, panel, values, outer: .variable(head), row: .variable(row), queries, keys)
    let last = Expression.minimum(queries, .variable(first) + .integer(tile.block))
    tile.finish("", unit, context.size(outer) * blocks, cost: shape.cost(products: 2, context), [
      .define(head, .variable(unit) / blocks),
      .define(first, .variable(unit) % blocks * .integer(tile.block)),
      .loop(Loop(row, from: .variable(first), to: last, step: tile.rows, body: body)),
    ])
  }

  private func tileBody(
    _ tile: AttentionTile, _ context: any KernelContext, _ panel: Buffer, _ values: Buffer, outer: Expression,
    row: Expression, _ queries: Expression, _ keys: Expression
  ) -> [Statement] {
    let sums = Buffer("sums", .f32, localCount: tile.rows * tile.paddedFeatures)
    let weights = Buffer("weights", .f32, localCount: tile.rows * tile.width)
    let largest = Buffer("largest", .f32, localCount: tile.rows)
    let totals = Buffer("totals", .f32, localCount: tile.rows)
    let query = shape.operand(0, context)
    var (statements, starts) = tile.rowStarts(query, outer, row, queries)
    statements.insert(contentsOf: [
      .allocate(sums, zeroed: true), .allocate(weights), .allocate(largest), .allocate(totals, zeroed: true),
    ], at: 0)
    let r = tile.index("r")
    statements.append(.loop(Loop(r, to: .integer(tile.rows), body: [.store(largest, .variable(r), .number(-.infinity, .f32))])))
    let p = tile.index("panel")
    let firstKey = Expression.variable(p) * .integer(tile.width)
    let start = (outer * tile.panels(keys) + .variable(p)) * .integer(tile.features * tile.width)
    var (inner, scores) = tile.product(query, starts, panel: panel, start: start.simplifiedIndex)
    for r in 0..<tile.rows {
      for v in 0..<tile.vectors {
        let valid = tile.valid(firstKey, v, row: row + .integer(r), steps: keys, causal: shape.isCausal, rowsAreKeys: false)
        let scaled = Expression.binary(.mul, scores[r][v], .broadcast(.number(shape.scale, .f32)))
        inner.append(.store(
          weights, .integer(r * tile.width + v * tile.lanes), .select(valid, scaled, .broadcast(.number(-.infinity, .f32)))))
      }
    }
    inner.append(softmaxRows(tile, weights, largest, totals, sums))
    let count = Expression.minimum(.integer(tile.width), keys - firstKey)
    let source = (outer * keys + firstKey) * .integer(tile.paddedFeatures)
    inner += tile.accumulate(weights, times: values, at: source.simplifiedIndex, count: count, into: sums)
    // Later keys weigh nothing for any row of a causal tile.
    let lastPanel = shape.isCausal
      ? Expression.minimum(tile.panels(keys), (row + .integer(tile.rows - 1)) / .integer(tile.width) + 1) : tile.panels(keys)
    statements.append(.loop(Loop(p, to: lastPanel, body: inner)))
    statements.append(tile.storeRows(sums, to: shape.output(0, context)!, outer, row: row, steps: queries) {
      .binary(.div, .number(1, .f32), .load(totals, $0))
    })
    if let logSums = shape.output(1, context) {
      let r = tile.index("r")
      let at = logSums.position(outer, row + .variable(r), 0, context.size).simplifiedIndex
      let value = Expression.binary(.add, .load(largest, .variable(r)), .unary(.log, .load(totals, .variable(r))))
      statements.append(.loop(Loop(r, to: .minimum(.integer(tile.rows), queries - row), body: [
        .store(logSums.access.buffer, at, value)
      ])))
    }
    return statements
  }

  /// The running softmax (Milakov & Gimelshein 2018): scores become weights, and what was summed under an older maximum
  /// is scaled down.
  private func softmaxRows(
    _ tile: AttentionTile, _ weights: Buffer, _ largest: Buffer, _ totals: Buffer, _ sums: Buffer
  ) -> Statement {
    let r = tile.index("r")
    func at(_ v: Int) -> Expression { (Expression.variable(r) * .integer(tile.width) + .integer(v * tile.lanes)).simplifiedIndex }
    let (highest, new, factor, total) = (tile.vector("highest"), tile.scalar("new"), tile.scalar("factor"), tile.vector("total"))
    var body: [Statement] = [.declare(highest, .load(weights, at(0), vector: true))]
    for v in 1..<max(tile.vectors, 2) { body.append(.accumulate(highest, .max, .load(weights, at(v), vector: true))) }
    let old = Expression.load(largest, .variable(r))
    body.append(.define(new, .binary(.max, old, .reduceLanes(.max, .variable(highest)))))
    body.append(.define(factor, .unary(.exp, .binary(.sub, old, .variable(new)))))
    body.append(.declare(total, .broadcast(.number(0, .f32))))
    for v in 0..<tile.vectors {
      let e = tile.vector("e\(v)")
      let shifted = Expression.binary(.sub, .load(weights, at(v), vector: true), .broadcast(.variable(new)))
      body += [.define(e, .unary(.exp, shifted)), .store(weights, at(v), .variable(e)), .accumulate(total, .sum, .variable(e))]
    }
    let scaledTotal = Expression.binary(.mul, .load(totals, .variable(r)), .variable(factor))
    body.append(.store(totals, .variable(r), .binary(.add, scaledTotal, .reduceLanes(.sum, .variable(total)))))
    body.append(.store(largest, .variable(r), .variable(new)))
    for d in 0..<tile.featureVectors {
      let at = (Expression.variable(r) * .integer(tile.paddedFeatures) + .integer(d * tile.lanes)).simplifiedIndex
      body.append(.store(sums, at, .binary(.mul, .load(sums, at, vector: true), .broadcast(.variable(factor)))))
    }
    return .loop(Loop(r, to: .integer(tile.rows), body: body))
  }
}

/// The loop nests of attention backward. The weights are recomputed from the scores and the stored log-sums; one kernel
/// takes tiles of queries for dq, the other tiles of keys for dk and dv, so that no two parts add to the same place.
struct AttentionBackward: KernelLowering {
  let shape: AttentionShape

  func emit(_ context: any KernelContext) {
    let tile = AttentionTile(context: context, features: shape.features)
    let outer = shape.outerCount
    for (number, name, steps) in [(1, "keys", shape.keys), (2, "values", shape.keys), (0, "queries", shape.queries), (4, "slopes", shape.queries)] {
      tile.packPanels(shape.operand(number, context), into: name, outer: outer, steps: steps)
    }
    for (number, name, steps) in [(1, "key_rows", shape.keys), (0, "query_rows", shape.queries), (4, "slope_rows", shape.queries)] {
      tile.copyRows(shape.operand(number, context), into: name, outer: outer, steps: steps)
    }
    tile.padSteps(shape.operand(3, context), into: "log_sums", outer: outer, steps: shape.queries)
    tile.padSteps(shape.operand(5, context), into: "deltas", outer: outer, steps: shape.queries)
    queryGradient(tile, context)
    keyGradients(tile, context)
  }

  private func blocks(
    _ tile: AttentionTile, _ context: any KernelContext, _ suffix: String, steps: Expression, products: Int,
    _ body: (_ outer: Expression, _ row: Expression) -> [Statement]
  ) {
    let (unit, row, head, first) = (tile.index("unit"), tile.index("row"), tile.index("head"), tile.index("first_row"))
    let blocks = steps.dividedUp(by: tile.block)
    let last = Expression.minimum(steps, .variable(first) + .integer(tile.block))
    tile.finish(suffix, unit, context.size(shape.outerCount) * blocks, cost: shape.cost(products: products, context), [
      .define(head, .variable(unit) / blocks),
      .define(first, .variable(unit) % blocks * .integer(tile.block)),
      .loop(Loop(row, from: .variable(first), to: last, step: tile.rows, body: body(.variable(head), .variable(row)))),
    ])
  }

  /// dq = scale sum_j w_j (dy . v_j - delta) k_j
  private func queryGradient(_ tile: AttentionTile, _ context: any KernelContext) {
    guard let target = shape.output(0, context) else { return }
    let (queries, keys) = (context.size(shape.queries), context.size(shape.keys))
    let panels = scratch(tile, context, ["keys", "values"], shape.keys)
    let keyRows = context.scratch("key_rows", .f32, count: tile.rowCount(shape.outerCount, shape.keys))
    let (query, slope) = (shape.operand(0, context), shape.operand(4, context))
    let (logSum, delta) = (shape.operand(3, context), shape.operand(5, context))
    let (sums, weights) = (Buffer("sums", .f32, localCount: tile.rows * tile.paddedFeatures), Buffer("weights", .f32, localCount: tile.rows * tile.width))
    blocks(tile, context, "dq", steps: queries, products: 2) { outer, row in
      let (queryStarts, a) = tile.rowStarts(query, outer, row, queries)
      let (slopeStarts, b) = tile.rowStarts(slope, outer, row, queries)
      let p = tile.index("panel")
      let first = Expression.variable(p) * .integer(tile.width)
      let start = ((outer * tile.panels(keys) + .variable(p)) * .integer(tile.features * tile.width)).simplifiedIndex
      var (inner, scores) = tile.product(query, a, panel: panels[0], start: start)
      inner += weightTile(tile, weights, scores) { r, v in
        let clamped = Expression.minimum(row + .integer(r), queries - 1)
        let shift = Expression.broadcast(.load(logSum.access.buffer, logSum.position(outer, clamped, 0, context.size).simplifiedIndex))
        return (shift, tile.valid(first, v, row: row + .integer(r), steps: keys, causal: shape.isCausal, rowsAreKeys: false))
      }
      let (products, slopes) = tile.product(slope, b, panel: panels[1], start: start)
      inner += products
      inner += slopeTile(tile, weights, slopes) { r, _ in
        let clamped = Expression.minimum(row + .integer(r), queries - 1)
        return .broadcast(.load(delta.access.buffer, delta.position(outer, clamped, 0, context.size).simplifiedIndex))
      }
      let source = ((outer * keys + first) * .integer(tile.paddedFeatures)).simplifiedIndex
      inner += tile.accumulate(weights, times: keyRows, at: source, count: .minimum(.integer(tile.width), keys - first), into: sums)
      let last = shape.isCausal ? Expression.minimum(tile.panels(keys), (row + .integer(tile.rows - 1)) / .integer(tile.width) + 1) : tile.panels(keys)
      return [.allocate(sums, zeroed: true), .allocate(weights)] + queryStarts + slopeStarts
        + [.loop(Loop(p, to: last, body: inner)), tile.storeRows(sums, to: target, outer, row: row, steps: queries)]
    }
  }

  /// dv = sum_i w_i dy_i, dk = scale sum_i w_i (dy_i . v - delta_i) q_i
  private func keyGradients(_ tile: AttentionTile, _ context: any KernelContext) {
    let (queries, keys) = (context.size(shape.queries), context.size(shape.keys))
    let panels = scratch(tile, context, ["queries", "slopes"], shape.queries)
    let rows = ["query_rows", "slope_rows"].map { context.scratch($0, .f32, count: tile.rowCount(shape.outerCount, shape.queries)) }
    let steps = ["log_sums", "deltas"].map { context.scratch($0, .f32, count: shape.outerCount * (shape.queries + Dim(tile.width))) }
    let (key, value) = (shape.operand(1, context), shape.operand(2, context))
    let local = ["key_sums", "value_sums"].map { Buffer($0, .f32, localCount: tile.rows * tile.paddedFeatures) }
    let weights = Buffer("weights", .f32, localCount: tile.rows * tile.width)
    let targets = [shape.output(1, context), shape.output(2, context)]
    blocks(tile, context, "dkv", steps: keys, products: 3) { outer, row in
      let (keyStarts, a) = tile.rowStarts(key, outer, row, keys)
      let (valueStarts, b) = tile.rowStarts(value, outer, row, keys)
      let p = tile.index("panel")
      let first = Expression.variable(p) * .integer(tile.width)
      let start = ((outer * tile.panels(queries) + .variable(p)) * .integer(tile.features * tile.width)).simplifiedIndex
      func step(_ buffer: Buffer, _ v: Int) -> Expression {
        let at = (outer * tile.panels(queries) + .variable(p)) * .integer(tile.width) + .integer(v * tile.lanes)
        return .load(buffer, at.simplifiedIndex, vector: true)
      }
      var (inner, scores) = tile.product(key, a, panel: panels[0], start: start)
      inner += weightTile(tile, weights, scores) { r, v in
        (step(steps[0], v), tile.valid(first, v, row: row + .integer(r), steps: queries, causal: shape.isCausal, rowsAreKeys: true))
      }
      let source = ((outer * queries + first) * .integer(tile.paddedFeatures)).simplifiedIndex
      let count = Expression.minimum(.integer(tile.width), queries - first)
      inner += tile.accumulate(weights, times: rows[1], at: source, count: count, into: local[1])
      let (products, slopes) = tile.product(value, b, panel: panels[1], start: start)
      inner += products
      inner += slopeTile(tile, weights, slopes) { _, v in step(steps[1], v) }
      inner += tile.accumulate(weights, times: rows[0], at: source, count: count, into: local[0])
      // Earlier queries give nothing to any key of a causal tile.
      let from = shape.isCausal ? row / .integer(tile.width) : 0
      return local.map { .allocate($0, zeroed: true) } + [.allocate(weights)] + keyStarts + valueStarts
        + [.loop(Loop(p, from: from, to: tile.panels(queries), body: inner))]
        + zip(local, targets).compactMap { sums, target in
          target.map { tile.storeRows(sums, to: $0, outer, row: row, steps: keys) }
        }
    }
  }

  private func scratch(_ tile: AttentionTile, _ context: any KernelContext, _ names: [String], _ steps: Dim) -> [Buffer] {
    names.map { context.scratch($0, .f32, count: tile.panelCount(shape.outerCount, steps)) }
  }

  /// weights = exp(scale scores - log sum), zero where not valid
  private func weightTile(
    _ tile: AttentionTile, _ weights: Buffer, _ scores: [[Expression]], _ parts: (Int, Int) -> (shift: Expression, valid: Expression)
  ) -> [Statement] {
    tile.each { r, v, at in
      let (shift, valid) = parts(r, v)
      let scaled = Expression.binary(.mul, scores[r][v], .broadcast(.number(shape.scale, .f32)))
      let weight = Expression.unary(.exp, .binary(.sub, scaled, shift))
      return .store(weights, at, .select(valid, weight, .broadcast(.number(0, .f32))))
    }
  }

  /// weights = weights (slopes - delta) scale
  private func slopeTile(
    _ tile: AttentionTile, _ weights: Buffer, _ slopes: [[Expression]], _ delta: (Int, Int) -> Expression
  ) -> [Statement] {
    tile.each { r, v, at in
      let difference = Expression.binary(.sub, slopes[r][v], delta(r, v))
      let product = Expression.binary(.mul, .load(weights, at, vector: true), difference)
      return .store(weights, at, .binary(.mul, product, .broadcast(.number(shape.scale, .f32))))
    }
  }
}

extension AttentionTile {
  /// One statement for each vector of a tile, with its place in the local array.
  func each(_ statement: (_ row: Int, _ vector: Int, _ at: Expression) -> Statement) -> [Statement] {
    (0..<rows).flatMap { r in (0..<vectors).map { v in statement(r, v, .integer(r * width + v * lanes)) } }
  }
}
