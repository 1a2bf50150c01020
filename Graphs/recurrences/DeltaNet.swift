import Sonograph

/// DeltaNet (Schlag et al. 2021, Yang et al. 2024): a matrix of values by keys that is corrected towards each value:
/// `S_t = S_{t-1} + beta_t k_t (v_t - k_t^T S_{t-1})^T`, `y_t = q_t^T S_t`.
///
/// - Parameters:
///   - q, k: (batch, time, head, key), keys of unit length; v: (batch, time, head, value).
///   - beta: (batch, time, head), in 0...1.
/// - Returns: y (batch, time, head, value).
public func deltaNet(_ q: Tensor, _ k: Tensor, _ v: Tensor, beta: Tensor) -> Tensor {
  let zero = v.start([v.axis(.batch), v.axis(.head), k.axis("key"), v.axis("value")].compactMap { $0 })
  return scan(along: .time, from: zero, over: v, q, k, beta) { s, v, q, k, beta in
    let error = v - contract(k, s, to: [.batch, .head, "value"])
    let next = s + beta * k * error
    return (next, contract(q, next, to: [.batch, .head, "value"]))
  }.output
}

let deltaNetModel = Recurrence(
  "deltanet", "DeltaNet (Schlag et al. 2021)", sizes: ["head": 2, "key": 48, "value": 48]
) { inputs in
  let (q, k) = (inputs.data("q", .batch, .time, .head, "key"), inputs.data("k", .batch, .time, .head, "key"))
  let unit = k * rsqrt(sum(k * k, over: "key") + 1e-6)
  return deltaNet(
    q, unit, inputs.data("v", .batch, .time, .head, "value"), beta: sigmoid(inputs.data("beta", .batch, .time, .head)))
}
