import GraphIR

/// The pieces that the kernels of linear attention are made of: rows of one chunk, where they lie or in local arrays padded
/// with zeros, what follows from the chunk's decays, and products of such rows in register tiles.
///
/// Local step s of a chunk is the s-th in the direction of time. With a_s its decay:
/// `decays[s + 1][t] = a_{t+1} ... a_s` for t <= s, else 0; `reach[s] = a_0 ... a_s`.
struct LinearAttentionChunk {
  typealias Rows = RegisterTile.Rows
  /// Bytes from which on an array is no local one: threads have stacks of half a megabyte on some systems. Then it is one of the
  /// thread's: heads that a thread computes find it in the cache.
  private static let largestLocal = 64 << 10

  let shape: LinearAttentionShape
  let context: any KernelContext
  /// Rows of a register tile.
  let rows = 6
  let head, number, first, count: Variable

  init(_ shape: LinearAttentionShape, _ context: any KernelContext) {
    (self.shape, self.context) = (shape, context)
    (head, number, first, count) = (context.index("head"), context.index("chunk"), context.index("first"), context.index("count"))
  }

  var lanes: Int { context.lanes }
  var vectors: Int { context.tileVectors }
  var length: Int { shape.operation.chunk }
  /// The tile of pairs of steps: narrow, since what lies behind the diagonal is computed in vain, and enough sums to keep the
  /// multipliers busy.
  var pairTile: (rows: Int, vectors: Int) { lanes >= 16 ? (2 * rows, 1) : (rows, min(vectors, 2)) }
  /// Rows of local arrays: whole tiles.
  var rowCount: Int { length.roundedUp(to: pairTile.rows) }
  /// Columns of arrays of pairs of steps: whole tiles.
  var pairColumns: Int { length.roundedUp(to: pairTile.vectors * lanes) }
  var pairStride: Int { stride(pairColumns) }
  /// An odd number of cache lines: a column of many rows would share few sets of the cache otherwise.
  func stride(_ columns: Int) -> Int {
    let line = StepOperand.line
    return columns.roundedUp(to: rows).dividedUp(by: line) / 2 * 2 * line + line
  }
  var keyStride: Int { stride(shape.keys) }
  var valueStride: Int { stride(shape.values) }
  var chunks: Expression { context.size(shape.length).dividedUp(by: length) }
  /// Whether there is a state before the chunk: the first one begins from zero.
  var hasState: Expression { .compare(.lt, 0, .variable(number)) }
  /// How many steps the chunk has.
  var steps: Expression { .variable(count) }

  func index(_ name: String) -> Variable { context.index(name) }
  func scalar(_ name: String) -> Variable { context.scalar(name) }

  // MARK: Local arrays

  func array(_ name: String, _ rows: Int, _ stride: Int) -> Rows {
    let count = rows * stride
    if count * ElementType.f32.byteCount <= Self.largestLocal {
      return Rows(Buffer(index(name).name, .f32, localCount: count), at: 0, stride: .integer(stride))
    }
    return Rows(context.scratch(name, .f32, count: Dim(count), isPerThread: true), at: 0, stride: .integer(stride))
  }

  func stepRows(_ name: String, _ stride: Int) -> Rows { array(name, rowCount, stride) }
  func pairs(_ name: String) -> Rows { stepRows(name, pairStride) }
  /// Decays of pairs, with one row more, of zeros, before the first.
  func decayPairs() -> Rows { array("decays", rowCount + 1, pairStride) }

  /// Makes an array. Its columns behind so many are zero.
  func prepare(_ array: Rows, rows: Int, columns: Int? = nil) -> [Statement] {
    let width = array.stride.constant!, columns = columns ?? width
    if array.buffer.localCount != nil { return [.allocate(array.buffer, zeroed: columns < width)] }
    if columns == width { return [] }
    return [each("r", to: .integer(rows)) { r in
      [each("f", from: .integer(columns), to: .integer(width), kind: .vector) { f in [array.store(r, f, .number(0, .f32))] }]
    }]
  }

  func prepareSteps(_ array: Rows, columns: Int? = nil) -> [Statement] { prepare(array, rows: rowCount, columns: columns) }

