import LoopIR
import Testing

/// Which results may go past the caches.
@Suite struct StreamStoresTests {
  private static let (x, y) = (Buffer("x", .f32), Buffer("y", .f32))
  private static let (row, n, count) = (Variable("row"), Variable("n"), Variable("T"))
  private static let (vr, vn, elements) = (Expression.variable(row), Expression.variable(n), Expression.variable(count) * 48)

  /// `y[row*width + n] = x[row*width + n]`, or what stands in place of either.
  private static func streamed(
    width: Int = 48, lanes: Int = 8, elements: Expression = elements, also: [Statement] = [],
    body: (_ at: Expression) -> Statement = { .store(y, $0, .load(x, $0)) }
  ) -> [String: Expression] {
    let at = vr * .integer(width) + vn
    let columns = Statement.loop(Loop(n, to: .integer(width), kind: .vector, body: [body(at.simplifiedIndex)]))
    let rows = Statement.loop(Loop(row, to: .variable(count), kind: .part, body: [columns] + also))
    let kernel = Kernel(name: "k", lanes: lanes, parameters: [x, y], sizes: [count], parts: 1, body: [rows])
    return StreamStores.apply(Vectorise.apply(kernel), counts: [elements, elements]).streamed
  }

  @Test("rows of whole vectors, by how many elements there are when the kernel runs") func rows() {
    #expect(Self.streamed() == ["y": Self.elements])
    #expect(Self.streamed(elements: .integer(5 << 20)) == ["y": .integer(5 << 20)])
  }

  @Test("not what is known to be small") func small() { #expect(Self.streamed(elements: .integer(4 << 20)).isEmpty) }

  @Test("not rows that end within a vector, as the next one then begins there") func ragged() {
    #expect(Self.streamed(width: 50).isEmpty)
  }

  @Test("not what lies apart") func apart() {
    #expect(Self.streamed { .store(Self.y, ($0 * 2).simplifiedIndex, .load(Self.x, $0)) }.isEmpty)
  }

  @Test("not what the kernel reads or asks for, too") func read() {
    let sum = Statement.define(Variable("t", .f32), .load(Self.y, Self.vr * 48))
    #expect(Self.streamed(also: [sum]).isEmpty)
    #expect(Self.streamed(also: [.prefetch(Self.y, Self.vr * 48)]).isEmpty)
  }

  @Test("not what is also stored number by number") func mixed() {
    #expect(Self.streamed(also: [.store(Self.y, Self.vr * 48, .number(1, .f32))]).isEmpty)
  }

  @Test("not on targets that have no such store", arguments: [1, 4]) func narrow(_ lanes: Int) {
    #expect(Self.streamed(lanes: lanes).isEmpty)
  }
}
