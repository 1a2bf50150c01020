import Compiler
import Foundation
import GraphIR
import Graphs
import Operators
import Runtime
import Sonograph
import Testing

/// Linear attention in chunks equals the recurrence that it stands for, compiled. The laws of operators hold its definition at
/// small sizes; here arrays are too large for a stack, and a whole sequence may be one chunk.
@Suite struct LinearAttentionTests {
  struct Sizes: CustomTestStringConvertible {
    let (chunk, time, key, value): (Int, Int, Int, Int)
    var isReverse = false
    var testDescription: String { "chunks of \(chunk) in \(time) steps, \(key) x \(value)\(isReverse ? ", reverse" : "")" }
  }

  @Test("chunks and steps agree, gradients too", arguments: [
    Sizes(chunk: 32, time: 70, key: 136, value: 130), Sizes(chunk: 160, time: 200, key: 24, value: 17, isReverse: true),
    Sizes(chunk: 256, time: 131, key: 70, value: 200), Sizes(chunk: 130, time: 390, key: 100, value: 9),
    Sizes(chunk: 48, time: 131, key: 96, value: 80), Sizes(chunk: 48, time: 40, key: 32, value: 96, isReverse: true),
  ])
  func agrees(_ sizes: Sizes) throws {
    let operation = LinearAttention(over: .time, key: "key", value: "value", isReverse: sizes.isReverse, chunk: sizes.chunk)
    let builder = GraphBuilder(name: "both")
    let rows = [Axis(.batch, 2), Axis(.time, Dim(sizes.time)), Axis(.head, 2)]
    let last = [[Axis("key", Dim(sizes.key))], [Axis("key", Dim(sizes.key))], [Axis("value", Dim(sizes.value))], [], []]
    let inputs = zip(["q", "k", "v", "decay", "entry"], last).map { builder.input($0, rows + $1) }
    let types = operation.stateTypes(inputs.map(\.type))
    let start = (state: builder.constant(0, types.state.axes), norm: builder.constant(0, types.norm.axes))
    let steps = operation.recurrent(inputs, from: start)
    let chunks: [Tensor] = builder.add(operation, inputs)
    for (name, (y, norm)) in [("steps", (steps.y, steps.norm)), ("chunks", (chunks[0], chunks[1]))] {
      builder.output("\(name) y", y)
      builder.output("\(name) norm", norm)
      let gradients = pullback([(tensor: y, cotangent: y), (tensor: norm, cotangent: norm)], to: inputs)
      for (input, gradient) in zip(["q", "k", "v", "decay", "entry"], gradients) {
        builder.output("\(name) d\(input)", try #require(gradient))
      }
    }
    let graph = try builder.finish()
    let program = try CompiledProgram(graph, options: CompileOptions(target: Host.target), cache: KernelCache())
    let found = try run(program, threads: 2)
    for threads in [1, 3] { #expect(try run(program, threads: threads) == found, "the same bits on \(threads) threads") }
    for name in ["y", "norm", "dq", "dk", "dv", "ddecay", "dentry"] {
      let (a, b) = (found["steps \(name)"]!, found["chunks \(name)"]!)
      let largest = a.map(abs).max()!
      let worst = zip(a, b).map { abs($0 - $1) }.max()!
      #expect(largest > 0 && worst <= 1e-5 * largest, "\(name): \(worst) of \(largest)")
    }
  }

  /// Runs twice, for threads keep what the first time left in their arrays.
  private func run(_ program: CompiledProgram, threads: Int) throws -> [String: [Double]] {
    let graph = program.program.graph
    let binding = try Session(program, pool: ThreadPool(threads: threads)).bind([:])
    for (number, (_, input, type)) in graph.inputs.enumerated() {
      // Log decays from -0.3 to 0, the rest around zero.
      let shift = input.name == "decay" ? -1.0 : 0, size = input.name == "decay" ? 0.15 : 0.5
      let values = (0..<type.count.constant!).map { size * (sin(Double($0 * 5 + number) * 0.83) + shift) }
      try binding.write(values, to: input.name)
    }
    for _ in 0..<2 { binding.run() }
    return try Dictionary(uniqueKeysWithValues: graph.outputs.map { ($0.name, try binding.read($0.name)) })
  }
}
