import LoopIR
import Testing

/// Copies that go block by block copy the same.
@Suite struct TransposeBlocksTests {
  private static let (x, y) = (Buffer("x", .f32), Buffer("y", .f32))
  private static let (f, s) = (Variable("f"), Variable("s"))
  private static let (vf, vs) = (Expression.variable(f), Expression.variable(s))
  private static let n = Variable("n")

  /// `y[f * 20 + s] = x[s * 24 + f]`, or other places, for some f and s.
  private static func kernel(
    rows: Expression, columns: Expression, first: Expression = 0, to: Expression = vf * 20 + vs, from: Expression = vs * 24 + vf,
    extra: [Statement] = []
  ) -> Kernel {
    let inner = Loop(s, to: columns, kind: .vector, body: [.store(y, to, .load(x, from))] + extra)
    return Kernel(
      name: "k", lanes: 4, parameters: [x, y], sizes: [n], parts: 1, body: [.loop(Loop(f, from: first, to: rows, body: [.loop(inner)]))])
  }

  static let kernels: [String: (kernel: Kernel, isInBlocks: Bool)] = [
    "whole blocks": (kernel(rows: 16, columns: 8), true),
    "rows and columns remain": (kernel(rows: 19, columns: 13), true),
    "sizes known when it runs": (kernel(rows: .variable(n), columns: .variable(n) - 3), true),
    "from a row on": (kernel(rows: 20, columns: 16, first: 3), true),
    "backwards": (kernel(rows: 16, columns: 16, from: (15 - vs) * 24 + vf), true),
    "rows of rows": (kernel(rows: 16, columns: 16, to: vf * 17 + vs, from: vs * .variable(n) + vf + 5), true),
    "no row of a block": (kernel(rows: 3, columns: 16), false),
    "side by side": (kernel(rows: 16, columns: 16, from: vf * 20 + vs), false),
    "columns apart on both sides": (kernel(rows: 10, columns: 16, from: vs * 24 + vf * 2), false),
    "more is done": (kernel(rows: 8, columns: 8, extra: [.store(y, 400 + vs, .number(1, .f32))]), false),
  ]

  @Test("copies that read columns", arguments: kernels.keys.sorted()) func form(_ name: String) throws {
    let (kernel, isInBlocks) = try #require(Self.kernels[name])
    #expect((TransposeBlocks.apply(kernel) != kernel) == isInBlocks)
    var scalar = kernel
    scalar.lanes = 1
    #expect(TransposeBlocks.apply(scalar) == scalar)
  }

  @Test("blocks copy the same", arguments: kernels.keys.sorted(), [4, 8]) func same(_ name: String, _ lanes: Int) throws {
    var kernel = Self.kernels[name]!.kernel
    kernel.lanes = lanes
    let blocks = Vectorise.apply(TransposeBlocks.apply(kernel))
    try kernel.verify(stage: .scalar)
    try blocks.verify()
    let start = [(0..<500).map { Double($0) }, [Double](repeating: -1, count: 500)]
    var (plain, wide) = (start, start)
    try Interpreter.run(kernel, buffers: &plain, sizes: [19])
    try Interpreter.run(blocks, buffers: &wide, sizes: [19])
    #expect(plain == wide)
  }

  @Test("blocks, which ask for the lines of those below, then what remains") func statements() {
    let blocks = TransposeBlocks.apply(Self.kernel(rows: 16, columns: 10))
    let rest = Variable("f_rest")
    let transpose = Statement.transpose(BlockTranspose(
      to: .init(Self.y, at: Self.vf * 20 + Self.vs, stride: 20), from: .init(Self.x, at: Self.vs * 24 + Self.vf, stride: 24)))
    let copy = Loop(
      Self.s, from: 8, to: 10, kind: .vector,
      body: [.store(Self.y, .variable(rest) * 20 + Self.vs, .load(Self.x, Self.vs * 24 + .variable(rest)))])
    let line = Variable("line")
    let next = (Self.vf * 20 + Self.vs + (.variable(line) + 4) * 20).simplifiedIndex
    let requests = Loop(line, to: 4, body: [.prefetch(Self.y, next)])
    #expect(blocks.body == [
      .loop(Loop(Self.f, to: 16, step: 4, body: [
        .loop(Loop(Self.s, to: 8, step: 4, body: [.loop(requests), transpose])),
        .loop(Loop(rest, from: Self.vf, to: Self.vf + 4, body: [.loop(copy)])),
      ]))
    ])
  }
}
