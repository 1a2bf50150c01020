import Sonograph

/// How a recurrence with a matrix state is computed; the result is the same.
public enum MatrixStateForm: Sendable, Hashable {
  /// The form that costs least for the size of the state.
  case automatic
  /// Step by step, the state in registers and the first-level cache.
  case recurrent
  /// Chunks of so many steps as products of matrices; nil for what suits the size of the state.
  case chunkwise(Int?)

  /// The form for a state of this many elements per head. Products of matrices need some size to be worth their while.
  func resolved(stateElements: Int) -> MatrixStateForm {
    self != .automatic ? self : stateElements < 32 * 32 ? .recurrent : .chunkwise(nil)
  }
}

/// The stabilised mLSTM cell of xLSTM (Beck et al. 2024) in its recurrent form:
/// `m_t = max(logsigmoid(f) + m_{t-1}, i)`, `C_t = exp(logsigmoid(f) + m_{t-1} - m_t) C_{t-1} + exp(i - m_t) k v^T`,
/// `n_t` alike with k for k v^T, `h_t = q^T C_t / (max(|q^T n_t|, exp(-m_t)) + 1e-6)`; keys are divided by sqrt(key).
///
/// - Parameters:
///   - q, k: (batch, time, head, key); v: (batch, time, head, value).
///   - i, f: (batch, time, head): input and forget gate before their functions.
///   - form: step by step, or in chunks (`linearAttention`).
/// - Returns: h (batch, time, head, value).
public func mlstm(
  _ q: Tensor, _ k: Tensor, _ v: Tensor, input i: Tensor, forget f: Tensor, isReverse: Bool = false,
  form: MatrixStateForm = .automatic
) -> Tensor {
  let elements = (k.axis("key")?.size.constant ?? 1) * (v.axis("value")?.size.constant ?? 1)
  if case .chunkwise(let length) = form.resolved(stateElements: elements) {
    return chunkwiseMLSTM(q, k, v, input: i, forget: f, isReverse: isReverse, chunk: length)
  }
  let outer = [v.axis(.batch), v.axis(.head)].compactMap { $0 }
  let key = [k.axis("key")].compactMap { $0 }
  // A first stabiliser below every gate makes the first step forget the start, as the parallel form does.
  let start = (v.start(outer + key + [v.axis("value")].compactMap { $0 }), v.start(outer + key), v.start(outer, at: -1e30))
  let scale = 1 / Double(key.first?.size.constant ?? 1).squareRoot()
  return scan(along: .time, isReverse: isReverse, from: start, over: v, q, k, i, f) { carry, v, q, k, i, f in
    let (c, n, m) = carry
    let kept = logSigmoid(f) + m
    let stabiliser = maximum(kept, i)
    let (enter, keep) = (exp(i - stabiliser) * scale, exp(kept - stabiliser))
    let (matrix, norm) = (keep * c + enter * k * v, keep * n + enter * k)
    let total = maximum(abs(contract(q, norm, to: [.batch, .head])), exp(-stabiliser)) + 1e-6
    return ((matrix, norm, stabiliser), contract(q, matrix, to: [.batch, .head, "value"]) / total)
  }.output
}

/// The same as linear attention: only the stabiliser is left to step through (Beck et al. 2025).
private func chunkwiseMLSTM(
  _ q: Tensor, _ k: Tensor, _ v: Tensor, input i: Tensor, forget f: Tensor, isReverse: Bool, chunk: Int?
) -> Tensor {
  let start = i.start([i.axis(.batch), i.axis(.head)].compactMap { $0 }, at: -1e30)
  let gates = scan(along: .time, isReverse: isReverse, from: [start], over: [logSigmoid(f), i]) { carry, gates in
    let kept = gates[0] + carry[0]
    let stabiliser = maximum(kept, gates[1])
    return (next: [stabiliser], outputs: [kept - stabiliser, stabiliser])
  }.outputs
  let scale = 1 / Double(k.axis("key")?.size.constant ?? 1).squareRoot()
  let (matrix, norm) = linearAttention(
    q, k, v, logDecay: gates[0], entry: exp(i - gates[1]) * scale, isReverse: isReverse, chunk: chunk)
  // One division a step and head instead of one for each feature.
  return matrix * (1 / (maximum(abs(norm), exp(-gates[1])) + 1e-6))
}

let mlstmModel = Recurrence(
  "mlstm", "xLSTM's mLSTM cell (Beck et al. 2024)", sizes: ["head": 4, "key": 96, "value": 96]
) { mlstm($0, form: .automatic) }

let recurrentMLSTMModel = Recurrence(
  "mlstm-recurrent", "xLSTM's mLSTM cell, step by step (Beck et al. 2024)", sizes: ["head": 4, "key": 96, "value": 96]
) { mlstm($0, form: .recurrent) }

private func mlstm(_ inputs: RecurrenceInputs, form: MatrixStateForm) -> Tensor {
  mlstm(
    inputs.data("q", .batch, .time, .head, "key"), inputs.data("k", .batch, .time, .head, "key"),
    inputs.data("v", .batch, .time, .head, "value"), input: inputs.data("i", .batch, .time, .head),
    forget: inputs.data("f", .batch, .time, .head), form: form)
}
