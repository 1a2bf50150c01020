import Sonograph

/// The plain recurrent network (Elman 1990): `h_t = tanh(wx_t + R h_{t-1})`.
///
/// - Parameters:
///   - wx: (batch, time, channel), biases added; r: (from, channel).
/// - Returns: h (batch, time, channel).
public func rnn(_ wx: Tensor, r: Tensor, isReverse: Bool = false) -> Tensor {
  let zero = wx.start([wx.axis(.batch), wx.axis(.channel)].compactMap { $0 })
  return scan(along: .time, isReverse: isReverse, from: zero, over: wx) { h, wx in
    let next = tanh(wx + contract(h.renamed(.channel, to: "from"), r, to: [.batch, .channel]))
    return (next, next)
  }.output
}

let rnnModel = Recurrence("rnn", "the plain recurrent network (Elman 1990)", sizes: ["channel": 96]) { inputs in
  let bound = 1 / Double(inputs.sizes["channel"] ?? 1).squareRoot()
  return rnn(
    inputs.data("wx", .batch, .time, .channel),
    r: inputs.weight("r", .uniform(bound), inputs.axis(.channel).renamed("from"), inputs.axis(.channel)))
}
