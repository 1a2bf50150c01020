import GraphIR

extension AttentionForward {
  /// The running softmax (Milakov & Gimelshein 2018): scores become weights, and what was summed under an older maximum
  /// is scaled down. Exponents are of two, which take less than those of e. All rows go side by side, vector by vector: a row
  /// alone waits for each maximum and sum before the next.
  ///
  /// - Parameter vectors: how many vectors of scores a row has.
  func softmaxRows(
    _ tile: AttentionTile, _ weights: Buffer, vectors: Expression, _ largest: Buffer, _ totals: Buffer, _ sums: Buffer
  ) -> [Statement] {
    let rows = 0..<tile.rows, scale = Expression.number(shape.scale / AttentionShape.ln2, .f32)
    let highest = rows.map { tile.vector("highest\($0)") }, new = rows.map { tile.scalar("new\($0)") }
    let totalOf = rows.map { tile.vector("total\($0)") }
    func score(_ r: Int, _ v: Expression) -> Expression {
      .load(weights, (.integer(r * tile.span) + v * .integer(tile.lanes)).simplifiedIndex, vector: true)
    }
    let (v, w) = (tile.index("v"), tile.index("v"))
    let maxima = rows.flatMap { r -> [Statement] in
      let x = tile.vector("x\(r)"), before = Expression.variable(highest[r])
      // Not `max`, which takes more to keep a NaN: that row's weights are NaN in any case.
      return [
        .define(x, score(r, .variable(v))),
        .assign(highest[r], .select(.compare(.lt, before, .variable(x)), .variable(x), before)),
      ]
    }
    let exponentials = rows.flatMap { r -> [Statement] in
      let e = tile.vector("e\(r)"), scaled = Expression.binary(.mul, score(r, .variable(w)), .broadcast(scale))
      let place = (.integer(r * tile.span) + Expression.variable(w) * .integer(tile.lanes)).simplifiedIndex
      return [
        .define(e, .unary(.exp2, .binary(.sub, scaled, .broadcast(.variable(new[r]))))),
        .store(weights, place, .variable(e)), .accumulate(totalOf[r], .sum, .variable(e)),
      ]
    }
    return rows.map { .declare(highest[$0], score($0, 0)) }
      + [.loop(Loop(v, from: 1, to: vectors, body: maxima))]
      + rows.map { r in
        let ofSpan = Expression.binary(.mul, .reduceLanes(.max, .variable(highest[r])), scale)
        return .define(new[r], .binary(.max, .load(largest, .integer(r)), ofSpan))
      }
      + rows.flatMap { rescale($0, to: .variable(new[$0]), tile, largest, totals, sums) }
      + rows.map { .declare(totalOf[$0], .broadcast(.number(0, .f32))) }
      + [.loop(Loop(w, to: vectors, body: exponentials))]
      + rows.map { r in
        .store(totals, .integer(r), .binary(.add, .load(totals, .integer(r)), .reduceLanes(.sum, .variable(totalOf[r]))))
      }
  }

  /// Scales down what a row has summed under an older maximum.
  private func rescale(
    _ r: Int, to new: Expression, _ tile: AttentionTile, _ largest: Buffer, _ totals: Buffer, _ sums: Buffer
  ) -> [Statement] {
    let (row, factor) = (Expression.integer(r), tile.scalar("factor\(r)"))
    let scaledSums = (0..<tile.featureVectors).map { d -> Statement in
      let at = Expression.integer(r * tile.paddedFeatures + d * tile.lanes)
      return .store(sums, at, .binary(.mul, .load(sums, at, vector: true), .broadcast(.variable(factor))))
    }
    return [
      .define(factor, .unary(.exp2, .binary(.sub, .load(largest, row), new))),
      .store(totals, row, .binary(.mul, .load(totals, row), .variable(factor))), .store(largest, row, new),
    ] + scaledSums
  }
}
