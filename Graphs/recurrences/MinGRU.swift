import Sonograph

/// minGRU (Feng et al. 2024): gates that see the input only: `h_t = (1 - sigmoid(z_t)) h_{t-1} + sigmoid(z_t) x_t`.
///
/// - Parameters: z, x: (batch, time, channel).
/// - Returns: h (batch, time, channel).
public func minGRU(_ x: Tensor, gate z: Tensor, isReverse: Bool = false) -> Tensor {
  let zero = x.start([x.axis(.batch), x.axis(.channel)].compactMap { $0 })
  return scan(along: .time, isReverse: isReverse, from: zero, over: x, z) { h, x, z in
    let update = sigmoid(z)
    let next = (1 - update) * h + update * x
    return (next, next)
  }.output
}

let minGRUModel = Recurrence("mingru", "minGRU (Feng et al. 2024)", sizes: ["channel": 384]) { inputs in
  minGRU(inputs.data("x", .batch, .time, .channel), gate: inputs.data("z", .batch, .time, .channel))
}
