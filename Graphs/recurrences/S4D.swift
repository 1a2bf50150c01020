import Sonograph

/// The diagonal state space of S4D-Lin with real states (Gu et al. 2022), zero-order hold:
/// `h_t = exp(dt A) h_{t-1} + (exp(dt A) - 1) / A B x_t`, `y_t = sum_state C h_t`. Nothing but x varies in time.
///
/// - Parameters:
///   - x: (batch, time, channel).
///   - dt: (channel), positive; a, b, c: (channel, state), a negative.
/// - Returns: y (batch, time, channel).
public func s4d(_ x: Tensor, dt: Tensor, a: Tensor, b: Tensor, c: Tensor, isReverse: Bool = false) -> Tensor {
  let zero = x.start([x.axis(.batch), x.axis(.channel), a.axis(.state)].compactMap { $0 })
  return scan(along: .time, isReverse: isReverse, from: zero, over: x) { h, x in
    let next = exp(dt * a) * h + expm1(dt * a) / a * b * x
    return (next, sum(next * c, over: .state))
  }.output
}

let s4dModel = Recurrence("s4d", "the diagonal state space S4D (Gu et al. 2022)", sizes: ["channel": 192, "state": 16]) { inputs in
  let (channel, state) = (inputs.axis(.channel), inputs.axis(.state))
  return s4d(
    inputs.data("x", .batch, .time, .channel), dt: softplus(inputs.weight("dt", .normal(0.5, mean: -2), channel)),
    a: -exp(inputs.weight("log-a", .normal(0.5), channel, state)), b: inputs.weight("b", .normal(1), channel, state),
    c: inputs.weight("c", .normal(0.5), channel, state))
}
