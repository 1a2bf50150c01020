import GraphIR

/// The pieces that attention's kernels are made of: a tile of `rows` broadcast rows by `width` lanes held in registers.
///
/// Keys (or queries) are packed into panels `[panel][feature][lane]` for the products, and copied into rows padded to
/// whole vectors for the sums over them. Tiled as in FlashAttention (Dao et al. 2022): nothing of size time x time exists.
struct AttentionTile {
  let context: any KernelContext
  let features: Int
  private let wantedSpan: Int
  let rows = 6

  init(context: any KernelContext, features: Int, span: Int = 64) {
    (self.context, self.features, wantedSpan) = (context, features, span)
  }

  var lanes: Int { context.lanes }
  /// Vectors across a panel.
  var vectors: Int { context.tileVectors }
  var width: Int { vectors * lanes }
  /// Rows that one part works through.
  var block: Int { rows * 8 }
  /// Panels that are worked through together: the sums over their steps are long enough to be worth loading and storing.
  var panelsTogether: Int { max(1, wantedSpan / width) }
  /// Steps of these panels.
  var span: Int { panelsTogether * width }
  var featureVectors: Int { features.dividedUp(by: lanes) }
  var paddedFeatures: Int { featureVectors * lanes }

  func index(_ name: String) -> Variable { context.index(name) }
  func vector(_ name: String) -> Variable { context.fresh(name, .f32, isVector: true) }
  func scalar(_ name: String) -> Variable { context.scalar(name) }

  func finish(
    _ suffix: String, _ unit: Variable, _ units: Expression, cost: Cost = Cost(flops: 0, bytes: 0), _ body: [Statement]
  ) {
    context.finishKernel(suffix, unit, units, cost: cost, body)
  }

  // MARK: Tiles

  /// Sums rows times a panel over the features: statements, and the registers [row][vector] that hold the tile after them.
  ///
  /// - Parameter start: where the panel begins.
  func product(_ operand: StepOperand, _ starts: [Expression], panel: Buffer, start: Expression) -> ([Statement], [[Expression]]) {
    let sums = RegisterTile(context, rows: rows, vectors: vectors)
    let stride = operand.stride(operand.feature!)
    let product = sums.add(
      { .load(operand.access.buffer, (starts[$0] + $1 * stride).simplifiedIndex) },
      times: .init(panel, at: start, stride: .integer(width)), count: .integer(features))
    return (sums.zero() + product, sums.values)
  }

  /// `sums[row] += sum over steps j of weight(row, j) * source[j]`, for some rows of sums and the first `count` steps.
  ///
  /// - Parameters:
  ///   - weight: a number in memory.
  ///   - source: rows of padded features, from the first step on.
  ///   - first: where the first row of sums lies in `sums`.
  func accumulate(
    rows: Int, _ weight: (_ row: Int, _ step: Expression) -> Expression, times source: RegisterTile.Rows, count: Expression,
    into sums: Buffer, at first: Expression = 0
  ) -> [Statement] {
    RegisterTile.columns(context, rows: rows, vectors: vectors, of: featureVectors) { tile, column, _ in
      let place = RegisterTile.Rows(sums, at: first + column, stride: .integer(paddedFeatures))
      return tile.load(place) + tile.add(weight, times: source.from(0, column), count: count) + tile.store(place)
    }
  }

  /// Where each row of a tile begins; rows beyond the last repeat it and are not stored.
  func rowStarts(_ operand: StepOperand, _ outer: Expression, _ row: Expression, _ steps: Expression) -> ([Statement], [Expression]) {
    var statements: [Statement] = []
    let starts = (0..<rows).map { r -> Expression in
      let variable = index("a\(r)")
      let clamped = r == 0 ? row : Expression.minimum(row + .integer(r), steps - 1)
      statements.append(.define(variable, operand.position(outer, clamped, 0, context.size).simplifiedIndex))
      return .variable(variable)
    }
    return (statements, starts)
  }

  /// True in the lanes of a vector whose step exists and, in causal attention, is not later than the row's (or, where
  /// rows are keys, not earlier).
  func valid(_ first: Expression, _ vector: Int, row: Expression, steps: Expression, causal: Bool, rowsAreKeys: Bool) -> Expression {
    func lifted(_ e: Expression) -> Expression { .broadcast(.cast(e.simplifiedIndex, .i32)) }
    let step = Expression.binary(.add, lifted(first + .integer(vector * lanes)), .lanes)
    let exists = Expression.compare(.lt, step, lifted(steps))
    if !causal { return exists }
    let ordered: Expression = rowsAreKeys ? .compare(.le, lifted(row), step) : .compare(.le, step, lifted(row))
    return .binary(.and, exists, ordered)
  }

  /// Writes local rows of sums to an output, scaled: rows that exist, features that exist.
  ///
  /// - Parameter first: the first of them in `sums`.
  func storeRows(
    _ sums: Buffer, from first: Expression = 0, to output: StepOperand, _ outer: Expression, row: Expression, count: Expression,
    scale: (Expression) -> Expression = { _ in .number(1, .f32) }
  ) -> Statement {
    let (r, f, factor) = (index("r"), index("f"), scalar("factor"))
    let value = Expression.binary(.mul, .load(sums, ((first + .variable(r)) * .integer(paddedFeatures) + .variable(f)).simplifiedIndex), .variable(factor))
    let at = output.position(outer, row + .variable(r), .variable(f), context.size).simplifiedIndex
    return .loop(Loop(r, to: count, body: [
      .define(factor, scale(.variable(r))),
      .loop(Loop(f, to: .integer(features), kind: .vector, body: [.store(output.access.buffer, at, value)])),
    ]))
  }
}
