import Compiler
import Foundation
import GraphIR
import Operators
import Runtime
import Testing

/// Operators on symbolic sizes: one compiled program, bound to several sizes, agrees with the references, forwards and
/// backwards.
@Suite struct SymbolicLoweringTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let build: @Sendable (GraphBuilder) -> Tensor
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "frames") { frames($0) }, Case(name: "rows") { rows($0) }, Case(name: "predictor") { predictor($0) },
    Case(name: "convolution") { convolution($0) },
    Case(name: "crossed") { crossed($0) },
  ]

  static let batch = Axis(.batch, "B")
  static let channel = Axis(.channel, 5)

  static func input(_ builder: GraphBuilder, _ name: String, _ axes: [Axis], _ element: ElementType = .f32) -> Tensor {
    builder.input(Input(name, .data), TensorType(element, axes))
  }

  /// Centred windows of a signal, weighted and added up again.
  static func frames(_ builder: GraphBuilder) -> Tensor {
    let signal = input(builder, "x", [batch, Axis("sample", Dim("N") * 4)])
    let windows = signal.reflected("sample", before: 5, after: 5).framed("sample", hop: 4, length: 10)
    let weighted = windows * builder.iota(Axis("sample", 10))
    return weighted.overlapAdded(hop: 4, into: Axis("sample", Dim("N") * 4 + 10))
  }

  /// Rows of a symbolic table, added up in other rows.
  static func rows(_ builder: GraphBuilder) -> Tensor {
    let table = input(builder, "x", [Axis("row", Dim("N") + 1), channel])
    let numbers = input(builder, "i", [batch], .i32)
    return scatterAdd(gather(table, along: "row", at: numbers) * 2, at: numbers, along: Axis("row", "B"))
  }

  /// Batch normalisation, dropout and a loss, as HEAR's predictor has them.
  static func predictor(_ builder: GraphBuilder) -> Tensor {
    let x = input(builder, "x", [batch, channel])
    let (y, _, variance) = batchNormalized(x, over: [.batch])
    let kept = dropout(y, rate: 0.25, seed: input(builder, "seed", [], .i32))
    let loss = crossEntropy(logits: relu(kept), targets: input(builder, "i", [batch], .i32), over: .channel)
    return mean(loss, over: [.batch]) + sum(unbiased(variance, of: x, over: [.batch]), over: .channel)
  }

  /// A convolution in each direction.
  static func convolution(_ builder: GraphBuilder) -> Tensor {
    let x = input(builder, "x", [batch, Axis(.time, "N"), channel])
    let weight = input(builder, "w", [channel, Axis("tap", 4)])
    return causalConvolution(causalConvolution(x, weight: weight), weight: weight, isReversed: true)
  }

  /// Axes with the names of each other's sizes, and of another input.
  static func crossed(_ builder: GraphBuilder) -> Tensor {
    let x = input(builder, "x", [Axis("N", "B"), Axis("B", "N"), channel])
    let b = input(builder, "B", [Axis("N", "B"), channel])
    return softmax(x * b, over: .channel).transposed(to: ["B", "N", .channel]) * sum(x, over: "B")
  }

  /// Squares of sums of up to a hundred numbers near 10, in single precision.
  static let tolerance = 1e-5

  @Test("forwards and backwards", arguments: cases)
  func agrees(_ test: Case) throws {
    let graph = try Self.graph(test)
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("symbolic-\(UUID())").path
    let cache = try KernelCache(path: path)
    defer { try? FileManager.default.removeItem(at: cache.root) }
    let program = try Compiler(CompileOptions(target: Host.target)).compile(graph)
    let session = try Session(try CompiledProgram(program, cache: cache), pool: try ThreadPool(threads: 2))
    for sizes in [["B": 3, "N": 2], ["B": 1, "N": 5], ["B": 37, "N": 19]] {
      var random = RandomInputs(seed: 3)
      let values = Dictionary(
        uniqueKeysWithValues: graph.inputs.map { ($0.input.name, random.tensor($0.type.bound(sizes), in: -1...5)) })
      let binding = try session.bind(sizes)
      for (name, value) in values { try binding.write(value.data, to: name) }
      binding.run()
      for (output, expected) in try Evaluator(graph, symbols: sizes).run(values) {
        let scale = max(1, expected.data.map { abs($0) }.max() ?? 1)
        let got = try binding.read(output)
        #expect(distance(got, expected.data) <= Self.tolerance * scale, "\(test.name) \(sizes) \(output)")
      }
    }
  }

  /// The result and the gradients of the sum of its squares.
  static func graph(_ test: Case) throws -> Graph {
    let builder = GraphBuilder(name: test.name)
    let y = test.build(builder)
    let inputs = builder.graph.inputs.filter { $0.type.element.isFloat }
    builder.output("y", y)
    let slopes = gradients(of: sum(y * y, over: y.type.names), by: inputs.map { Tensor(builder, $0.value) })
    for (input, slope) in zip(inputs, slopes) { builder.output("d" + input.input.name, try #require(slope)) }
    return try builder.finish()
  }
}
