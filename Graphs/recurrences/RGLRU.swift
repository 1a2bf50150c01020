import Sonograph

/// The real-gated linear recurrent unit of Griffin (De et al. 2024):
/// `log a_t = -8 softplus(lambda) sigmoid(r_t)`, `h_t = a_t h_{t-1} + sqrt(1 - a_t^2) sigmoid(i_t) x_t`.
///
/// - Parameters:
///   - x, r, i: (batch, time, channel): input, recurrence gate, input gate, before the sigmoids.
///   - lambda: (channel).
/// - Returns: h (batch, time, channel).
public func rgLRU(_ x: Tensor, recurrence r: Tensor, input i: Tensor, lambda: Tensor, isReverse: Bool = false) -> Tensor {
  let zero = x.start([x.axis(.batch), x.axis(.channel)].compactMap { $0 })
  return scan(along: .time, isReverse: isReverse, from: zero, over: x, r, i) { h, x, r, i in
    let logA = softplus(lambda) * sigmoid(r) * -8
    let next = exp(logA) * h + sqrt(-expm1(logA * 2)) * sigmoid(i) * x
    return (next, next)
  }.output
}

let rglruModel = Recurrence("rg-lru", "the recurrent unit of Griffin (De et al. 2024)", sizes: ["channel": 384]) { inputs in
  rgLRU(
    inputs.data("x", .batch, .time, .channel), recurrence: inputs.data("r", .batch, .time, .channel),
    input: inputs.data("i", .batch, .time, .channel), lambda: inputs.weight("lambda", .normal(0.5), inputs.axis(.channel)))
}
