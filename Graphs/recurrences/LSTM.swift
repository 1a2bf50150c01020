import Sonograph

/// The LSTM (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al. 2000):
/// `i, f, g, o = wx_t + R h_{t-1}`, `c_t = sigmoid(f) c_{t-1} + sigmoid(i) tanh(g)`, `h_t = sigmoid(o) tanh(c_t)`.
///
/// - Parameters:
///   - wx: (batch, time, gate = 4, channel), gates in PyTorch's order i, f, g, o, biases added.
///   - r: (from, gate, channel).
/// - Returns: h (batch, time, channel).
public func lstm(_ wx: Tensor, r: Tensor, isReverse: Bool = false) -> Tensor {
  let zero = wx.start([wx.axis(.batch), wx.axis(.channel)].compactMap { $0 })
  return scan(along: .time, isReverse: isReverse, from: (zero, zero), over: wx) { carry, wx in
    let gates = wx + contract(carry.0.renamed(.channel, to: "from"), r, to: [.batch, "gate", .channel])
    let (i, f, g, o) = (gates.element("gate", 0), gates.element("gate", 1), gates.element("gate", 2), gates.element("gate", 3))
    let cell = sigmoid(f) * carry.1 + sigmoid(i) * tanh(g)
    let h = sigmoid(o) * tanh(cell)
    return ((h, cell), h)
  }.output
}

let lstmModel = Recurrence("lstm", "the LSTM (Hochreiter & Schmidhuber 1997)", sizes: ["channel": 96]) { inputs in
  let gate = Axis("gate", 4)
  let wx = inputs.graph.input("wx", [inputs.axis(.batch), inputs.axis(.time), gate, inputs.axis(.channel)])
  let bound = 1 / Double(inputs.sizes["channel"] ?? 1).squareRoot()
  return lstm(wx, r: inputs.weight("r", .uniform(bound), inputs.axis(.channel).renamed("from"), gate, inputs.axis(.channel)))
}
