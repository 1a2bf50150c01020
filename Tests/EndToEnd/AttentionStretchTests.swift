import Compiler
import Foundation
import GraphIR
import Operators
import Runtime
import Testing

/// Attention over more keys than one stretch, with which tiles take turns.
@Suite struct AttentionStretchTests {
  /// So many that a stretch has one span of 256 keys.
  private static let (steps, features) = (601, 256)

  @Test("rows over several stretches of keys", arguments: [false, true]) func rows(_ isCausal: Bool) throws {
    let graph = GraphBuilder(name: "attention")
    let names = ["q", "k", "v"]
    let operands = names.map {
      graph.input(Input($0, .data), TensorType(.f32, [Axis(.time, "T"), Axis(.feature, Dim(Self.features))]))
    }
    graph.output("y", attention(operands[0], operands[1], operands[2], isCausal: isCausal))
    let cache = try KernelCache(path: FileManager.default.temporaryDirectory.appendingPathComponent("stretch-\(UUID())").path)
    defer { try? FileManager.default.removeItem(at: cache.root) }
    let program = try Compiler(CompileOptions(target: Host.target)).compile(graph.finish())
    let binding = try Session(CompiledProgram(program, cache: cache), pool: ThreadPool(threads: 2)).bind(["T": Self.steps])
    let inputs = names.indices.map(Self.input)
    for (name, values) in zip(names, inputs) { try binding.write(values, to: name) }
    binding.run()
    let y = try binding.read("y")
    for row in [0, 5, 47, 255, 256, 513, 600] {
      let expected = Self.expected(row, inputs, isCausal)
      let got = y[row * Self.features..<(row + 1) * Self.features]
      #expect(zip(got, expected).allSatisfy { abs($0 - $1) < 1e-5 })
    }
  }

  /// Keys grow, so that maxima are found anew in later stretches.
  private static func input(_ number: Int) -> [Double] {
    (0..<steps * features).map { position -> Double in
      let value = Double((position * (31 + number)) % 47 - 23) / 32
      return number == 1 ? value * (1 + Double(position) / 5e4) : value
    }
  }

  /// A row of `softmax(q k^T / sqrt(features)) v` in double precision.
  private static func expected(_ row: Int, _ inputs: [[Double]], _ isCausal: Bool) -> [Double] {
    let scores = (0..<(isCausal ? row + 1 : steps)).map { key -> Double in
      let products = (0..<features).map { inputs[0][row * features + $0] * inputs[1][key * features + $0] }
      return products.reduce(0, +) / Double(features).squareRoot()
    }
    let largest = scores.max()!
    let weights = scores.map { exp($0 - largest) }
    let total = weights.reduce(0, +)
    return (0..<features).map { f -> Double in
      let products = weights.indices.map { weights[$0] * inputs[2][$0 * features + f] }
      return products.reduce(0, +) / total
    }
  }
}
