import Sonograph

/// The mLSTM cell in its chunkwise form (Beck et al. 2025): within a chunk all pairs of steps at once, as products of
/// matrices; from chunk to chunk the recurrence of the matrix state. A chunk as long as the sequence is the parallel form.
///
/// With `b_s` the sum of `logsigmoid(f)` from the chunk's start to step s, `m` the stabiliser and a prime for what the
/// chunk starts from:
/// `D_st = exp(b_s - b_t + i_t - m_s)` for t <= s, `m_s = max(b_s + m', max_t (b_s - b_t + i_t))`,
/// `h_s = (sum_t (q_s k_t) D_st v_t + exp(b_s + m' - m_s) q_s C') / (max(|n_s|, exp(-m_s)) + 1e-6)`.
/// It computes what `mlstm` does step by step; gradients, those of the normaliser too, follow from the graph.
struct ChunkwiseMLSTM {
  /// Steps in a chunk.
  let length: Int
  let isReverse: Bool

  /// - Parameters, result: as in `mlstm`.
  func callAsFunction(_ q: Tensor, _ k: Tensor, _ v: Tensor, input i: Tensor, forget f: Tensor) -> Tensor {
    let scale = 1 / Double(k.axis("key")?.size.constant ?? 1).squareRoot()
    let order = v.type.names
    let (q, k, v) = (chunks(q, step: "step"), chunks(k) * scale, chunks(v))
    let gates = Gates(self, input: chunks(i, padding: Self.never), logForget: chunks(logSigmoid(f)))
    let before = states(k, v, gates)
    let m = gates.sums + maximum(before.m, gates.reach)
    let kept = exp(gates.sums + before.m - m)
    let pairs: [AxisName] = [.batch, .head, "chunk", "step", "other"]
    let scores = contract(q, k, to: pairs) * exp(gates.sums - m + gates.entries)
    let values: [AxisName] = [.batch, .head, "chunk", "step", "value"]
    let numerator = contract(scores, v, to: values) + kept * contract(q, before.c, to: values)
    let norm = sum(scores, over: "other") + kept * contract(q, before.n, to: [.batch, .head, "chunk", "step"])
    let h = numerator / (maximum(abs(norm), exp(-m)) + 1e-6)
    return joined(h, as: f).transposed(to: order)
  }

  /// Below every gate: exp of it is zero.
  private static let never = -1e30

  // MARK: Chunks

  /// (..., time, ...) as (..., chunk, step, ...), padded to whole chunks behind the last step in the direction of time:
  /// there the stabiliser is that of the steps before, while ahead of the first one it would be that of no step at all.
  private func chunks(_ x: Tensor, step: AxisName = "other", padding: Double = 0) -> Tensor {
    guard let time = x.axis(.time)?.size else { return x }
    let missing = missing(time)
    return x.padded(.time, before: isReverse ? missing : 0, after: isReverse ? 0 : missing, value: padding)
      .split(.time, into: [Axis("chunk", time.dividedUp(by: length)), Axis(step, Dim(length))])
  }

  /// Steps to whole chunks.
  private func missing(_ time: Dim) -> Dim { time.dividedUp(by: length) * Dim(length) - time }

  /// (batch, head, chunk, step, value) as (batch, time, head, value), without what was padded.
  private func joined(_ h: Tensor, as f: Tensor) -> Tensor {
    guard let time = f.axis(.time)?.size else { return h }
    return h.transposed(to: [.batch, "chunk", "step", .head, "value"]).merged(["chunk", "step"], into: .time)
      .slice(.time, from: isReverse ? missing(time) : 0, size: time)
  }

  /// What follows from the gates alone.
  private struct Gates {
    /// b_s: (batch, head, chunk, step).
    let sums: Tensor
    /// The decay of a whole chunk: (batch, head, chunk).
    let total: Tensor
    /// i_t - b_t where step t comes no later than s, else never: (batch, head, chunk, step, other).
    let entries: Tensor
    /// Its largest over t: (batch, head, chunk, step).
    let reach: Tensor
    /// The logarithm of each step's weight in the state at the chunk's end, without the total: (batch, head, chunk, other).
    let weights: Tensor

    init(_ form: ChunkwiseMLSTM, input i: Tensor, logForget f: Tensor) {
      let builder = f.builder
      let (own, other) = (ScalarExpression.input(0), ScalarExpression.input(1))
      let isBefore: ScalarExpression = form.isReverse ? .compare(.le, own, other) : .compare(.le, other, own)
      let order = ["step", "other"].map { builder.iota(Axis($0, Dim(form.length))) }
      let before = map(order) { _ in .select(isBefore, .constant(1), .constant(0)) }
      sums = contract(f, before, to: [.batch, .head, "chunk", "step"])
      total = sum(f, over: "other").transposed(to: [.batch, .head, "chunk"])
      weights = i.transposed(to: [.batch, .head, "chunk", "other"]) - sums.renamed("step", to: "other")
      entries = map([order[0], order[1], weights]) { .select(isBefore, $0[2], .constant(ChunkwiseMLSTM.never)) }
        .transposed(to: [.batch, .head, "chunk", "step", "other"])
      reach = max(entries, over: ["other"])
    }
  }

  // MARK: States

  /// The state that each chunk starts from: C (batch, chunk, head, key, value), n without value, m without key.
  private func states(_ k: Tensor, _ v: Tensor, _ gates: Gates) -> (c: Tensor, n: Tensor, m: Tensor) {
    let largest = gates.total + max(gates.weights, over: ["other"])
    let weighted = k * exp(gates.total + gates.weights - largest)
    let added = contract(weighted, v, to: [.batch, "chunk", .head, "key", "value"])
    let norm = sum(weighted, over: "other").transposed(to: [.batch, "chunk", .head, "key"])
    func gate(_ x: Tensor) -> Tensor { x.transposed(to: [.batch, "chunk", .head]) }
    let outer = [k.axis(.batch), k.axis(.head)].compactMap { $0 }
    let (key, value) = ([k.axis("key")].compactMap { $0 }, [v.axis("value")].compactMap { $0 })
    let start = [k.start(outer + key + value), k.start(outer + key), k.start(outer, at: Self.never)]
    let states = scan(
      along: "chunk", isReverse: isReverse, from: start, over: [added, norm, gate(largest), gate(gates.total)]
    ) { carry, chunk in
      let stabiliser = maximum(chunk[3] + carry[2], chunk[2])
      let (keep, enter) = (exp(chunk[3] + carry[2] - stabiliser), exp(chunk[2] - stabiliser))
      let next = [keep * carry[0] + enter * chunk[0], keep * carry[1] + enter * chunk[1], stabiliser]
      return (next: next, outputs: carry)
    }.outputs
    return (states[0], states[1], states[2])
  }
}

let chunkwiseMLSTMModel = Recurrence(
  "mlstm-chunkwise", "xLSTM's mLSTM cell, chunkwise form (Beck et al. 2025)", sizes: ["head": 4, "key": 96, "value": 96, "chunk": 64]
) { inputs in
  mlstm(
    inputs.data("q", .batch, .time, .head, "key"), inputs.data("k", .batch, .time, .head, "key"),
    inputs.data("v", .batch, .time, .head, "value"), input: inputs.data("i", .batch, .time, .head),
    forget: inputs.data("f", .batch, .time, .head), form: .chunkwise(inputs.sizes["chunk"] ?? 64))
}
