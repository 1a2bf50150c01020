import LoopIR
import Testing

/// Vectorising changes how a kernel runs, not what it computes: the interpreter runs both forms.
@Suite struct VectoriseTests {
  private static let (x, ids, y) = (Buffer("x", .f32), Buffer("ids", .i32), Buffer("y", .f32))
  private static let (i, n) = (Variable("i"), Variable("n"))
  private static let vi = Expression.variable(i)
  private static let value = Variable("value", .f32)

  private static func kernel(_ body: [Statement], before: [Statement] = [], after: [Statement] = []) -> Kernel {
    Kernel(
      name: "k", lanes: 4, parameters: [x, ids, y], sizes: [n], parts: 1,
      body: before + [.loop(Loop(i, to: .variable(n), kind: .vector, body: body))] + after)
  }

  static let kernels: [String: Kernel] = {
    let (total, most) = (Variable("total", .f32), Variable("most", .f32))
    let lookup = Expression.load(x, .cast(.load(ids, vi), .index))
    return [
      "elementwise": kernel([
        .define(value, .binary(.mul, .load(x, vi), .number(3, .f32))),
        .store(y, vi, .select(.compare(.lt, .variable(value), .number(5, .f32)), .variable(value), .load(x, 0))),
      ]),
      "strided": kernel([.store(y, vi * 2, .load(x, .variable(n) - 1 - vi)), .store(y, vi * 2 + 1, .number(1, .f32))]),
      "indexed": kernel([.store(y, vi, .binary(.add, lookup, .cast(vi, .f32)))]),
      // The divisors that idle lanes would load are zero.
      "divided": kernel([
        .store(y, vi, .cast(.binary(.mod, .number(100, .i32), .load(ids, vi)), .f32))
      ]),
      // Lanes of 1, 4 and 8 lie within one sixteen; lanes of 16, too; those of a last vector as well.
      "quotients": kernel([
        .store(y, vi, .binary(.add, .load(x, vi / 16), .load(x, vi / 32 * 8 + vi % 16)))
      ]),
      "quotients that differ": kernel([
        .store(y, vi, .binary(.add, .load(x, vi / 6), .load(x, (vi + 3) % 16 / 2)))
      ]),
      "reduced": kernel(
        [.accumulate(total, .sum, .load(x, vi)), .accumulate(most, .max, .load(x, vi))],
        before: [.declare(total, .number(0.5, .f32)), .declare(most, .number(-.infinity, .f32))],
        after: [.store(y, 0, .variable(total)), .store(y, 1, .variable(most))]),
      "reduced over rows": rows(total, [.accumulate(total, .sum, .load(x, vi))]),
      "reduced and read in each row": rows(
        total, [.accumulate(total, .sum, .load(x, vi))], then: [.store(y, .variable(row), .variable(total))]),
    ]
  }()

  private static let row = Variable("row")

  /// A sum over two rows of a vector loop.
  private static func rows(_ total: Variable, _ body: [Statement], then: [Statement] = []) -> Kernel {
    let vector = Statement.loop(Loop(i, to: .variable(n), kind: .vector, body: body))
    return Kernel(
      name: "k", lanes: 4, parameters: [x, ids, y], sizes: [n], parts: 1,
      body: [
        .declare(total, .number(0.5, .f32)), .loop(Loop(row, to: 2, kind: .serial, body: [vector] + then)),
        .store(y, 0, .variable(total)),
      ])
  }

  @Test("lanes are added up once, after all loops that sum") func movesOut() throws {
    let kernel = Vectorise.apply(try #require(Self.kernels["reduced over rows"]))
    let last = try #require(kernel.body.dropLast().last)
    guard case .accumulate(_, .sum, .reduceLanes) = last else {
      Issue.record("the last statement but one is \(last)")
      return
    }
  }

  @Test("a quotient that all lanes share is read once, a remainder's elements together", arguments: [("quotients", 0), ("quotients that differ", 4)])
  func quotients(_ name: String, _ lookups: Int) throws {
    var found = 0
    func count(_ e: Expression) {
      if case .lookup = e { found += 1 }
      e.children.forEach(count)
    }
    Vectorise.apply(try #require(Self.kernels[name])).body.forEach { $0.forEachExpression(count) }
    #expect(found == lookups)
  }

  @Test("vectorised kernels compute the same", arguments: kernels.keys.sorted(), [1, 4, 8, 16])
  func same(_ name: String, _ lanes: Int) throws {
    var kernel = Self.kernels[name]!
    kernel.lanes = lanes
    let vectorised = Vectorise.apply(kernel)
    try kernel.verify(stage: .scalar)
    try vectorised.verify()
    for count in [0, 1, 3, 4, 5, 8, 15, 16, 17, 37] {
      // Small integers, so that sums are exact in any order.
      let x = (0...count).map { Double(($0 * 7) % 11) }
      let ids = (0..<count).map { Double($0 * 5 % count + 1) }
      let start = [x, ids, Array(repeating: -1, count: 2 * count + 2)]
      var (plain, wide) = (start, start)
      try Interpreter.run(kernel, buffers: &plain, sizes: [count])
      try Interpreter.run(vectorised, buffers: &wide, sizes: [count])
      #expect(plain == wide, "\(count) elements")
    }
  }

  /// Two sums over rows, each of twelve vectors: they fit into 32 registers, but not into 16.
  @Test("sums are written out where they fit into registers", arguments: [(16, LoopKind.serial), (32, .unroll)])
  func writtenOut(_ registers: Int, _ expected: LoopKind) throws {
    let sums = [Buffer("a", .f32, localCount: 48), Buffer("b", .f32, localCount: 48)]
    let add = sums.map { Statement.store($0, Self.vi, .binary(.add, .load($0, Self.vi), .load(Self.x, Self.vi))) }
    let rows = Loop(Self.row, to: .variable(Self.n), body: [.loop(Loop(Self.i, to: 48, kind: .vector, body: add))])
    let kernel = Kernel(
      name: "k", lanes: 4, parameters: [Self.x], sizes: [Self.n], parts: 1,
      body: sums.map { .allocate($0, zeroed: true) } + [.loop(rows)])
    let body = Vectorise.apply(kernel, registers: registers).body
    guard case .loop(let row)? = body.last, case .loop(let vectors)? = row.body.first else { throw NoLoop() }
    #expect(vectors.kind == expected)
  }

  /// Blocks of 16 elements of so many: with whole vectors only, nothing is left for a last one.
  @Test("there is no last vector where all are whole", arguments: [(40, 1), (42, 2)])
  func whole(_ count: Int, _ loops: Int) throws {
    let start = Expression.variable(Self.row) * 16
    let inner = Loop(
      Self.i, from: start, to: .minimum(.integer(count), start + 16), kind: .vector, body: [.store(Self.y, Self.vi, .load(Self.x, Self.vi))])
    let kernel = Kernel(
      name: "k", lanes: 4, parameters: [Self.x, Self.y], sizes: [], parts: 1,
      body: [.loop(Loop(Self.row, to: 3, body: [.loop(inner)]))])
    let vectorised = Vectorise.apply(kernel)
    guard case .loop(let blocks)? = vectorised.body.first else { throw NoLoop() }
    #expect(blocks.body.count == loops)
    var buffers = [(0..<count).map { Double($0) }, [Double](repeating: -1, count: count)]
    try Interpreter.run(vectorised, buffers: &buffers, sizes: [])
    #expect(buffers[1] == buffers[0])
  }

  private struct NoLoop: Error {}
}
