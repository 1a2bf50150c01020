import Sonograph

/// A bidirectional GRU of two layers (Cho et al. 2014) whose steps are averaged with learned weights (attention pooling).
struct PooledGRU: Model {
  var name: String { "pooled-gru" }
  var summary: String { "a two-layer bidirectional GRU with attention pooling" }

  func build(_ graph: GraphBuilder) -> KeyValuePairs<String, Tensor> {
    let (batch, channel, hidden) = (Axis(.batch, "B"), Axis(.channel, 20), Axis("hidden", 21))
    let x = graph.input("x", [batch, Axis(.time, "T"), channel])
    let first = bidirectional("layer0", x, from: channel, hidden)
    let second = bidirectional("layer1", first, from: Axis("both", 42), hidden)
    let scores = Linear("score", from: Axis("both", 42), to: Axis("one", 1))(second)
    let pooled = sum(softmax(scores, over: .time).element("one", 0) * second, over: .time)
    let logits = Linear("head", from: Axis("both", 42), to: Axis("class", 5))(pooled)
    let loss = mean(crossEntropy(logits: logits, targets: graph.input("label", [batch], .i32), over: "class"), over: [.batch])
    return ["logits": logits, "loss": loss]
  }

  /// Both directions side by side: (batch, time, both).
  private func bidirectional(_ name: String, _ x: Tensor, from: Axis, _ hidden: Axis) -> Tensor {
    let directions = [false, true].map { gru("\(name)-\($0 ? "backward" : "forward")", x, from: from, hidden, isReverse: $0) }
    return concat(directions, along: hidden.name).renamed(hidden.name, to: "both")
  }

  private func gru(_ name: String, _ x: Tensor, from: Axis, _ hidden: Axis, isReverse: Bool) -> Tensor {
    x.within(name) {
      let (gate, previous) = (Axis("gate", 3), Axis("previous", hidden.size))
      let gates = Linear("input", from: from, to: Axis("out", 3 * hidden.size))(x).split("out", into: [gate, hidden])
      let u = x.builder.parameter("u", [previous, gate, hidden], .uniform(0.2))
      let start = x.builder.constant(0, [x.axis(.batch)!, hidden])
      return scan(along: .time, isReverse: isReverse, from: start, over: gates) { h, gates in
        let own = contract(h.renamed(hidden.name, to: "previous"), u, to: [.batch, "gate", hidden.name])
        let reset = sigmoid(gates.element("gate", 0) + own.element("gate", 0))
        let update = sigmoid(gates.element("gate", 1) + own.element("gate", 1))
        let candidate = tanh(gates.element("gate", 2) + reset * own.element("gate", 2))
        let next = update * h + (1 - update) * candidate
        return (next, next)
      }.output
    }
  }
}
