import LoopIR
import Testing

/// The known answers of the Random123 distribution for Threefry-2x32-20.
@Suite struct ThreefryTests {
  struct Answer: Sendable {
    let counter, key, block: (UInt32, UInt32)
  }
  static let answers = [
    Answer(counter: (0, 0), key: (0, 0), block: (0x6b20_0159, 0x99ba_4efe)),
    Answer(counter: (.max, .max), key: (.max, .max), block: (0x1cb9_96fc, 0xbb00_2be7)),
    Answer(counter: (0x243f_6a88, 0x85a3_08d3), key: (0x1319_8a2e, 0x0370_7344), block: (0xc492_3a9c, 0x483d_f7a0)),
  ]

  @Test("the function gives the known answers", arguments: answers) func function(_ answer: Answer) {
    #expect(threefry2x32(counter: answer.counter, key: answer.key) == answer.block)
  }

  @Test("the expression is the first word", arguments: answers) func expression(_ answer: Answer) throws {
    func word(_ value: UInt32) -> Expression { .number(Double(value), .u32) }
    let out = Buffer("out", .u32)
    let value = Expression.threefry(
      word(answer.counter.0), word(answer.counter.1), word(answer.key.0), word(answer.key.1))
    let kernel = Kernel(
      name: "random", lanes: 1, parameters: [out], sizes: [], parts: 1, body: [.store(out, 0, value)])
    var buffers = [[0.0]]
    try Interpreter.run(kernel, buffers: &buffers, sizes: [])
    #expect(buffers == [[Double(answer.block.0)]])
  }
}
