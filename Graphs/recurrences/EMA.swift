import Sonograph

/// An exponential moving average with a learned rate per channel: `h_t = (1 - a) h_{t-1} + a x_t`, a = sigmoid(rate).
///
/// - Parameters:
///   - x: (batch, time, channel); rate: (channel).
/// - Returns: h (batch, time, channel).
public func ema(_ x: Tensor, rate: Tensor, isReverse: Bool = false) -> Tensor {
  let zero = x.start([x.axis(.batch), x.axis(.channel)].compactMap { $0 })
  return scan(along: .time, isReverse: isReverse, from: zero, over: x) { h, x in
    let next = h + sigmoid(rate) * (x - h)
    return (next, next)
  }.output
}

let emaModel = Recurrence("ema", "an exponential moving average per channel", sizes: ["channel": 384]) { inputs in
  ema(inputs.data("x", .batch, .time, .channel), rate: inputs.weight("rate", .normal(1), inputs.axis(.channel)))
}
