import Foundation
import Graphs
import Sonograph
import Testing

@testable import Training

/// Encoders that see visible patches only, as in MAE.
@Suite struct VisibleEncodingTests {
  static let settings = ["encoding": "visible", "decoder-width": "12", "decoder-depth": "1", "decoder-heads": "3"]
  static let models: [any Model] = TinyRun.models.map { try! $0.with(settings: settings) }

  private func inputs(_ graph: Graph, _ sizes: [String: Int], mask: [Double]) -> [String: DenseTensor] {
    graph.inputs.reduce(into: [:]) { inputs, entry in
      let type = entry.type.bound(sizes)
      let drawn = (entry.input.initializer ?? .normal(1)).values(type, name: entry.input.name, seed: 3)
      inputs[entry.input.name] = DenseTensor(type, entry.input.name == "mask" ? mask : drawn)
    }
  }

  /// Two clips of 2 x 4 tokens, of which the first has tokens 1, 2 and 6 visible and the second 0, 3 and 7.
  @Test("hidden patches change nothing but the target", arguments: models.indices)
  func hiddenPatchesAreNotSeen(_ number: Int) throws {
    var graph = try Self.models[number].forwardGraph()
    graph.outputs.removeAll { $0.name == "loss" }
    let sizes = ["B": 2, "P": 2, "K": 3]
    let mask: [Double] = [1, 0, 0, 1, 1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0]
    var values = inputs(graph, sizes, mask: mask)
    let before = try Evaluator(graph, symbols: sizes).run(values)
    #expect(before["features"]!.type.extents == [2, 4, 16])
    let grid = try PatchGrid(TinyRun.transformer.forwardGraph())
    // Token 3 of the first clip is hidden, token 6 visible.
    for (token, isVisible) in [(3, false), (6, true)] {
      for value in 0..<grid.size { values["spectrogram"]!.data[grid.offset(token: token, value: value)] += 1 }
      let after = try Evaluator(graph, symbols: sizes).run(values)
      #expect((after["features"]!.data == before["features"]!.data) == !isVisible)
      #expect((after["prediction"]!.data == before["prediction"]!.data) == !isVisible)
    }
  }

  @Test func everythingVisibleIsTheWholeSequence() throws {
    // With nothing hidden, the encoder sees what it sees in the official code.
    let sizes = ["B": 1, "P": 2, "K": 8]
    let graphs = try [TinyRun.models[0], Self.models[0]].map { model in
      var graph = try model.forwardGraph()
      graph.outputs.removeAll { $0.name != "features" }
      return graph
    }
    let features = try graphs.map { graph in
      try Evaluator(graph, symbols: sizes).run(inputs(graph, sizes, mask: [Double](repeating: 0, count: 8)))["features"]!
    }
    #expect(features[0].data == features[1].data)
  }

  @Test("trains, resumes and embeds", arguments: models.indices)
  func training(_ number: Int) throws {
    let tiny = try TinyRun()
    let model = Self.models[number]
    var options = TinyRun.options
    options.masking = Masking(kind: .timestep, ratio: 0.7)
    let whole = try tiny.begin("whole", model, options).run()
    #expect(whole.isFinished && whole.last.maskedLoss.isFinite)
    var steps = 0
    _ = try tiny.begin("part", model, options, threads: 2).run(shouldStop: { steps >= 3 }, report: { _ in steps += 1 })
    _ = try tiny.resume("part", model).run()
    #expect(try tiny.state("part") == tiny.state("whole"))
    let encoder = try SpectrogramEncoder(model, frames: options.frames, machine: TinyRun.machine(threads: 1))
    let path = try tiny.run("whole").bestCheckpoint().parametersPath
    try encoder.take(Safetensors(contentsOf: URL(fileURLWithPath: path)), from: path)
    let embedding = try encoder((0..<8000).map { Float(sin(Double($0) * 0.1)) })
    #expect(embedding.width == 4 * 16 && embedding.values.allSatisfy(\.isFinite))
  }
}
