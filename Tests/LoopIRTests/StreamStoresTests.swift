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

  @Test("what is read late sixteen times sooner, and nobody asks for it") func late() {
    let asking = [Statement.prefetch(Self.y, Self.vr * 48), .prefetch(Self.x, Self.vr * 48)]
    let kernel = Self.applied(late: [Self.y], also: asking)
    #expect(kernel.streamed == ["y": (Self.elements * 16).simplifiedIndex])
    #expect(kernel.body.requests == [Self.x])
    #expect(Self.applied(elements: .integer(200_000), late: [Self.y]).streamed.isEmpty)
  }

  @Test("requests stay where a late result is not streamed") func lateButRagged() {
    let kernel = Self.applied(width: 50, late: [Self.y], also: [.prefetch(Self.y, Self.vr * 48)])
    #expect(kernel.streamed.isEmpty && kernel.body.requests == [Self.y])
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

extension [Statement] {
  /// The buffers that are asked for.
  fileprivate var requests: Set<Buffer> {
    reduce(into: []) { buffers, statement in
      if case .prefetch(let buffer, _) = statement { buffers.insert(buffer) }
      _ = statement.mapBodies { body in
        buffers.formUnion(body.requests)
        return body
      }
    }
  }
}
