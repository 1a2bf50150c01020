import Sonograph

/// The GRU (Cho et al. 2014) in PyTorch's form: `r, z = sigmoid(wx_t + R h_{t-1})`,
/// `n = tanh(wx_t + r (R h_{t-1} + b))`, `h_t = (1 - z) n + z h_{t-1}`.
///
/// - Parameters:
///   - wx: (batch, time, gate = 3, channel), gates in the order r, z, n, biases added.
///   - r: (from, gate, channel); b: (channel), added to the recurrent part of n.
/// - Returns: h (batch, time, channel).
public func gru(_ wx: Tensor, r: Tensor, b: Tensor, isReverse: Bool = false) -> Tensor {
  let zero = wx.start([wx.axis(.batch), wx.axis(.channel)].compactMap { $0 })
  return scan(along: .time, isReverse: isReverse, from: zero, over: wx) { h, wx in
    let recurrent = contract(h.renamed(.channel, to: "from"), r, to: [.batch, "gate", .channel])
    let reset = sigmoid(wx.element("gate", 0) + recurrent.element("gate", 0))
    let update = sigmoid(wx.element("gate", 1) + recurrent.element("gate", 1))
    let new = tanh(wx.element("gate", 2) + reset * (recurrent.element("gate", 2) + b))
    let next = (1 - update) * new + update * h
    return (next, next)
  }.output
}

let gruModel = Recurrence("gru", "the GRU (Cho et al. 2014)", sizes: ["channel": 96]) { inputs in
  let gate = Axis("gate", 3)
  let wx = inputs.graph.input("wx", [inputs.axis(.batch), inputs.axis(.time), gate, inputs.axis(.channel)])
  let bound = 1 / Double(inputs.sizes["channel"] ?? 1).squareRoot()
  let r = inputs.weight("r", .uniform(bound), inputs.axis(.channel).renamed("from"), gate, inputs.axis(.channel))
  return gru(wx, r: r, b: inputs.weight("b", .normal(0.1), inputs.axis(.channel)))
}
