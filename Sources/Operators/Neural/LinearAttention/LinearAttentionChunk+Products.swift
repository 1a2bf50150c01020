import GraphIR

/// Products of a chunk's rows in register tiles, and sums over rows.
extension LinearAttentionChunk {
  /// `a_s . b_t` for all steps up to the diagonal, and a little beyond.
  ///
  /// - Parameters:
  ///   - transposed: b, by feature.
  ///   - store: what becomes of a vector of products of a step with steps from `column` on.
  func pairs(
    _ a: Rows, _ size: Int, _ transposed: Rows, store: (_ product: Expression, _ step: Expression, _ column: Expression) -> [Statement]
  ) -> Statement {
    let width = vectors * lanes
    return each("s", to: steps, step: rows) { s in
      let last = Expression.minimum(.integer(pairStride / width), (s + .integer(rows - 1)) / .integer(width) + 1)
      return [each("panel", to: last) { panel in
        let tile = RegisterTile(context, rows: rows, vectors: vectors)
        let column = panel * .integer(width)
        let product = tile.add({ a.load(s + .integer($0), $1) }, times: transposed.from(0, column), count: .integer(size))
        return tile.zero() + [product] + tile.values.enumerated().flatMap { r, row in
          row.enumerated().flatMap { v, sum in store(sum, s + .integer(r), column + .integer(v * lanes)) }
        }
      }]
    }
  }

  /// What is done with a tile of rows: its columns are computed, then each of its rows that exists is read.
  struct TilePass {
    /// Fills a register tile whose first row and column are given.
    let fill: (RegisterTile, _ row: Expression, _ column: Expression) -> [Statement]
    /// What becomes of a local step's row, given its row in the tile.
    let row: (_ step: Expression, _ tileRow: Expression) -> [Statement]
  }

  /// Goes over the chunk's steps by tiles of rows.
  ///
  /// - Parameter result: local rows, as many as a tile has; a later pass finds there what an earlier one has left.
  func eachTile(of size: Int, into result: Rows, _ passes: TilePass...) -> Statement {
    each("s", to: steps, step: rows) { s in
      passes.flatMap { pass in
        columns(of: size) { tile, column in pass.fill(tile, s, column) + tile.store(result.from(0, column)) }
          + [each("r", to: .minimum(.integer(rows), steps - s)) { r in pass.row((s + r).simplifiedIndex, r) }]
      }
    }
  }

  private func columns(of size: Int, _ body: (RegisterTile, _ column: Expression) -> [Statement]) -> [Statement] {
    RegisterTile.columns(context, rows: rows, vectors: vectors, of: (size + lanes - 1) / lanes, body)
  }

  /// `state[i][j] = whole * state[i][j] + sum over the steps s of a[s][i] b[s][j]`.
  ///
  /// - Parameter whole: the decay of the chunk.
  func update(_ state: Rows, _ whole: Expression, _ a: Rows, _ b: Rows) -> Statement {
    each("key", to: .integer(shape.keys), step: rows) { key in
      columns(of: shape.values) { tile, column in
        let place = state.from(key, column)
        let product = tile.add({ a.load($1, key + .integer($0)) }, times: b.from(0, column), count: steps)
        return tile.load(place) + tile.scale { _ in whole } + [product] + tile.store(place)
      }
    }
  }

  /// `vector[f] = whole * vector[f] + sum over the steps s of weight(s) rows[s][f]`.
  func update(_ vector: Rows, _ whole: Expression, _ weight: (Expression) -> Expression, _ rows: Rows) -> [Statement] {
    [
      features(shape.keys) { f in [vector.store(0, f, .binary(.mul, vector.load(0, f), whole))] },
      eachStep { s in
        [features(shape.keys) { f in
          [vector.store(0, f, .binary(.add, vector.load(0, f), .binary(.mul, weight(s), rows.load(s, f))))]
        }]
      },
    ]
  }

  /// Multiplies each row by a number.
  func scale(_ rows: Rows, _ size: Int, by factor: (Expression) -> Expression) -> Statement {
    eachStep { s in [features(size) { f in [rows.store(s, f, .binary(.mul, rows.load(s, f), factor(s)))] }] }
  }

  /// The sum over a row of products of elements: statements, and the variable that holds it after them.
  func dot(
    _ name: String, _ size: Int, _ a: (Expression) -> Expression, _ b: (Expression) -> Expression
  ) -> ([Statement], Expression) { sum(name, to: .integer(size)) { .binary(.mul, a($0), b($0)) } }

  /// The sum over the first elements of a row.
  func sum(_ name: String, to count: Expression, _ element: (Expression) -> Expression) -> ([Statement], Expression) {
    let sum = scalar(name)
    let loop = each("f", to: count, kind: .vector) { f in [.accumulate(sum, .sum, element(f))] }
    return ([.declare(sum, .number(0, .f32)), loop], .variable(sum))
  }
}
