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
  ) -> [String: Expression] { applied(width: width, lanes: lanes, elements: elements, also: also, body: body).streamed }

  private static func applied(
    width: Int = 48, lanes: Int = 8, elements: Expression = elements, late: Set<Buffer> = [], also: [Statement] = [],
    body: (_ at: Expression) -> Statement = { .store(y, $0, .load(x, $0)) }
  ) -> Kernel {
    let at = vr * .integer(width) + vn
    let columns = Statement.loop(Loop(n, to: .integer(width), kind: .vector, body: [body(at.simplifiedIndex)]))
    let rows = Statement.loop(Loop(row, to: .variable(count), kind: .part, body: [columns] + also))
    let kernel = Kernel(name: "k", lanes: lanes, parameters: [x, y], sizes: [count], parts: 1, body: [rows])
    return StreamStores.apply(Vectorise.apply(kernel), counts: [elements, elements], late: late)
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

  @Test("not what the kernel reads, too, or asks for elsewhere than where it stores it") func read() {
    let sum = Statement.define(Variable("t", .f32), .load(Self.y, Self.vr * 48))
    #expect(Self.streamed(also: [sum]).isEmpty)
    #expect(Self.streamed(also: [.prefetch(Self.y, Self.vr * 48)]).isEmpty)
    #expect(Self.applied(late: [Self.y], also: [.prefetch(Self.y, Self.vr * 48)]).streamed.count == 1)
    let at = Self.vr * 48 + Self.vn
    let columns = Loop(Self.n, to: 48, step: 8, body: [
      .prefetch(Self.y, at + 192), .store(Self.y, at, .load(Self.x, at, vector: true)),
    ])
    let kernel = Kernel(
      name: "k", lanes: 8, parameters: [Self.x, Self.y], sizes: [Self.count], parts: 1,
      body: [.loop(Loop(Self.row, to: .variable(Self.count), body: [.loop(columns)]))])
    #expect(StreamStores.apply(kernel, counts: [Self.elements, Self.elements]).streamed == ["y": Self.elements])
  }

  @Test("not what is also stored number by number") func mixed() {
    #expect(Self.streamed(also: [.store(Self.y, Self.vr * 48, .number(1, .f32))]).isEmpty)
  }

  @Test("not on targets that have no such store", arguments: [1, 4]) func narrow(_ lanes: Int) {
    #expect(Self.streamed(lanes: lanes).isEmpty)
  }

  @Test("what is read late sixteen times sooner") func late() {
    #expect(Self.applied(late: [Self.y]).streamed == ["y": (Self.elements * 16).simplifiedIndex])
    #expect(Self.applied(elements: .integer(200_000), late: [Self.y]).streamed.isEmpty)
    #expect(Self.applied(width: 50, late: [Self.y]).streamed.isEmpty)
  }

  @Test("blocks transposed into late results, if their rows are whole cache lines", arguments: [(16, 64, true), (16, 50, false), (8, 64, false)])
  func blocks(_ lanes: Int, _ width: Int, _ isStreamed: Bool) {
    let to = BlockTranspose.Rows(Self.y, at: Self.vr * .integer(width) + Self.vn, stride: .integer(width))
    let block = Statement.transpose(BlockTranspose(to: to, from: .init(Self.x, at: Self.vr, stride: 96)))
    let columns = Statement.loop(Loop(Self.n, from: 0, to: 48, step: lanes, body: [block]))
    let rows = Statement.loop(Loop(Self.row, from: 0, to: 96, step: lanes, body: [columns]))
    let kernel = Kernel(name: "k", lanes: lanes, parameters: [Self.x, Self.y], sizes: [Self.count], parts: 1, body: [rows])
    let counts = [Self.elements, Self.elements]
    #expect(StreamStores.apply(kernel, counts: counts, late: [Self.y]).streamed.isEmpty != isStreamed)
    #expect(StreamStores.apply(kernel, counts: counts).streamed.isEmpty)
  }
}
