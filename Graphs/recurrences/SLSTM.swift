import Sonograph

/// The stabilised sLSTM cell of xLSTM (Beck et al. 2024), with a block-diagonal recurrent matrix per head:
/// `i, f, z, o = wx_t + R y_{t-1} + b`, `m_t = max(i, m_{t-1} + logsigmoid(f))`,
/// `c_t = exp(m_{t-1} + logsigmoid(f) - m_t) c_{t-1} + exp(i - m_t) tanh(z)`, `n_t` alike with 1 for tanh(z),
/// `y_t = sigmoid(o) c_t / n_t`.
///
/// - Parameters:
///   - wx: (batch, time, head, gate = 4, feature), gates in the order i, f, z, o.
///   - r: (head, from, gate, feature); b: (head, gate, feature).
/// - Returns: y (batch, time, head, feature).
public func slstm(_ wx: Tensor, r: Tensor, b: Tensor) -> Tensor {
  let axes = [wx.axis(.batch), wx.axis(.head), wx.axis(.feature)].compactMap { $0 }
  // With a first stabiliser below every gate the first step forgets everything, as its equation says.
  let zero = wx.start(axes)
  return scan(along: .time, from: (zero, zero, zero, wx.start(axes, at: -1e30)), over: wx) { carry, wx in
    let (y, c, n, m) = carry
    let gates = wx + contract(y.renamed(.feature, to: "from"), r, to: [.batch, .head, "gate", .feature]) + b
    let (i, f, z, o) = (gates.element("gate", 0), gates.element("gate", 1), gates.element("gate", 2), gates.element("gate", 3))
    let kept = m + logSigmoid(f)
    let stabiliser = maximum(i, kept)
    let (enter, keep) = (exp(i - stabiliser), exp(kept - stabiliser))
    let (cell, norm) = (keep * c + enter * tanh(z), keep * n + enter)
    let out = sigmoid(o) * cell / norm
    return ((out, cell, norm, stabiliser), out)
  }.output
}

let slstmModel = Recurrence(
  "slstm", "xLSTM's sLSTM cell (Beck et al. 2024)", sizes: ["head": 4, "feature": 48]
) { inputs in
  let gate = Axis("gate", 4)
  let wx = inputs.graph.input("wx", [inputs.axis(.batch), inputs.axis(.time), inputs.axis(.head), gate, inputs.axis(.feature)])
  let from = inputs.axis(.feature).renamed("from")
  let bound = 1 / Double(inputs.sizes["feature"] ?? 1).squareRoot()
  let r = inputs.weight("r", .uniform(bound), inputs.axis(.head), from, gate, inputs.axis(.feature))
  return slstm(wx, r: r, b: inputs.weight("b", .normal(0.5), inputs.axis(.head), gate, inputs.axis(.feature)))
}
