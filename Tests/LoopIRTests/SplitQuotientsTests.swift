import LoopIR
import Testing

/// Splitting at quotients changes where a value is computed, not what a kernel computes.
@Suite struct SplitQuotientsTests {
  private static let (x, v, y) = (Buffer("x", .f32), Buffer("v", .f32), Buffer("y", .f32))
  private static let (i, row) = (Variable("i"), Variable("row"))
  private static let (scale, value) = (Variable("scale", .f32), Variable("value", .f32))
  private static let vi = Expression.variable(i)

  /// `y[i] = x[i] / sqrt(v[(i + offset) / divisor]) + v[(i + offset) % divisor]` for i in `from ..< to`, in each of two rows.
  private static func kernel(from: Expression = 0, to: Expression, offset: Expression = 0, by divisor: Int, extra: [Statement] = []) -> Kernel {
    let place = vi + offset
    let body: [Statement] = [
      .define(scale, .unary(.rsqrt, .load(v, place / .integer(divisor)))),
      .define(value, .binary(.mul, .load(x, vi), .variable(scale))),
      .store(y, vi, .binary(.add, .variable(value), .load(x, place % .integer(divisor)))),
    ]
    let inner = Loop(i, from: from, to: to, kind: .vector, body: body + extra)
    return Kernel(
      name: "k", lanes: 4, parameters: [x, v, y], sizes: [], parts: 1, body: [.loop(Loop(row, to: 2, body: [.loop(inner)]))])
  }

  static let kernels: [String: (kernel: Kernel, isSplit: Bool)] = [
    "whole heads": (kernel(to: 32, by: 16), true),
    "a head is cut off": (kernel(to: 40, by: 16), true),
    "blocks across heads": (kernel(to: 16, offset: .variable(row) * 16, by: 24), true),
    "from within a head": (kernel(from: 8, to: 24, by: 16), true),
    "no whole vectors": (kernel(to: 37, by: 16), true),
    "heads of one vector": (kernel(to: 32, by: 4), false),
    "heads that share a vector": (kernel(to: 32, by: 6), false),
    "the quotient's operand is written": (kernel(to: 32, by: 16, extra: [.store(v, vi + 40, .number(1, .f32))]), false),
  ]

  @Test("what depends on the quotient alone is computed once", arguments: kernels.keys.sorted()) func splits(_ name: String) throws {
    let (kernel, isSplit) = try #require(Self.kernels[name])
    #expect((SplitQuotients.apply(kernel) != kernel) == isSplit)
  }

  @Test("split kernels compute the same", arguments: kernels.keys.sorted(), [1, 4, 8]) func same(_ name: String, _ lanes: Int) throws {
    var kernel = Self.kernels[name]!.kernel
    kernel.lanes = lanes
    let split = Vectorise.apply(SplitQuotients.apply(kernel))
    try kernel.verify(stage: .scalar)
    try split.verify()
    let x: [Double] = (0..<64).map { Double($0 % 7) }
    let squares: [Double] = (1...80).map { Double($0 * $0) }
    let start = [x, squares, [Double](repeating: -1, count: 80)]
    var (plain, wide) = (start, start)
    try Interpreter.run(kernel, buffers: &plain, sizes: [])
    try Interpreter.run(split, buffers: &wide, sizes: [])
    #expect(plain == wide)
  }

  @Test("a loop over heads around one over a head") func form() throws {
    let share = Variable("i_share")
    let split = SplitQuotients.apply(try #require(Self.kernels["whole heads"]).kernel)
    let start = Expression.variable(share) * 16
    let inner = Loop(
      Self.i, from: start, to: start + 16, kind: .vector,
      body: [
        .define(Self.value, .binary(.mul, .load(Self.x, Self.vi), .variable(Self.scale))),
        .store(Self.y, Self.vi, .binary(.add, .variable(Self.value), .load(Self.x, Self.vi + 0 - start))),
      ])
    let fixed = Statement.define(Self.scale, .unary(.rsqrt, .load(Self.v, .variable(share))))
    #expect(split.body == [.loop(Loop(Self.row, to: 2, body: [.loop(Loop(share, to: 2, body: [fixed, .loop(inner)]))]))])
  }
}
