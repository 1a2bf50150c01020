import Sonograph

/// The evaluation kit's predictor on frozen embeddings: each hidden layer is a linear map, batch normalisation, dropout
/// and ReLU, in this order; then a linear map to the classes.
///
/// Inputs: `x` (batch, feature); `y`, i32 (batch) of classes, or f32 (batch, class) of zeros and ones for multilabel
/// tasks; in training `dropout-seed`, i32. Results: `logits` (batch, class), and in training `loss`, the mean cross
/// entropy or binary cross entropy.
struct Predictor: Model {
  var name: String { isTraining ? "predictor" : "predictor-inference" }
  let features: Int
  let classes: Int
  let prediction: EvaluationTask.Prediction
  let settings: PredictorSettings
  let isTraining: Bool

  func build(_ graph: GraphBuilder) -> KeyValuePairs<String, Tensor> {
    let batch = Axis(.batch, "B")
    var axis = Axis(.feature, Dim(features))
    var x = graph.input("x", [batch, axis])
    let seed = isTraining ? graph.input("dropout-seed", [], .i32) : nil
    for layer in 0..<settings.hiddenLayers {
      let hidden = Axis(AxisName("hidden\(layer)"), Dim(settings.hiddenSize))
      // The gain is that of the activation before the layer: none, then ReLU.
      x = linear("hidden\(layer)", axis, hidden, gain: layer == 0 ? 1 : 2.0.squareRoot())(x)
      x = normalized("norm\(layer)", x, hidden)
      if let seed { x = dropout(x, rate: settings.dropout, seed: seed) }
      (x, axis) = (relu(x), hidden)
    }
    let output = Axis("class", Dim(classes))
    let logits = linear("output", axis, output, gain: 2.0.squareRoot())(x)
    return isTraining ? ["logits": logits, "loss": loss(graph, logits, [batch, output])] : ["logits": logits]
  }

  private func linear(_ name: String, _ from: Axis, _ to: Axis, gain: Double) -> Linear {
    // Glorot & Bengio 2010.
    let fans = Double(from.size.constant! + to.size.constant!)
    let weight: Initializer
    switch settings.initialization {
    case .xavierUniform: weight = .uniform(gain * (6 / fans).squareRoot())
    case .xavierNormal: weight = .normal(gain * (2 / fans).squareRoot())
    }
    return Linear(name, from: from, to: to, weight: weight)
  }

  /// Batch normalisation with scale and shift; statistics of the batch in training, running ones otherwise.
  private func normalized(_ name: String, _ x: Tensor, _ axis: Axis) -> Tensor {
    x.within(name) {
      let graph = x.builder
      func state(_ leaf: String, _ initializer: Initializer) -> (name: String, value: Tensor) {
        let path = "\(name)/\(leaf)"
        return (path, graph.input(Input(path, .state, initializer: initializer), TensorType(.f32, [axis])))
      }
      let (mean, variance) = (state("mean", .zeros), state("variance", .ones))
      let y: Tensor
      if isTraining {
        let batch = batchNormalized(x, over: [.batch])
        y = batch.y
        graph.output(mean.name, runningAverage(mean.value, batch.mean), updates: mean.name)
        let spread = unbiased(batch.variance, of: x, over: [.batch])
        graph.output(variance.name, runningAverage(variance.value, spread), updates: variance.name)
      } else {
        y = batchNormalized(x, mean: mean.value, variance: variance.value)
      }
      return y * graph.parameter("weight", [axis], .ones) + graph.parameter("bias", [axis], .zeros)
    }
  }

  private func loss(_ graph: GraphBuilder, _ logits: Tensor, _ axes: [Axis]) -> Tensor {
    switch prediction {
    case .multiclass:
      mean(crossEntropy(logits: logits, targets: graph.input("y", [axes[0]], .i32), over: "class"), over: [.batch])
    case .multilabel:
      mean(binaryCrossEntropy(logits: logits, targets: graph.input("y", axes)), over: [.batch, "class"])
    }
  }
}
