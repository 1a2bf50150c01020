import LoopIR
import Testing

/// Loops split by cases compute the same, each case alone.
@Suite struct SplitCasesTests {
  private static let (a, b, y) = (Buffer("a", .f32), Buffer("b", .f32), Buffer("y", .f32))
  private static let (row, p, c) = (Variable("row"), Variable("p"), Variable("c"))
  private static let (vr, vp, vc) = (Expression.variable(row), Expression.variable(p), Expression.variable(c))

  /// An element at `index` where that is in `0 ..< count`, else zero.
  private static func padded(_ buffer: Buffer, _ index: Expression, _ count: Int, at place: (Expression) -> Expression) -> Expression {
    let last = Expression.integer(count - 1)
    let isInside = Expression.binary(.and, .compare(.le, 0, index), .compare(.le, index, last))
    return .select(isInside, .load(buffer, place(.minimum(.maximum(index, 0), last))), .number(0, .f32))
  }

  private static func kernel(_ loop: Loop) -> Kernel {
    Kernel(name: "k", lanes: 4, parameters: [a, b, y], sizes: [], parts: 1, body: [.loop(Loop(row, to: 3, body: [.loop(loop)]))])
  }

  /// `y[row][p][c] = a[row][c]` for the first p, `b[row][p - 1][c]` for the others: padded pieces, added.
  private static func steps(_ count: Int, step: Int = 1, to: Expression? = nil) -> Kernel {
    let (first, second) = (Variable("first", .f32), Variable("second", .f32))
    let sum = Expression.binary(.add, .variable(first), .variable(second))
    let columns = Loop(c, to: 8, kind: .vector, body: [
      .define(first, padded(a, vp, 1) { (vr + $0) * 8 + vc }),
      .define(second, padded(b, vp - 1, count - 1) { (vr * .integer(count - 1) + $0) * 8 + vc }),
      .store(y, (vr * .integer(count) + vp) * 8 + vc, sum),
    ])
    return kernel(Loop(p, from: 0, to: to ?? .integer(count), step: step, body: [.loop(columns)]))
  }

  /// `y[row][c]`: the first of the columns are a's, the others b's.
  private static func columns(_ kind: LoopKind, first: Int = 8, of count: Int = 20) -> Kernel {
    let chosen = Expression.select(
      .compare(.lt, vc, .integer(first)), .load(a, vr * .integer(first) + .minimum(vc, .integer(first - 1))),
      .load(b, vr * .integer(count - first) + .maximum(vc - .integer(first), 0)))
    return kernel(Loop(c, to: .integer(count), kind: kind, body: [.store(y, vr * .integer(count) + vc, chosen)]))
  }

  private static func loops(_ kernel: Kernel) -> [Loop] {
    guard case .loop(let rows) = SplitCases.apply(kernel).body[0] else { return [] }
    return rows.body.compactMap { if case .loop(let loop) = $0 { loop } else { nil } }
  }

  static let split: [String: (kernel: Kernel, cases: Int)] = [
    "two steps": (steps(2), 2), "three steps, the last two alike": (steps(3), 2), "columns": (columns(.vector), 2),
    "columns one by one": (columns(.serial, first: 7), 2),
  ]

  @Test("each case alone", arguments: split.keys.sorted()) func cases(_ name: String) throws {
    let (kernel, cases) = try #require(Self.split[name])
    let result = SplitCases.apply(kernel)
    #expect(Self.loops(kernel).count == cases)
    var choices = 0
    result.body[0].forEachExpression { expression in
      _ = expression.contains {
        if case .select = $0 { choices += 1 }
        return false
      }
    }
    #expect(choices == 0)
    try kernel.verify(stage: .scalar)
    let vectors = Vectorise.apply(result)
    try vectors.verify()
    let start = [(0..<100).map { Double($0) }, (0..<100).map { -Double($0) }, [Double](repeating: 9, count: 100)]
    var (plain, apart) = (start, start)
    try Interpreter.run(kernel, buffers: &plain, sizes: [])
    try Interpreter.run(vectors, buffers: &apart, sizes: [])
    #expect(plain == apart)
  }

  @Test("what another case computes is gone") func unused() {
    let loads = Self.loops(Self.steps(2)).map { loop -> Set<Buffer> in
      var buffers: Set<Buffer> = []
      Statement.loop(loop).forEachLoad { buffer, _ in buffers.insert(buffer) }
      return buffers
    }
    #expect(loads == [[Self.a], [Self.b]])
  }

  @Test("not steps of two, sizes that nobody knows, or cases that begin within a vector") func whole() {
    for kernel in [Self.steps(4, step: 2), Self.steps(2, to: .variable("n")), Self.columns(.vector, first: 6)] {
      #expect(SplitCases.apply(kernel) == kernel)
    }
  }
}
