import GraphIR

/// Rows of a chunk's inputs and results.
///
/// They are read and written where they lie if their features are whole vectors side by side, else by way of a local array.
extension LinearAttentionChunk {
  /// A chunk's rows of an input or result; rows in place end with the chunk's last step.
  struct StepRows {
    let operand: StepOperand
    let size: Int
    let rows: Rows
    let isInPlace: Bool
  }

  private func stepRows(of operand: StepOperand, _ size: Int, _ name: String, mayBeInPlace: Bool = true) -> StepRows {
    let isInPlace = mayBeInPlace && isWholeVectors(operand, size)
    let rows = isInPlace ? inPlace(operand) : stepRows(name, stride(size))
    return StepRows(operand: operand, size: size, rows: rows, isInPlace: isInPlace)
  }

  /// Whether features are whole vectors side by side.
  func isWholeVectors(_ operand: StepOperand, _ size: Int) -> Bool { operand.isContiguous && size % lanes == 0 }

  private func inPlace(_ operand: StepOperand) -> Rows {
    let stride = operand.stride(shape.operation.time)
    return Rows(operand.access.buffer, at: element(operand, 0), stride: shape.operation.isReverse ? 0 - stride : stride)
  }

  /// The chunk's rows of an input.
  ///
  /// - Parameter isSummed: whether sums over the steps go down its columns.
  func input(_ number: Int, _ size: Int, _ name: String, isSummed: Bool = false) -> StepRows {
    let operand = shape.input(number, context)
    return stepRows(of: operand, size, name, mayBeInPlace: !isSummed || operand.staysNear(length, along: shape.operation.time))
  }

  /// The chunk's rows of a result; nil if nobody reads it.
  func output(_ number: Int, _ size: Int, _ name: String) -> StepRows? {
    shape.output(number, context).map { stepRows(of: $0, size, name) }
  }

  /// Rows of an array of the kernel's own, for what is made of others.
  func copies(of rows: StepRows, _ name: String) -> StepRows {
    stepRows(of: rows.operand, rows.size, name, mayBeInPlace: false)
  }

  /// Makes the arrays of rows that are not in place.
  func prepare(_ rows: StepRows?) -> [Statement] {
    guard let rows, !rows.isInPlace else { return [] }
    return prepareSteps(rows.rows, columns: rows.size)
  }

  // MARK: Inputs

  /// Copies rows that are not read in place.
  func read(_ rows: StepRows) -> [Statement] { rows.isInPlace ? [] : copy(rows, into: rows.rows) }

  /// Copies the chunk's rows of an operand; rows beyond its last step are zero.
  ///
  /// - Parameter factor: a number for each row.
  func copy(_ source: StepRows, into rows: Rows, times factor: ((_ step: Expression) -> Expression)? = nil) -> [Statement] {
    [
      eachStep { s in
        [features(source.size) { f in
          let x = Expression.load(source.operand.access.buffer, element(source.operand, s, f))
          return [rows.store(s, f, factor.map { .binary(.mul, x, $0(s)) } ?? x)]
        }]
      },
      eachMissing { s in [features(source.size) { f in [rows.store(s, f, .number(0, .f32))] }] },
    ]
  }

  /// Copies one number a step.
  func copyNumbers(_ operand: StepOperand, into numbers: Rows) -> [Statement] {
    [
      eachStep { s in [numbers.store(s, .load(operand.access.buffer, element(operand, s)))] },
      eachMissing { s in [numbers.store(s, .number(0, .f32))] },
    ]
  }

  /// A row of a tile whose first is given. Behind the chunk's last step, that counts again: what comes of it is not stored.
  private func row(_ rows: StepRows, _ first: Expression, _ number: Int) -> Expression {
    let row = first + .integer(number)
    return rows.isInPlace ? .minimum(row, steps - 1) : row
  }

  /// Elements of a tile's rows.
  func weights(_ rows: StepRows, from first: Expression) -> (_ row: Int, _ feature: Expression) -> Expression {
    { rows.rows.load(row(rows, first, $0), $1) }
  }

  /// Adds the products of a tile's rows with other rows, summed, to a number for each row.
  func addDots(_ tile: RegisterTile, _ rows: StepRows, from first: Expression, _ column: Expression, into numbers: Rows) -> [Statement] {
    (0..<self.rows).map { r in
      let place = first + .integer(r)
      let dot = tile.dot(r, rows.rows.from(row(rows, first, r), column))
      return numbers.store(place, .binary(.add, numbers.load(place), dot))
    }
  }

  // MARK: Results

  /// Asks for where a tile's rows go, before they are computed.
  func ask(_ result: StepRows?, _ tile: RegisterTile, _ first: Expression, _ column: Expression) -> [Statement] {
    guard let result, result.isInPlace else { return [] }
    return [each("r", to: .minimum(.integer(rows), steps - first)) { r in
      ask(result.rows.buffer, columns: tile.width) { result.rows.place(first + r, column + $0) }
    }]
  }

  /// Stores a tile's rows as far as the chunk has steps.
  func store(_ tile: RegisterTile, to result: StepRows?, _ first: Expression, _ column: Expression) -> [Statement] {
    guard let result else { return [] }
    return tile.store(result.rows.from(first, column)) { .compare(.lt, first + .integer($0), steps) }
  }

  /// Writes rows that are not in place.
  func write(_ result: StepRows?) -> [Statement] {
    guard let result, !result.isInPlace else { return [] }
    return [eachStep { s in
      [features(result.size) { f in
        [.store(result.operand.access.buffer, element(result.operand, s, f), result.rows.load(s, f))]
      }]
    }]
  }
}
