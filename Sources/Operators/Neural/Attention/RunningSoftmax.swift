import GraphIR

/// The running softmax over a tile of attention's rows (Milakov & Gimelshein 2018): a span of scores becomes weights, and what
/// was summed under an older maximum is scaled down. Exponents are of two, which take less than those of e.
///
/// All rows go side by side, vector by vector: a row alone waits for its maximum and its sum before the next. What a block of
/// tiles has seen is kept, so that they can take turns with a stretch of keys.
struct RunningSoftmax {
  /// Scores of a span, then their weights, of one tile.
  let weights: Buffer
  /// Sums of rows weighed by them, of a block.
  let sums: Buffer
  private let largest, totals: Buffer
  /// The tile's first row in its block.
  let first: Expression
  private let tile: AttentionTile
  private let scale: Expression
  private var rows: Range<Int> { 0..<tile.rows }

  /// - Parameter scale: what scores are multiplied with.
  init(_ tile: AttentionTile, scale: Double, first: Expression) {
    (self.tile, self.scale, self.first) = (tile, .number(scale / AttentionShape.ln2, .f32), first)
    weights = Buffer("weights", .f32, localCount: tile.rows * tile.span)
    sums = Buffer("sums", .f32, localCount: tile.block * tile.paddedFeatures)
    largest = Buffer("largest", .f32, localCount: tile.block)
    totals = Buffer("totals", .f32, localCount: tile.block)
  }

  /// Begins with a block.
  func start() -> [Statement] {
    let r = tile.index("r")
    return [
      .allocate(sums, zeroed: true), .allocate(weights), .allocate(largest), .allocate(totals, zeroed: true),
      .loop(Loop(r, to: .integer(tile.block), body: [.store(largest, .variable(r), .number(-.infinity, .f32))])),
    ]
  }

  /// - Parameter vectors: how many vectors of scores the span has in each row.
  func addSpan(vectors: Expression) -> [Statement] {
    let maxima = rows.map { tile.scalar("new\($0)") }
    return findMaxima(vectors, into: maxima) + rows.flatMap { rescale($0, to: .variable(maxima[$0])) } + weigh(vectors, maxima)
  }

  /// One over the sum of a row's weights.
  func factor(_ row: Expression) -> Expression { .binary(.div, .number(1, .f32), .load(totals, first + row)) }

  /// The log of the sum of a row's exponentials.
  func logSum(_ row: Expression) -> Expression {
    let scaled = Expression.binary(.mul, .load(largest, first + row), .number(AttentionShape.ln2, .f32))
    return .binary(.add, scaled, .unary(.log, .load(totals, first + row)))
  }

  // MARK: A span

  /// A row of the tile among those of its block.
  private func inBlock(_ r: Int) -> Expression { (first + .integer(r)).simplifiedIndex }

  private func place(_ r: Int, _ v: Expression) -> Expression {
    (.integer(r * tile.span) + v * .integer(tile.lanes)).simplifiedIndex
  }
  private func score(_ r: Int, _ v: Expression) -> Expression { .load(weights, place(r, v), vector: true) }

  /// The maxima of what rows have seen, scaled.
  private func findMaxima(_ vectors: Expression, into maxima: [Variable]) -> [Statement] {
    let v = tile.index("v"), highest = rows.map { tile.vector("highest\($0)") }
    let steps = rows.flatMap { r -> [Statement] in
      let x = tile.vector("x\(r)"), before = Expression.variable(highest[r])
      // Not `max`, which takes more to keep a NaN: that row's weights are NaN in any case.
      return [
        .define(x, score(r, .variable(v))),
        .assign(highest[r], .select(.compare(.lt, before, .variable(x)), .variable(x), before)),
      ]
    }
    return rows.map { .declare(highest[$0], score($0, 0)) } + [.loop(Loop(v, from: 1, to: vectors, body: steps))]
      + rows.map { r in
        let ofSpan = Expression.binary(.mul, .reduceLanes(.max, .variable(highest[r])), scale)
        return .define(maxima[r], .binary(.max, .load(largest, inBlock(r)), ofSpan))
      }
  }

  /// Scales down what a row has summed under an older maximum.
  private func rescale(_ r: Int, to new: Expression) -> [Statement] {
    let (row, factor) = (inBlock(r), tile.scalar("factor\(r)"))
    let scaledSums = (0..<tile.featureVectors).map { d -> Statement in
      let at = (row * .integer(tile.paddedFeatures) + .integer(d * tile.lanes)).simplifiedIndex
      return .store(sums, at, .binary(.mul, .load(sums, at, vector: true), .broadcast(.variable(factor))))
    }
    return [
      .define(factor, .unary(.exp2, .binary(.sub, .load(largest, row), new))),
      .store(totals, row, .binary(.mul, .load(totals, row), .variable(factor))), .store(largest, row, new),
    ] + scaledSums
  }

  /// Scores become weights, which the totals get.
  private func weigh(_ vectors: Expression, _ maxima: [Variable]) -> [Statement] {
    let v = tile.index("v"), added = rows.map { tile.vector("total\($0)") }
    let steps = rows.flatMap { r -> [Statement] in
      let e = tile.vector("e\(r)"), scaled = Expression.binary(.mul, score(r, .variable(v)), .broadcast(scale))
      return [
        .define(e, .unary(.exp2, .binary(.sub, scaled, .broadcast(.variable(maxima[r]))))),
        .store(weights, place(r, .variable(v)), .variable(e)), .accumulate(added[r], .sum, .variable(e)),
      ]
    }
    return rows.map { .declare(added[$0], .broadcast(.number(0, .f32))) } + [.loop(Loop(v, to: vectors, body: steps))]
      + rows.map { r in
        .store(totals, inBlock(r), .binary(.add, .load(totals, inBlock(r)), .reduceLanes(.sum, .variable(added[r]))))
      }
  }
}
