import LoopIR
import Testing

/// Sharing work out changes who does it, not what is computed: the interpreter runs both forms.
@Suite struct PartitionTests {
  private static let (x, y) = (Buffer("x", .f32), Buffer("y", .f32))
  private static let sizes = [Variable("B"), Variable("T")]
  private static let (batch, time, channel) = (Variable("batch"), Variable("time"), Variable("channel"))
  private static let (vb, vt, vc) = (Expression.variable(batch), Expression.variable(time), Expression.variable(channel))
  /// More than a part's worth of work in a step of time.
  private static let many = 40_000

  private static func kernel(_ inSequence: [Statement], batches: Expression = .variable("B")) -> Kernel {
    Kernel(
      name: "k", lanes: 4, parameters: [x, y], sizes: sizes, parts: 1,
      body: [.loop(Loop(batch, to: batches, body: inSequence))])
  }

  /// y = x of the step before, the first one's own, plus the channel's number modulo 7.
  private static func shifted(_ channels: Int, _ last: Variable = channel, batches: Expression = .variable("B")) -> Kernel {
    func at(_ time: Expression) -> Expression { (vb * .variable("T") + time) * .integer(channels) + .variable(last) }
    let value = Expression.binary(.add, .load(x, at(.maximum(vt - 1, 0))), .cast(.variable(last) % 7, .f32))
    let store = Statement.store(y, at(vt), value)
    return kernel(
      [.loop(Loop(time, to: .variable("T"), body: [.loop(Loop(last, to: .integer(channels), body: [store]))]))],
      batches: batches)
  }

  private static func run(_ kernel: Kernel, _ sizes: [Int]) throws -> [Double] {
    let count = sizes[0] * sizes[1] * 37
    var buffers = [(0..<count).map { Double($0 % 1009) }, Array(repeating: -1, count: count)]
    try Interpreter.run(kernel, buffers: &buffers, sizes: sizes)
    return buffers[1]
  }

  private static func parts(_ kernel: Kernel, _ sizes: [Int]) -> Int {
    kernel.parts.value(Dictionary(uniqueKeysWithValues: zip(kernel.sizes, sizes)))
  }

  @Test("steps within a sequence are shared out, too", arguments: [[1, 1], [1, 5], [3, 2]])
  func sequences(sizes: [Int]) throws {
    #expect(Self.parts(Partition.apply(Self.shifted(Self.many)), sizes) == sizes[0] * sizes[1])
    var kernel = Partition.apply(Self.shifted(37))
    try kernel.verify(stage: .scalar)
    #expect(Self.parts(kernel, sizes) == 1)
    kernel.parts = 4
    #expect(try Self.run(kernel, sizes) == Self.run(Self.shifted(37), sizes))
  }

  @Test("a sequence with something of its own stays whole") func ownWork() throws {
    let sum = Variable("sum", .f32)
    let kernel = Partition.apply(
      Self.kernel([
        .declare(sum, .number(0, .f32)),
        .loop(Loop(Self.time, to: .variable("T"), body: [
          .loop(Loop(Self.channel, to: .integer(Self.many), body: [.accumulate(sum, .sum, .load(Self.x, Self.vc))]))
        ])),
        .store(Self.y, Self.vb, .variable(sum)),
      ]))
    try kernel.verify(stage: .scalar)
    #expect(Self.parts(kernel, [1, 5]) == 1)
    #expect(Self.parts(kernel, [3, 5]) == 3)
  }

  @Test("enough sequences are shared out whole") func manySequences() throws {
    let kernel = Partition.apply(Self.shifted(37, batches: 64))
    guard case .loop(let loop) = kernel.body[0] else {
      Issue.record("no loop")
      return
    }
    #expect(loop.variable == Self.batch && loop.kind == .part)
  }

  @Test("a kernel may have the name of the new loop") func names() throws {
    let kernel = Partition.apply(Self.shifted(37, Variable("unit")))
    try kernel.verify(stage: .scalar)
    #expect(try Self.run(kernel, [1, 3]) == Self.run(Self.shifted(37), [1, 3]))
  }
}
