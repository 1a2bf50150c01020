import Evaluation
import Sonograph
import Training

/// An encoder with a linear head on its pooled tokens.
///
/// Inputs: the encoder's `spectrogram` (batch, frame, mel) and `mask` (batch, time), which is zero everywhere; `pool`
/// (batch, token, part), the weight of each token in each part of what the head sees; `y` (batch, class), shares that sum
/// to 1 for tasks of one class, or a number in [0, 1] for each class of multilabel tasks. Results: `logits` (batch, class)
/// and, in training, `loss`: the mean cross entropy, or binary cross entropy.
struct Classifier: Model {
  let encoder: any Model
  let classes: Int
  let prediction: EvaluationTask.Prediction
  /// Parts of the pooled tokens: bands for the mean over time, 1 for cls.
  let parts: Int
  let isTraining: Bool
  var name: String { "\(encoder.name)-classifier" }

  static let head = "classifier"

  func build(_ graph: GraphBuilder) -> KeyValuePairs<String, Tensor> {
    guard let features = encoder.build(graph).first(where: { $0.key == "features" })?.value, let time = features.axis(.time),
      let channel = features.axis(.channel), let batch = features.axis(.batch)
    else {
      graph.report(
        Diagnostic("the model '\(encoder.name)' has no result 'features' (batch, time, channel)"),
        at: SourceLocation(file: #fileID, path: #filePath, line: #line))
      return [:]
    }
    let part = Axis("part", Dim(parts))
    let pool = graph.input("pool", [batch, time, part])
    let pooled = contract(features, pool, to: [.batch, "part", .channel]).merged(["part", .channel], into: .feature)
    let width = Axis(.feature, Dim(parts) * channel.size)
    let output = Axis("class", Dim(classes))
    // A head that starts at zero leaves the encoder alone until it has learned something.
    let logits = Linear(Self.head, from: width, to: output, weight: .zeros, biasInitializer: .zeros)(pooled)
    guard isTraining else { return ["logits": logits] }
    return ["logits": logits, "loss": loss(logits, graph.input("y", [batch, output]))]
  }

  private func loss(_ logits: Tensor, _ y: Tensor) -> Tensor {
    switch prediction {
    case .multiclass: mean(logSumExp(logits, over: "class") - sum(y * logits, over: ["class"]), over: [.batch])
    case .multilabel: mean(binaryCrossEntropy(logits: logits, targets: y), over: [.batch, "class"])
    }
  }
}

/// The layers of an encoder, by the names of its parameters: 0 makes tokens, 1 to N are blocks, N + 1 is what follows.
struct LayerRates {
  let blocks: Int

  init(_ parameters: [String]) { blocks = (parameters.compactMap(Self.block).max() ?? -1) + 1 }

  private static func block(_ name: String) -> Int? {
    guard let first = name.split(separator: "/").first, first.hasPrefix("block") else { return nil }
    return Int(first.dropFirst(5))
  }

  func layer(_ name: String) -> Int {
    if let block = Self.block(name) { return block + 1 }
    return ["patch-embed", "cls-token", "mask-token"].contains { name == $0 || name.hasPrefix($0 + "/") } ? 0 : blocks + 1
  }

  /// What the learning rate of a parameter is multiplied with: 0 leaves it as it is.
  func scale(_ name: String, _ options: FineTuneOptions) -> Double {
    if name.hasPrefix(Classifier.head + "/") { return 1 }
    // Where nothing is hidden, nothing depends on it.
    if name == "mask-token" { return 0 }
    let layer = layer(name)
    guard let frozen = options.frozenLayers, layer >= frozen else { return 0 }
    var scale = 1.0
    for _ in layer..<blocks + 1 { scale *= options.layerDecay }
    return scale
  }
}
