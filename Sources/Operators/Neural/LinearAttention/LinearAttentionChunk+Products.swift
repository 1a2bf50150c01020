import GraphIR

/// Products of a chunk's rows in register tiles, and sums over rows.
extension LinearAttentionChunk {
  /// `a_s . b_t` for all steps up to the diagonal, and a little beyond.
  ///
  /// - Parameters:
  ///   - transposed: b, by feature.
  ///   - requests: what the tiles ask for meanwhile.
  ///   - store: what becomes of a vector of products of a step with steps from `column` on.
  func pairs(
    _ a: StepRows, _ transposed: Rows, asking requests: Requests = Requests(),
    store: (_ product: Expression, _ step: Expression, _ column: Expression) -> [Statement]
  ) -> Statement {
    let (rows, vectors) = pairTile
    let width = vectors * lanes
    return each("panel", to: .minimum(.integer(pairColumns / width), steps.dividedUp(by: width))) { panel in
      let column = panel * .integer(width)
      // Earlier steps see none of the panel's.
      let first = column / .integer(rows) * .integer(rows)
      return [each("s", from: first, to: steps, step: rows) { s in
        let tile = RegisterTile(context, rows: rows, vectors: vectors)
        let asked = requests.beside(
          tile: s / .integer(rows) + panel * .integer(rowCount / rows), of: rowCount / rows, steps: a.size)
        let products = tile.add(weights(a, from: s), times: transposed.from(0, column), count: .integer(a.size), beside: asked)
        return tile.zero() + products + tile.values.enumerated().flatMap { r, row in
          row.enumerated().flatMap { v, sum in store(sum, s + .integer(r), column + .integer(v * lanes)) }
        }
      }]
    }
  }

  /// Computes rows of all steps by tiles. Columns are walked outside, so that a panel of what rows are multiplied with stays in
  /// the first-level cache.
  ///
  /// - Parameters:
  ///   - size: columns.
  ///   - fill: fills a register tile whose first row and column are given.
  func fill(_ size: Int, _ fill: (RegisterTile, _ row: Expression, _ column: Expression) -> [Statement]) -> [Statement] {
    columns(of: size) { tile, column, _ in [each("s", to: steps, step: rows) { fill(tile, $0, column) }] }
  }

  private func columns(
    of size: Int, _ body: (RegisterTile, _ column: Expression, _ number: Expression) -> [Statement]
  ) -> [Statement] {
    RegisterTile.columns(context, rows: rows, vectors: vectors, of: size.dividedUp(by: lanes), body)
  }

  /// `state[i][j] = whole * state[i][j] + sum over the steps s of a[s][i] b[s][j]`.
  ///
  /// - Parameters:
  ///   - whole: the decay of the chunk.
  ///   - requests: what the tiles ask for meanwhile.
  func update(_ state: Rows, _ whole: Expression, _ a: Rows, _ b: Rows, count: Expression, asking requests: Requests) -> [Statement] {
    let tiles = shape.keys.dividedUp(by: rows)
    let all = tiles * shape.values.dividedUp(by: lanes).dividedUp(by: vectors)
    return columns(of: shape.values) { tile, column, number in
      [each("key", to: .integer(shape.keys), step: rows) { key in
        let place = state.from(key, column)
        let asked = requests.beside(tile: number * .integer(tiles) + key / .integer(rows), of: all, steps: length)
        let products = tile.add({ a.load($1, key + .integer($0)) }, times: b.from(0, column), count: count, beside: asked)
        return tile.load(place) + tile.scale { _ in whole } + products + tile.store(place)
      }]
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

  /// The sum over a row of products of elements: statements, and the variable that holds it after them.
  func dot(
    _ name: String, to count: Expression, _ a: (Expression) -> Expression, _ b: (Expression) -> Expression
  ) -> ([Statement], Expression) { sum(name, to: count) { .binary(.mul, a($0), b($0)) } }

  /// The sum over the first elements of a row.
  func sum(_ name: String, to count: Expression, _ element: (Expression) -> Expression) -> ([Statement], Expression) {
    let sum = scalar(name)
    let loop = each("f", to: count, kind: .vector) { f in [.accumulate(sum, .sum, element(f))] }
    return ([.declare(sum, .number(0, .f32)), loop], .variable(sum))
  }
}
