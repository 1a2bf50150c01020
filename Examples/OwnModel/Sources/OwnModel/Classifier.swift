import Sonograph

/// One Transformer block, the mean over time, and a linear classifier.
struct Classifier: Model {
  var name: String { "classifier" }
  var summary: String { "one Transformer block and a linear head" }

  func build(_ graph: GraphBuilder) -> KeyValuePairs<String, Tensor> {
    let (batch, channel) = (Axis(.batch, "B"), Axis(.channel, 24))
    let x = graph.input("x", [batch, Axis(.time, "T"), channel])
    let y = graph.input("y", [batch], .i32)
    let hidden = TransformerBlock("block", channel: channel, heads: 3)(x)
    let logits = Linear("head", from: channel, to: Axis("class", 10))(mean(hidden, over: [.time]))
    let loss = mean(crossEntropy(logits: logits, targets: y, over: "class"), over: [.batch])
    return ["logits": logits, "loss": loss]
  }
}

/// Three linear layers with GELU between them.
struct Perceptron: Model {
  var name: String { "perceptron" }
  var summary: String { "three linear layers" }

  func build(_ graph: GraphBuilder) -> KeyValuePairs<String, Tensor> {
    let (input, hidden, output) = (Axis(.channel, 20), Axis("hidden", 48), Axis("out", 3))
    let x = graph.input("x", [Axis(.batch, "B"), input])
    let target = graph.input("target", [Axis(.batch, "B"), output])
    let first = gelu(Linear("fc1", from: input, to: hidden)(x))
    let y = Linear("fc3", from: hidden, to: output)(gelu(Linear("fc2", from: hidden, to: hidden)(first)))
    return ["y": y, "loss": meanSquaredError(y, target)]
  }
}
