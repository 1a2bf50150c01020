import GraphIR

/// Rows by vectors of sums that are held in registers while products are added to them.
///
///     sums[row][column] += sum over j of weight(row, j) * source[j][column]
struct RegisterTile {
  /// Rows in memory, whole vectors each.
  struct Rows {
    let buffer: Buffer
    /// Where the first element of the first row lies.
    let start: Expression
    let stride: Expression

    init(_ buffer: Buffer, at start: Expression, stride: Expression) {
      (self.buffer, self.start, self.stride) = (buffer, start, stride)
    }

    func place(_ row: Expression, _ column: Expression = 0) -> Expression { (start + row * stride + column).simplifiedIndex }
    func load(_ row: Expression, _ column: Expression = 0, vector: Bool = false) -> Expression {
      .load(buffer, place(row, column), vector: vector)
    }
    func store(_ row: Expression, _ column: Expression, _ value: Expression) -> Statement { .store(buffer, place(row, column), value) }
    func store(_ row: Expression, _ value: Expression) -> Statement { store(row, 0, value) }
    /// From a row and a column on.
    func from(_ row: Expression, _ column: Expression) -> Rows { Rows(buffer, at: start + row * stride + column, stride: stride) }
    /// The same row again and again.
    var repeated: Rows { Rows(buffer, at: start, stride: 0) }
  }

  private let context: any KernelContext
  private let sums: [[Variable]]

  init(_ context: any KernelContext, rows: Int, vectors: Int) {
    self.context = context
    sums = (0..<rows).map { r in (0..<vectors).map { context.fresh("s\(r)_\($0)", .f32, isVector: true) } }
  }

  private var lanes: Int { context.lanes }
  /// Columns of the tile.
  var width: Int { (sums.first?.count ?? 0) * lanes }

  /// The sums, after the statements that compute them.
  var values: [[Expression]] { sums.map { $0.map { .variable($0) } } }

  /// One statement for each vector.
  func each(_ statement: (_ row: Int, _ vector: Int) -> Statement) -> [Statement] {
    sums.indices.flatMap { r in sums[r].indices.map { statement(r, $0) } }
  }

  private func place(_ rows: Rows, _ r: Int, _ v: Int) -> Expression { rows.place(.integer(r), .integer(v * lanes)) }

  func zero() -> [Statement] { each { .declare(sums[$0][$1], .broadcast(.number(0, .f32))) } }
  func load(_ rows: Rows) -> [Statement] { each { .declare(sums[$0][$1], .load(rows.buffer, place(rows, $0, $1), vector: true)) } }
  func store(_ rows: Rows) -> [Statement] { each { .store(rows.buffer, place(rows, $0, $1), .variable(sums[$0][$1])) } }

  /// Stores the rows for which a condition holds.
  func store(_ rows: Rows, where holds: (_ row: Int) -> Expression) -> [Statement] {
    sums.indices.map { r in
      .branch(holds(r), then: sums[r].indices.map { .store(rows.buffer, place(rows, r, $0), .variable(sums[r][$0])) })
    }
  }

  /// The sum over a row's columns of its products with those of another.
  func dot(_ row: Int, _ other: Rows) -> Expression {
    let products = sums[row].indices.map { v -> Expression in
      .binary(.mul, .variable(sums[row][v]), .load(other.buffer, place(other, 0, v), vector: true))
    }
    return .reduceLanes(.sum, products.dropFirst().reduce(products[0]) { .binary(.add, $0, $1) })
  }

  /// Multiplies each row by a number.
  func scale(_ factor: (_ row: Int) -> Expression) -> [Statement] {
    sums.indices.flatMap { r -> [Statement] in
      let f = context.fresh("f\(r)", .f32, isVector: true)
      return [.define(f, .broadcast(factor(r)))]
        + sums[r].map { .assign($0, .binary(.mul, .variable($0), .variable(f))) }
    }
  }

  /// What is done between products, each time after so many of them.
  struct Interlude {
    let every: Int
    let statements: (_ number: Expression) -> [Statement]
  }

