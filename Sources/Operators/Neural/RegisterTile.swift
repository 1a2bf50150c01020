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

  /// Adds the products for j in `from ..< count`.
  ///
  /// - Parameter weight: a number in memory.
  func add(
    _ weight: (_ row: Int, _ j: Expression) -> Expression, times source: Rows, from: Expression = 0, count: Expression
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
    return .loop(Loop(j, from: from, to: count, kind: .tight, body: body))
  }

  /// Statements for columns of so many vectors, as many of them side by side as a tile holds: whole tiles in a loop, then
  /// what remains.
  ///
  /// - Parameter body: gets the tile and where its columns begin.
  static func columns(
    _ context: any KernelContext, rows: Int, vectors: Int, of total: Int, _ body: (RegisterTile, _ first: Expression) -> [Statement]
  ) -> [Statement] {
    let (whole, width) = (total / vectors, vectors * context.lanes)
    func part(_ first: Expression, _ count: Int) -> [Statement] { body(RegisterTile(context, rows: rows, vectors: count), first) }
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
