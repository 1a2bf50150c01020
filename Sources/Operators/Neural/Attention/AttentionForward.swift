import GraphIR

/// The loop nests of attention forward: one pass over the keys for each block of queries, with a running maximum and sum.
///
/// Tiles of the block take turns with a stretch of keys, so that these and their values come once from beyond a core's caches.
struct AttentionForward: KernelLowering {
  let shape: AttentionShape
  /// Keys that are worked through together: so many that a row's maximum seldom changes.
  private static let span = 256
  /// Bytes of a stretch's keys and values: half of a second-level cache of 1 MB.
  private static let stretch = 1 << 19

  func emit(_ context: any KernelContext) {
    let tile = AttentionTile(context: context, features: shape.features, span: Self.span)
    let outer = shape.outerCount
    tile.packPanels(shape.operand(1, context), into: "keys", outer: outer, steps: shape.keys)
    tile.copyRows(shape.operand(2, context), into: "values", outer: outer, steps: shape.keys)
    let panel = context.scratch("keys", .f32, count: tile.panelCount(outer, shape.keys))
    let values = tile.rows(shape.operand(2, context), "values", outer: outer, steps: shape.keys)
    let (queries, keys) = (context.size(shape.queries), context.size(shape.keys))
    let (unit, head, stretch) = (tile.index("unit"), tile.index("head"), tile.index("stretch"))
    let (first, local) = (tile.index("first_row"), tile.index("local"))
    let blocks = queries.dividedUp(by: tile.block)
    let last = Expression.minimum(queries, .variable(first) + .integer(tile.block))
    let softmax = RunningSoftmax(tile, scale: shape.scale, first: .variable(local))
    func overTiles(_ body: (_ row: Expression) -> [Statement]) -> Statement {
      let row = tile.index("row")
      let place = Statement.define(local, .variable(row) - .variable(first))
      return .loop(Loop(row, from: .variable(first), to: last, step: tile.rows, body: [place] + body(.variable(row))))
    }
    let turns = overTiles {
      addStretch(.variable(stretch), tile, context, softmax, panel, values, outer: .variable(head), row: $0, queries, keys)
    }
    tile.finish("", unit, context.size(outer) * blocks, cost: shape.cost(products: 2, context), [
      .define(head, .variable(unit) / blocks),
      .define(first, .variable(unit) % blocks * .integer(tile.block)),
    ] + softmax.start() + [
      .loop(Loop(stretch, to: lastPanel(tile, keys, row: last - 1), step: panelsInStretch(tile), body: [turns])),
      overTiles { store(softmax, tile, context, outer: .variable(head), row: $0, queries) },
    ])
  }

  private func panelsInStretch(_ tile: AttentionTile) -> Int {
    let bytes = 2 * tile.span * tile.paddedFeatures * ElementType.f32.byteCount
    return max(1, Self.stretch / bytes) * tile.panelsTogether
  }

  /// Where the panels end that weigh something for a row: later keys do not in causal attention.
  private func lastPanel(_ tile: AttentionTile, _ keys: Expression, row: Expression) -> Expression {
    shape.isCausal ? .minimum(tile.panels(keys), row / .integer(tile.width) + 1) : tile.panels(keys)
  }

  /// Adds a stretch of keys to what a tile has seen.
  private func addStretch(
    _ stretch: Expression, _ tile: AttentionTile, _ context: any KernelContext, _ softmax: RunningSoftmax, _ panel: Buffer,
    _ values: AttentionTile.Rows, outer: Expression, row: Expression, _ queries: Expression, _ keys: Expression
  ) -> [Statement] {
    let query = shape.operand(0, context)
    let (places, starts) = tile.rowStarts(query, outer, row, queries)
    let end = Expression.minimum(lastPanel(tile, keys, row: row + .integer(tile.rows - 1)), stretch + .integer(panelsInStretch(tile)))
    let (group, together) = (tile.index("first_panel"), tile.index("panels"))
    let (p, firstKey) = (tile.index("panel"), tile.index("first_key"))
    let firstPanel = Expression.variable(group)
    var inner: [Statement] = [
      .define(together, .minimum(.integer(tile.panelsTogether), end - firstPanel)),
      .define(firstKey, firstPanel * .integer(tile.width)),
      .loop(Loop(p, to: .variable(together), body: scoreTile(
        tile, softmax.weights, query, starts, panel, outer: outer, row: row, first: firstPanel, number: .variable(p), keys))),
    ] + softmax.addSpan(vectors: .variable(together) * .integer(tile.vectors))
    let count = Expression.minimum(.variable(together) * .integer(tile.width), keys - .variable(firstKey))
    inner += tile.accumulate(
      rows: tile.rows, { .load(softmax.weights, .integer($0 * tile.span) + $1) }, times: values(outer, .variable(firstKey)),
      count: count, into: softmax.sums, at: softmax.first * .integer(tile.paddedFeatures))
    return places + [.loop(Loop(group, from: stretch, to: end, step: tile.panelsTogether, body: inner))]
  }

  /// Stores a tile's results.
  private func store(
    _ softmax: RunningSoftmax, _ tile: AttentionTile, _ context: any KernelContext, outer: Expression, row: Expression,
    _ queries: Expression
  ) -> [Statement] {
    let rows = Expression.minimum(.integer(tile.rows), queries - row)
    let results = tile.storeRows(
      softmax.sums, from: softmax.first, to: shape.output(0, context)!, outer, row: row, count: rows, scale: softmax.factor)
    guard let logSums = shape.output(1, context) else { return [results] }
    let r = tile.index("r")
    let at = logSums.position(outer, row + .variable(r), 0, context.size).simplifiedIndex
    return [results, .loop(Loop(r, to: rows, body: [.store(logSums.access.buffer, at, softmax.logSum(.variable(r)))]))]
  }

  /// The scores of a tile of queries with one panel of keys, not yet scaled; minus infinity where not valid.
  private func scoreTile(
    _ tile: AttentionTile, _ weights: Buffer, _ query: StepOperand, _ starts: [Expression], _ panels: Buffer,
    outer: Expression, row: Expression, first: Expression, number: Expression, _ keys: Expression
  ) -> [Statement] {
    let start = (outer * tile.panels(keys) + first + number) * .integer(tile.features * tile.width)
    let (firstKey, end) = ((first + number) * .integer(tile.width), (first + number + 1) * .integer(tile.width))
    func at(_ r: Expression, _ v: Int) -> Expression {
      (r * .integer(tile.span) + .integer(v * tile.lanes) + number * .integer(tile.width)).simplifiedIndex
    }
    let (statements, scores) = tile.product(query, starts, panel: panels, start: start.simplifiedIndex)
    let r = tile.index("r")
    let masked = (0..<tile.vectors).map { v -> Statement in
      let place = at(.variable(r), v)
      let valid = tile.valid(firstKey, v, row: row + .variable(r), steps: keys, causal: shape.isCausal, rowsAreKeys: false)
      let score = Expression.load(weights, place, vector: true)
      return .store(weights, place, .select(valid, score, .broadcast(.number(-.infinity, .f32))))
    }
    let isPartial = Expression.compare(.lt, shape.isCausal ? .minimum(keys, row + 1) : keys, end.simplifiedIndex)
    return statements + tile.each { .store(weights, at(.integer($0), $1), scores[$0][$1]) }
      + [.branch(isPartial, then: [.loop(Loop(r, to: .integer(tile.rows), body: masked))])]
  }
}