  /// Adds the products for j in `from ..< count`.
  ///
  /// - Parameters:
  ///   - weight: a number in memory.
  ///   - interlude: what is done meanwhile.
  func add(
    _ weight: (_ row: Int, _ j: Expression) -> Expression, times source: Rows, from: Expression = 0, count: Expression,
    beside interlude: Interlude? = nil
  ) -> [Statement] {
    guard let interlude else { return [products(weight, source, from: from, to: count)] }
    let span = context.fresh("span", .index, isVector: false)
    let whole = (from + (count - from) / .integer(interlude.every) * .integer(interlude.every)).simplifiedIndex
    let number = ((.variable(span) - from) / .integer(interlude.every)).simplifiedIndex
    let body = interlude.statements(number)
      + [products(weight, source, from: .variable(span), to: .variable(span) + .integer(interlude.every))]
    let rest = whole == count.simplifiedIndex ? [] : [products(weight, source, from: whole, to: count)]
    return [.loop(Loop(span, from: from, to: whole, step: interlude.every, body: body))] + rest
  }

  private func products(
    _ weight: (_ row: Int, _ j: Expression) -> Expression, _ source: Rows, from: Expression, to: Expression
  ) -> Statement {
    let j = context.fresh("j", .index, isVector: false)
    var body: [Statement] = []
    let row = (0..<(sums.first?.count ?? 0)).map { v -> Expression in
      let y = context.fresh("y\(v)", .f32, isVector: true)
      body.append(.define(y, .load(source.buffer, place(source.from(.variable(j), 0), 0, v), vector: true)))
      return .variable(y)
    }
    for r in sums.indices {
      let x = context.fresh("x\(r)", .f32, isVector: true)
      body.append(.define(x, .broadcast(weight(r, .variable(j)))))
      for v in sums[r].indices { body.append(.accumulate(sums[r][v], .sum, .binary(.mul, .variable(x), row[v]))) }
    }
    return .loop(Loop(j, from: from, to: to, kind: .tight, body: body))
  }

  /// Statements for columns of so many vectors, in as few and as equal tiles as hold so many side by side: whole tiles in a
  /// loop, then what remains.
  ///
  /// - Parameter body: gets the tile, where its columns begin, and how many tiles lie before it.
  static func columns(
    _ context: any KernelContext, rows: Int, vectors most: Int, of total: Int,
    _ body: (RegisterTile, _ first: Expression, _ number: Expression) -> [Statement]
  ) -> [Statement] {
    let vectors = total.dividedUp(by: max(1, total.dividedUp(by: most)))
    let (whole, width) = (vectors > 0 ? total / vectors : 0, vectors * context.lanes)
    func part(_ first: Expression, _ count: Int) -> [Statement] {
      body(RegisterTile(context, rows: rows, vectors: count), first, (first / .integer(width)).simplifiedIndex)
    }
    let column = context.fresh("column", .index, isVector: false)
    let inLoop = whole < 2 ? (0..<whole).flatMap { part(.integer($0 * width), vectors) } : [
      .loop(Loop(column, to: .integer(whole * width), step: width, body: part(.variable(column), vectors)))
    ]
    let rest = total - whole * vectors
    return inLoop + (rest > 0 ? part(.integer(whole * width), rest) : [])
  }
}

extension KernelContext {
  /// Vectors across a tile of six rows: as many sums as registers hold beside what is multiplied.
  var tileVectors: Int { registers >= 32 ? 4 : 2 }

  func index(_ name: String) -> Variable { fresh(name, .index, isVector: false) }
  func scalar(_ name: String) -> Variable { fresh(name, .f32, isVector: false) }

  /// Ends the kernel: units of work that parts share.
  func finishKernel(_ suffix: String, _ unit: Variable, _ units: Expression, cost: Cost, _ body: [Statement]) {
    finishKernel(
      suffix, parts: .maximum(1, .minimum(.integer(64), units)), cost: cost, body: [.loop(Loop(unit, to: units, kind: .part, body: body))])
  }
}
