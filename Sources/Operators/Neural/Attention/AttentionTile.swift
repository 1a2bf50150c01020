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
  var featureVectors: Int { (features + lanes - 1) / lanes }
  var paddedFeatures: Int { featureVectors * lanes }

  func index(_ name: String) -> Variable { context.index(name) }
  func vector(_ name: String) -> Variable { context.fresh(name, .f32, isVector: true) }
  func scalar(_ name: String) -> Variable { context.scalar(name) }

  // MARK: Copies

  /// Elements of the packed panels of an operand with `steps` steps.
  func panelCount(_ outer: Dim, _ steps: Dim) -> Dim { outer * (steps + Dim(width)) * Dim(features) }
  func rowCount(_ outer: Dim, _ steps: Dim) -> Dim { outer * steps * Dim(paddedFeatures) }
  func panels(_ steps: Expression) -> Expression { steps.dividedUp(by: width) }

  /// A kernel that packs an operand into panels: what a panel lacks are zeros.
  func packPanels(_ operand: StepOperand, into name: String, outer: Dim, steps: Dim) {
    let (size, panelCount) = (context.size(steps), panels(context.size(steps)))
    let buffer = context.scratch(name, .f32, count: self.panelCount(outer, steps))
    let (unit, entry, first, inside) = (index("unit"), index("entry"), index("first"), index("inside"))
    let start = Expression.variable(unit) * .integer(features * width)
    /// Goes over some lanes of all features.
    func overLanes(_ from: Expression, _ to: Expression, _ kind: LoopKind, _ value: (_ feature: Expression, _ lane: Expression) -> Expression)
      -> Statement
    {
      let (feature, lane) = (index("feature"), index("n"))
      let at = (start + .variable(feature) * .integer(width) + .variable(lane)).simplifiedIndex
      let store = Statement.store(buffer, at, value(.variable(feature), .variable(lane)))
      let lanes = Statement.loop(Loop(lane, from: from, to: to, kind: kind, body: [store]))
      return .loop(Loop(feature, to: .integer(features), body: [lanes]))
    }
    let copy = overLanes(0, .variable(inside), .vector) { feature, lane in
      let from = operand.position(.variable(entry), .variable(first) + lane, feature, context.size)
      return .load(operand.access.buffer, from.simplifiedIndex)
    }
    let rest = overLanes(.variable(inside), .integer(width), .serial) { _, _ in .number(0, .f32) }
    let readsEntry = operand.position(.variable(entry), 0, 0, context.size).uses(entry)
    let place = readsEntry ? [Statement.define(entry, .variable(unit) / panelCount)] : []
    finish("pack_\(name)", unit, context.size(outer) * panelCount, place + [
      .define(first, .variable(unit) % panelCount * .integer(width)),
      .define(inside, .minimum(.integer(width), size - .variable(first))), copy, rest,
    ])
  }

  /// A kernel that copies an operand into rows of whole vectors.
  func copyRows(_ operand: StepOperand, into name: String, outer: Dim, steps: Dim) {
    let size = context.size(steps), blocks = size.dividedUp(by: block)
    let buffer = context.scratch(name, .f32, count: rowCount(outer, steps))
    let (unit, entry, first) = (index("unit"), index("entry"), index("first"))
    let (step, feature, rest) = (index("step"), index("feature"), index("feature"))
    let row = (Expression.variable(entry) * size + .variable(step)) * .integer(paddedFeatures)
    let from = operand.position(.variable(entry), .variable(step), .variable(feature), context.size)
    var copies = [
      Statement.loop(Loop(feature, to: .integer(features), kind: .vector, body: [
        .store(buffer, (row + .variable(feature)).simplifiedIndex, .load(operand.access.buffer, from.simplifiedIndex))
      ]))
    ]
    if features < paddedFeatures {
      copies.append(.loop(Loop(rest, from: .integer(features), to: .integer(paddedFeatures), body: [
        .store(buffer, (row + .variable(rest)).simplifiedIndex, .number(0, .f32))
      ])))
    }
    finish("rows_\(name)", unit, context.size(outer) * blocks, [
      .define(entry, .variable(unit) / blocks),
      .define(first, .variable(unit) % blocks * .integer(block)),
      .loop(Loop(step, from: .variable(first), to: .minimum(size, .variable(first) + .integer(block)), body: copies)),
    ])
  }

  /// A kernel that copies one number a step into panels, times a factor.
  ///
  /// - Parameter padding: what steps that a panel lacks have.
  func padSteps(
    _ operand: StepOperand, times factor: Double = 1, with padding: Double = 0, into name: String, outer: Dim, steps: Dim
  ) {
    let (size, panelCount) = (context.size(steps), panels(context.size(steps)))
    let buffer = context.scratch(name, .f32, count: outer * (steps + Dim(width)))
    let (unit, step, rest) = (index("unit"), index("step"), index("step"))
    let start = Expression.variable(unit) * panelCount * .integer(width)
    let from = operand.position(.variable(unit), .variable(step), 0, context.size)
    let number = Expression.load(operand.access.buffer, from.simplifiedIndex)
    let scaled = factor == 1 ? number : .binary(.mul, number, .number(factor, .f32))
    finish("pad_\(name)", unit, context.size(outer), [
      .loop(Loop(step, to: size, kind: .vector, body: [.store(buffer, (start + .variable(step)).simplifiedIndex, scaled)])),
      .loop(Loop(rest, from: size, to: panelCount * .integer(width), body: [
        .store(buffer, (start + .variable(rest)).simplifiedIndex, .number(padding, .f32))
      ])),
    ])
  }

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
    return (sums.zero() + [product], sums.values)
  }

  /// `sums[row] += sum over steps j of weight(row, j) * source[j]`, for some rows of sums and the first `count` steps.
  ///
  /// - Parameters:
  ///   - weight: a number in memory.
  ///   - source: rows of padded features, the first of them at `start`.
  ///   - first: where the first row of sums lies in `sums`.
  func accumulate(
    rows: Int, _ weight: (_ row: Int, _ step: Expression) -> Expression, times source: Buffer, at start: Expression, count: Expression,
    into sums: Buffer, at first: Expression = 0
  ) -> [Statement] {
    RegisterTile.columns(context, rows: rows, vectors: vectors, of: featureVectors) { tile, column in
      let place = RegisterTile.Rows(sums, at: first + column, stride: .integer(paddedFeatures))
      let rows = RegisterTile.Rows(source, at: (start + column).simplifiedIndex, stride: .integer(paddedFeatures))
      return tile.load(place) + [tile.add(weight, times: rows, count: count)] + tile.store(place)
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
  func storeRows(
    _ sums: Buffer, to output: StepOperand, _ outer: Expression, row: Expression, count: Expression,
    scale: (Expression) -> Expression = { _ in .number(1, .f32) }
  ) -> Statement {
    let (r, f, factor) = (index("r"), index("f"), scalar("factor"))
    let value = Expression.binary(.mul, .load(sums, Expression.variable(r) * .integer(paddedFeatures) + .variable(f)), .variable(factor))
    let at = output.position(outer, row + .variable(r), .variable(f), context.size).simplifiedIndex
    return .loop(Loop(r, to: count, body: [
      .define(factor, scale(.variable(r))),
      .loop(Loop(f, to: .integer(features), kind: .vector, body: [.store(output.access.buffer, at, value)])),
    ]))
  }
}
