import Compiler
import Foundation
import Runtime
import Sonograph
import Testing

/// Three linear layers with GELU between them, for a regression.
struct ThreeLayers: Model {
  var name: String { "three-layers" }
  func build(_ graph: GraphBuilder) -> KeyValuePairs<String, Tensor> {
    let (input, hidden, output) = (Axis(.channel, 7), Axis("hidden", 37), Axis("out", 3))
    let x = graph.input("x", [Axis(.batch, "B"), input])
    let target = graph.input("target", [Axis(.batch, "B"), output])
    let h = gelu(Linear("fc1", from: input, to: hidden)(x))
    let y = Linear("fc3", from: hidden, to: output)(gelu(Linear("fc2", from: hidden, to: hidden)(h)))
    return ["y": y, "loss": meanSquaredError(y, target)]
  }
}

/// One Transformer block with a regression on top.
struct OneBlock: Model {
  var name: String { "one-block" }
  func build(_ graph: GraphBuilder) -> KeyValuePairs<String, Tensor> {
    let channel = Axis(.channel, 24)
    let x = graph.input("x", [Axis(.batch, "B"), Axis(.time, "T"), channel])
    let target = graph.input("target", [Axis(.batch, "B"), Axis(.time, "T"), channel])
    let y = TransformerBlock("block", channel: channel, heads: 3)(x)
    return ["y": y, "loss": meanSquaredError(y, target)]
  }
}

@Suite struct TrainingTests {
  /// Losses of a few steps on fixed data.
  static func losses(_ model: some Model, threads: Int, steps: Int, sizes: [String: Int]) throws -> [Double] {
    let cache = try KernelCache(path: FileManager.default.temporaryDirectory.appendingPathComponent("training-\(UUID())").path)
    defer { try? FileManager.default.removeItem(at: cache.root) }
    let graph = try model.trainGraph(TrainOptions(clipNorm: 1))
    let program = try Compiler(CompileOptions(target: Host.target)).compile(graph)
    let session = try Session(try CompiledProgram(program, cache: cache), pool: try ThreadPool(threads: threads))
    try session.initialize(seed: 1)
    let binding = try session.bind(sizes)
    for (name, scale) in [("x", 0.37), ("target", 0.11)] {
      let type = graph.type(graph.input(named: name)!.value).bound(sizes)
      try binding.write((0..<type.count.constant!).map { Foundation.sin(Double($0) * scale) }, to: name)
    }
    try binding.write([1e-2], to: "learning-rate")
    return try (1...steps).map { step in
      try binding.write([Double(step)], to: "step")
      binding.run()
      return try binding.read("loss")[0]
    }
  }

  @Test func threeLayersTrain() throws {
    let losses = try Self.losses(ThreeLayers(), threads: 2, steps: 150, sizes: ["B": 19])
    #expect(losses.last! < 0.5 * losses.first!)
  }

  @Test func blockTrains() throws {
    let losses = try Self.losses(OneBlock(), threads: 2, steps: 30, sizes: ["B": 3, "T": 11])
    #expect(losses.last! < 0.7 * losses.first!)
  }

  @Test("losses are bit-identical for any number of threads", arguments: [2, 3])
  func threads(_ threads: Int) throws {
    #expect(
      try Self.losses(ThreeLayers(), threads: threads, steps: 10, sizes: ["B": 300])
        == Self.losses(ThreeLayers(), threads: 1, steps: 10, sizes: ["B": 300]))
    #expect(
      try Self.losses(OneBlock(), threads: threads, steps: 5, sizes: ["B": 2, "T": 37])
        == Self.losses(OneBlock(), threads: 1, steps: 5, sizes: ["B": 2, "T": 37]))
  }
}
