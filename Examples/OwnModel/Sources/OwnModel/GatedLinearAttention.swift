import Sonograph

/// Gated linear attention (Yang et al. 2023): a matrix state per head that each key channel forgets at a rate of its own,
/// `S_t = diag(a_t) S_{t-1} + k_t v_t^T`, `o_t = q_t^T S_t`. Ten lines of recurrence become one fused kernel.
struct GatedLinearAttention: Model {
  var name: String { "gated-linear-attention" }
  var summary: String { "a linear attention layer with a decay per key channel" }

  func build(_ graph: GraphBuilder) -> KeyValuePairs<String, Tensor> {
    let (batch, time, channel) = (Axis(.batch, "B"), Axis(.time, "T"), Axis(.channel, 24))
    let (head, key, value) = (Axis(.head, 2), Axis("key", 6), Axis("value", 19))
    let x = graph.input("x", [batch, time, channel])
    func project(_ name: String, _ last: Axis) -> Tensor {
      Linear(name, from: channel, to: Axis("out", head.size * last.size))(x).split("out", into: [head, last])
    }
    let forget = sigmoid(project("gate", key) + 4)
    let start = graph.constant(0, [batch, head, key, value])
    let output = scan(
      along: .time, from: start, over: project("q", key), project("k", key), project("v", value), forget
    ) { state, q, k, v, forget in
      let next = forget * state + k * v
      return (next, contract(q, next, to: [.batch, .head, "value"]))
    }.output
    let y = Linear("out", from: Axis("merged", head.size * value.size), to: channel)(output.merged([.head, "value"], into: "merged"))
    return ["y": y, "loss": meanSquaredError(y, graph.input("target", [batch, time, channel]))]
  }
}
