import Compiler
import Foundation
import Graphs
import Runtime
import Sonograph
import Testing

/// Every value of a training step as an output: nothing is fused away, and each is compared with the reference.
@Suite struct ExposedNodesTests {
  static let models: [any Model] = {
    var frame = MaskedSpectrogram(width: 8)
    (frame.mels, frame.patchMel, frame.patchTime) = (6, 2, 2)
    return [
      SSAST(name: "ssast-exposed", frame: frame, depth: 1, heads: 2), SSAM(name: "ssam-exposed", frame: frame, depth: 1),
      AxLSTM(name: "axlstm-exposed", frame: frame, depth: 1),
    ]
  }()

  @Test("every value of a training step equals the reference", arguments: models.indices)
  func values(_ number: Int) throws {
    var graph = try Self.models[number].trainGraph()
    let live = Set(graph.liveNodes)
    graph.outputs = []
    // Updates divide by the root of squared gradients, which says little where those are all rounding.
    for (index, node) in graph.nodes.enumerated() where live.contains(index) && !node.scope.hasPrefix(TrainOptions.scope) {
      for (output, type) in node.types.enumerated() where type.element.isFloat {
        graph.outputs.append(Output("node \(index).\(output)", Value(index, output)))
      }
    }
    let sizes = ["B": 2, "P": 3]
    let inputs = Self.inputs(graph, sizes)
    let expected = try Evaluator(graph, symbols: sizes).run(inputs)
    let cache = try KernelCache(path: FileManager.default.temporaryDirectory.appendingPathComponent("exposed-\(getuid())").path)
    let program = try CompiledProgram(graph, options: CompileOptions(target: Host.target), cache: cache)
    let session = try Session(program, pool: ThreadPool(threads: 2))
    let binding = try session.bind(sizes)
    for (_, input, _) in graph.inputs {
      let values = inputs[input.name]!.data
      if input.role == .data { try binding.write(values, to: input.name) } else { try session.write(values, to: input.name) }
    }
    binding.run()
    for output in graph.outputs {
      let (got, wanted) = (try binding.read(output.name), expected[output.name]!.data)
      let scale = max(wanted.map(abs).max() ?? 0, 1e-3)
      let error = zip(got, wanted).map { $0 == $1 ? 0 : abs($0 - $1) }.max()! / scale
      #expect(error < 1e-3, "\(output.name) in '\(graph.nodes[output.value.node].scope)'")
    }
  }

  private static func inputs(_ graph: Graph, _ sizes: [String: Int]) -> [String: DenseTensor] {
    graph.inputs.reduce(into: [:]) { inputs, entry in
      let type = entry.type.bound(sizes)
      let drawn = (entry.input.initializer ?? .normal(1)).values(type, name: entry.input.name, seed: 1)
      inputs[entry.input.name] = DenseTensor(type, drawn.map { entry.input.name == "mask" ? $0 > 0 ? 1 : 0 : Double(Float($0)) })
    }
  }
}
