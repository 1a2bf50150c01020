import Sonograph

/// The selective scan of Mamba (Gu & Dao 2023), Euler-discretised:
/// `h_t = exp(dt_t A) h_{t-1} + dt_t u_t B_t`, `y_t = sum_state C_t h_t`.
///
/// - Parameters:
///   - dt, u: (batch, time, channel); steps are positive.
///   - a: (channel, state), negative.
///   - b, c: (batch, time, state).
///   - state: what h starts from, (batch, state, channel); zero where nil.
///   - isReverse: from the last step to the first.
/// - Returns: y (batch, time, channel), and the last h (batch, state, channel), with which the next piece of a stream
///   goes on.
public func selectiveScan(
  dt: Tensor, u: Tensor, a: Tensor, b: Tensor, c: Tensor, state: Tensor? = nil, isReverse: Bool = false
) -> (y: Tensor, state: Tensor) {
  let start = state ?? u.start([u.axis(.batch), a.axis(.state), u.axis(.channel)].compactMap { $0 })
  let (last, y) = scan(along: .time, isReverse: isReverse, from: start, over: dt, u, b, c) { h, dt, u, b, c in
    let next = exp(dt * a) * h + dt * u * b
    return (next, sum(next * c, over: .state))
  }
  return (y, last)
}

let selectiveScanModel = Recurrence(
  "selective-scan", "Mamba's selective scan (Gu & Dao 2023)", sizes: ["channel": 384, "state": 16]
) { inputs in
  let dt = softplus(inputs.data("dt", .batch, .time, .channel))
  let u = inputs.data("u", .batch, .time, .channel)
  let (b, c) = (inputs.data("b", .batch, .time, .state), inputs.data("c", .batch, .time, .state))
  let a = -exp(inputs.weight("log-a", .normal(0.5), inputs.axis(.channel), inputs.axis(.state)))
  return selectiveScan(dt: dt, u: u, a: a, b: b, c: c).y
}