  /// Makes an array of the state's, all of it zero, where there is more than one chunk.
  func prepareState(_ array: Rows, rows: Int) -> [Statement] {
    if array.buffer.localCount != nil { return [.allocate(array.buffer, zeroed: true)] }
    let clear = each("i", to: .integer(rows) * array.stride, kind: .vector) { i in [array.store(0, i, .number(0, .f32))] }
    return [.branch(.compare(.lt, 1, chunks), then: [clear])]
  }

  /// The place of a local step in memory.
  func time(_ step: Expression) -> Expression {
    let place = Expression.variable(first) + step
    return shape.operation.isReverse ? context.size(shape.length) - 1 - place : place
  }

  func element(_ operand: StepOperand, _ step: Expression, _ feature: Expression = 0) -> Expression {
    operand.position(.variable(head), time(step), feature, context.size).simplifiedIndex
  }

  /// Where a number of the state before the chunk lies; the first chunk has none.
  func element(ofState operand: StepOperand, _ key: Expression, _ value: Expression? = nil) -> Expression {
    let place = operand.position(.variable(head), .variable(number) - 1, key, context.size)
    return (value.map { place + $0 * operand.stride(shape.operation.value) } ?? place).simplifiedIndex
  }

  func each(
    _ name: String, from: Expression = 0, to: Expression, step: Int = 1, kind: LoopKind = .serial, _ body: (Expression) -> [Statement]
  ) -> Statement {
    let i = index(name)
    return .loop(Loop(i, from: from, to: to, step: step, kind: kind, body: body(.variable(i))))
  }

  func eachStep(_ body: (Expression) -> [Statement]) -> Statement { each("s", to: steps, body) }
  /// The rows behind the chunk's last step.
  func eachMissing(_ body: (Expression) -> [Statement]) -> Statement { each("s", from: steps, to: .integer(rowCount), body) }
  /// Goes over a row of features in vectors.
  func features(_ count: Int, _ body: (Expression) -> [Statement]) -> Statement { each("f", to: .integer(count), kind: .vector, body) }

  /// The chunk's rows by feature, for `pairs`, whose tiles read a little beyond the last: zeros.
  func byFeature(_ rows: StepRows, into target: Rows) -> [Statement] {
    let width = pairTile.vectors * lanes, end = steps.dividedUp(by: width) * .integer(width)
    let padding = each("f", to: .integer(rows.size)) { f in
      [each("s", from: steps, to: end, kind: .vector) { s in [target.store(f, s, .number(0, .f32))] }]
    }
    return [transpose(rows.rows, rows: steps, columns: rows.size, into: target), padding]
  }

  /// `target[column][row] = source[row][column]`.
  func transpose(_ source: Rows, rows: Expression, columns: Int, into target: Rows) -> Statement {
    each("f", to: .integer(columns)) { f in [each("s", to: rows, kind: .vector) { s in [target.store(f, s, source.load(s, f))] }] }
  }

  /// Decays between all pairs of steps, as products of the decays of steps: exact also where one is zero.
  ///
  /// - Parameter start: what the products for a step's later ones start from.
  func gates(_ decays: Rows, _ reach: Rows, from start: (_ step: Expression) -> Expression) -> [Statement] {
    let decay = shape.input(3, context)
    let (a, kept) = (scalar("a"), scalar("kept"))
    return [
      .declare(kept, .number(1, .f32)),
      features(pairColumns) { t in [decays.store(0, t, .number(0, .f32))] },
      eachStep { s in
        [
          .define(a, .unary(.exp, .load(decay.access.buffer, element(decay, s)))),
          .assign(kept, .binary(.mul, .variable(kept), .variable(a))),
          reach.store(s, .variable(kept)),
          features(pairColumns) { t in [decays.store(s + 1, t, .binary(.mul, decays.load(s, t), .variable(a)))] },
          decays.store(s + 1, s, start(s)),
        ]
      },
      eachMissing { s in
        [reach.store(s, .number(0, .f32)), features(pairColumns) { t in [decays.store(s + 1, t, .number(0, .f32))] }]
      },
    ]
  }

  /// The kernel: the body for each index of the outer axes.
  func finish(cost: Cost, _ body: [Statement]) {
    context.finishKernel("", head, context.size(shape.outerCount), cost: cost, body)
  }
}
