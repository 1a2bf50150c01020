import LoopIR
import Testing

/// Which rows work on rows asks for.
@Suite struct PrefetchRowsTests {
  private static let (x, y, w) = (Buffer("x", .f32), Buffer("y", .f32), Buffer("w", .f32))
  private static let (row, c, again, time) = (Variable("row"), Variable("c"), Variable("again"), Variable("time"))
  private static let (vr, vc) = (Expression.variable(row), Expression.variable(c))
  private static let (va, vt) = (Expression.variable(again), Expression.variable(time))

  /// `y[row*20 + c] = x[from] * w[c]`, and whatever else a row does.
  private static func kernel(
    from: Expression, before: [Statement] = [], after: [Statement] = [], kind: LoopKind = .vector
  ) -> Kernel {
    let work = Statement.store(y, vr * 20 + vc, .binary(.mul, .load(x, from), .load(w, vc)))
    let body = before + [.loop(Loop(c, to: 20, kind: kind, body: [work]))] + after
    return Kernel(
      name: "k", lanes: 4, parameters: [x, y, w], sizes: [], parts: 1, body: [.loop(Loop(row, to: 5, body: body))])
  }

  private static func requests(_ kernel: Kernel, results: Bool = false) -> [Statement] {
    guard case .loop(let rows) = PrefetchRows.apply(kernel, results: results).body[0] else { return [] }
    return rows.body.flatMap { statement -> [Statement] in
      guard case .loop(let columns) = statement else { return [] }
      return columns.body.filter { if case .prefetch = $0 { true } else { false } }
    }
  }

  @Test("rows that come next are asked for, results and what all rows share are not") func rows() {
    #expect(Self.requests(Self.kernel(from: Self.vr * 400 + Self.vc)) == [.prefetch(Self.x, Self.vc + Self.vr * 400 + 1600)])
  }

  @Test("results, too, where nobody foresees them") func results() {
    let requests = Self.requests(Self.kernel(from: Self.vr * 400 + Self.vc), results: true)
    #expect(requests == [.prefetch(Self.x, Self.vc + Self.vr * 400 + 1600), .prefetch(Self.y, Self.vc + Self.vr * 20 + 260)])
  }

  @Test("short rows ask farther ahead") func shortRows() {
    #expect(Self.requests(Self.kernel(from: Self.vr * 20 + Self.vc)) == [.prefetch(Self.x, Self.vc + Self.vr * 20 + 260)])
  }

  @Test("rows that go back ask for earlier ones") func backwards() {
    let kernel = Self.kernel(from: 4000 - Self.vr * 400 + Self.vc)
    #expect(Self.requests(kernel) == [.prefetch(Self.x, Self.vc - Self.vr * 400 + 2400)])
  }

  @Test("a row by another name") func named() {
    let kernel = Self.kernel(from: Self.vt * 400 + Self.vc, before: [.define(Self.time, Self.vr % 3)])
    #expect(Self.requests(kernel) == [.prefetch(Self.x, Self.vc + Self.vt * 400 + 1600)])
  }

  @Test("walking a row once more asks for nothing") func twice() {
    let copy = Statement.store(Self.y, Self.vr * 20 + Self.va, .load(Self.x, Self.vr * 400 + Self.va))
    let walk = Loop(Self.again, to: 20, kind: .vector, body: [copy])
    #expect(Self.requests(Self.kernel(from: Self.vr * 400 + Self.vc, after: [.loop(walk)])).count == 1)
  }

  @Test("nothing for neighbours, columns that lie apart, rows looked up, and outside of lanes") func none() {
    let lookedUp = Expression.cast(.load(Self.w, Self.vr), .index) * 400 + Self.vc
    for from in [Self.vr * 2 + Self.vc, Self.vr * 400 + Self.vc * 3, lookedUp, .minimum(Self.vr, 3) * 400 + Self.vc] {
      #expect(Self.requests(Self.kernel(from: from)).isEmpty)
    }
    #expect(Self.requests(Self.kernel(from: Self.vr * 400 + Self.vc, kind: .serial)).isEmpty)
    var scalar = Self.kernel(from: Self.vr * 400 + Self.vc)
    scalar.lanes = 1
    #expect(PrefetchRows.apply(scalar) == scalar)
  }

  @Test func computesTheSame() throws {
    let kernel = Self.kernel(from: Self.vr * 30 + Self.vc), asking = Vectorise.apply(PrefetchRows.apply(kernel))
    try asking.verify()
    let start = [(0..<200).map { Double($0) }, [Double](repeating: -1, count: 100), (0..<20).map { Double($0) / 4 }]
    var (plain, found) = (start, start)
    try Interpreter.run(kernel, buffers: &plain, sizes: [])
    try Interpreter.run(asking, buffers: &found, sizes: [])
    #expect(plain == found)
  }
}
