import Evaluation
import Sonograph
import Testing

@testable import FineTuning

@Suite struct ClassifierTests {
  /// The loss of soft labels, and its gradients by parameters of every part, in double precision against central differences.
  @Test(arguments: [EvaluationTask.Prediction.multiclass, .multilabel])
  func gradientsAreThoseOfFiniteDifferences(_ prediction: EvaluationTask.Prediction) throws {
    let model = Classifier(encoder: ToneTask.models[1], classes: 3, prediction: prediction, parts: 4, isTraining: true)
    let sizes = ["B": 2, "P": 3]
    let graph = try model.forwardGraph()
    let whole = try graph.withGradients(of: "loss")
    var values = inputs(graph, sizes)
    func loss() throws -> Double { try Evaluator(graph, symbols: sizes).run(values)["loss"]!.data[0] }
    let gradients = try Evaluator(whole, symbols: sizes).run(values)
    // One of each kind: the tokens, the block's first and last products, the last norm, the head.
    let checked = ["patch-embed/weight", "in_proj/weight", "out_proj/weight", "encoder-norm/weight", "classifier/weight"]
    for (_, input, _) in graph.inputs where checked.contains(where: { input.name.hasSuffix($0) }) {
      guard let gradient = gradients["gradient of \(input.name)"] else { continue }
      let place = gradient.data.count / 2
      let kept = values[input.name]!.data[place]
      func shifted(_ by: Double) throws -> Double {
        values[input.name]!.data[place] = kept + by
        defer { values[input.name]!.data[place] = kept }
        return try loss()
      }
      let expected = (try shifted(1e-5) - shifted(-1e-5)) / 2e-5
      #expect(abs(gradient.data[place] - expected) < 1e-7 + 1e-5 * abs(expected), "\(input.name)")
    }
  }

  private func inputs(_ graph: Graph, _ sizes: [String: Int]) -> [String: DenseTensor] {
    var draws = Draws(5)
    var values: [String: DenseTensor] = [:]
    for (_, input, type) in graph.inputs {
      var tensor = DenseTensor(type.bound(sizes))
      for i in tensor.data.indices { tensor.data[i] = input.name == "mask" ? 0 : draws.uniform(-0.5...0.5) }
      if input.name == "pool" { for i in tensor.data.indices { tensor.data[i] = abs(tensor.data[i]) } }
      if input.name == "y" {
        for row in 0..<2 {
          let raw = (0..<3).map { _ in draws.uniform() }
          for label in 0..<3 { tensor.data[row * 3 + label] = raw[label] / raw.reduce(0, +) }
        }
      }
      values[input.name] = tensor
    }
    return values
  }

  @Test func ratesFallFromTheHeadDown() {
    let names = ["patch-embed/weight", "cls-token", "mask-token", "block0/norm/weight", "block1/mixer/weight", "encoder-norm/weight"]
    let rates = LayerRates(names)
    var options = FineTuneOptions()
    options.layerDecay = 0.5
    func scales() -> [Double] { (names + ["classifier/weight"]).map { rates.scale($0, options) } }
    #expect(scales() == [0.125, 0.125, 0, 0.25, 0.5, 1, 1])
    options.frozenLayers = 2
    #expect(scales() == [0, 0, 0, 0, 0.5, 1, 1])
    options.frozenLayers = nil
    #expect(scales() == [0, 0, 0, 0, 0, 0, 1])
  }

  @Test func sharesOfMixesFollowTheBetaDistribution() {
    var draws = Draws(3, 1)
    for a in [0.2, 1, 4] {
      let values = (0..<20_000).map { _ in draws.beta(a) }
      let mean = values.reduce(0, +) / 20_000
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
      // Variance of Beta(a, a): 1 / (4 (2 a + 1)).
      #expect(abs(mean - 0.5) < 0.01 && abs(variance * 4 * (2 * a + 1) - 1) < 0.05)
    }
  }
}
