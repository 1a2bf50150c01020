import GraphIR

/// Linear attention whose memory decays by a number per step, as in RetNet, Mamba-2 and xLSTM's mLSTM: with a matrix C and
/// a vector n that start from zero,
/// `C_t = exp(g_t) C_{t-1} + e_t k_t v_t^T`, `n_t = exp(g_t) n_{t-1} + e_t k_t`, `y_t = q_t^T C_t`, `norm_t = q_t . n_t`.
///
/// It is computed chunk by chunk (Yang et al. 2024; Beck et al. 2025): pairs of steps within a chunk as products of
/// matrices, and one step of the recurrence from chunk to chunk. `recurrent` is the same as a scan.
///
/// Inputs: q and k (..., time, key), v (..., time, value), log decay g and entry e (..., time); axes in any order.
/// Results: y, norm, and C and n before each chunk but the first, which the gradient needs; nothing is stored where nobody
/// reads it.
public struct LinearAttention: Operator {
  public static let mnemonic = "linear-attention"
  public let time: AxisName
  public let key: AxisName
  public let value: AxisName
  /// From the last step to the first.
  public let isReverse: Bool
  /// Steps in a chunk.
  public let chunk: Int

  public init(over time: AxisName, key: AxisName, value: AxisName, isReverse: Bool = false, chunk: Int) {
    (self.time, self.key, self.value, self.isReverse, self.chunk) = (time, key, value, isReverse, chunk)
  }
  public init(attributes: inout AttributeReader) throws {
    time = try attributes.axisName("over")
    key = try attributes.axisName("key")
    value = try attributes.axisName("value")
    isReverse = try attributes.bool("reverse")
    chunk = try attributes.int("chunk")
  }
  public var attributes: [(String, Attribute)] {
    [
      ("over", .name(time.text)), ("key", .name(key.text)), ("value", .name(value.text)), ("reverse", .bool(isReverse)),
      ("chunk", .int(chunk)),
    ]
  }

  private func shape(_ inputs: [TensorType]) -> LinearAttentionShape { LinearAttentionShape(self, inputs) }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 5), shape(inputs).check(&report) else { return nil }
    return [inputs[2], inputs[3]] + shape(inputs).states
  }

  public func gradient(_ context: GradientContext) -> [Tensor?] {
    let dy = context.outputGradients[0] ?? context.outputs[0] * 0
    let dnorm = context.outputGradients[1] ?? context.outputs[1] * 0
    let results: [Tensor] = dy.builder.add(
      LinearAttentionGradient(self), context.inputs + context.outputs.suffix(2) + [dy, dnorm])
    return results
  }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    shape(inputs).cost(pairs: (1, 1), states: 2, bytes: Cost.traffic(inputs + outputs.prefix(2)))
  }

  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    .kernel(LinearAttentionForward(shape: shape(inputs)))
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    LinearAttentionReference(self, inputs).forward(outputs)
  }

  public static var examples: [OperatorExample] {
    LinearAttentionShape.examples.map { OperatorExample($0.0, $0.1, range: LinearAttentionShape.range, results: 2) }
  }
}

/// The gradients of linear attention by q, k, v, log decay and entry, from these, the states before each chunk but the first,
/// and the gradients of y and norm.
///
/// With D the gradient of C: `dq_t = C_t dy_t + n_t dnorm_t`, `dk_t = e_t (D_t v_t + dn_t)`, `dv_t = e_t D_t^T k_t`,
/// `dg_t = <D_t, exp(g_t) C_{t-1}> + dn_t . exp(g_t) n_{t-1}`.
public struct LinearAttentionGradient: Operator {
  public static let mnemonic = "linear-attention-gradient"
  public let forward: LinearAttention

  public init(_ forward: LinearAttention) { self.forward = forward }
  public init(attributes: inout AttributeReader) throws { forward = try LinearAttention(attributes: &attributes) }
  public var attributes: [(String, Attribute)] { forward.attributes }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 9), let results = forward.infer(Array(inputs.prefix(5)), &report) else { return nil }
    for (number, (role, wanted)) in zip(["states", "norm states", "dy", "dnorm"], [2, 3, 0, 1].map { results[$0] }).enumerated()
    where Set(inputs[5 + number].axes) != Set(wanted.axes) {
      report.error("axes do not fit", role: role, expected: "\(wanted)", found: "\(inputs[5 + number])")
    }
    return report.diagnostics.isEmpty ? Array(inputs.prefix(5)) : nil
  }

  /// Second derivatives through linear attention are not defined.
  public func gradient(_ context: GradientContext) -> [Tensor?] { context.inputs.map { _ in nil } }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    LinearAttentionShape(forward, inputs).cost(pairs: (3, 2), states: 4, bytes: Cost.traffic(inputs + outputs))
  }

  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    .kernel(LinearAttentionBackward(shape: LinearAttentionShape(forward, inputs)))
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    LinearAttentionReference(forward, inputs).backward(outputs)
  }

  public static var examples: [OperatorExample] {
    LinearAttentionShape.examples.map { forward, inputs in
      let states = LinearAttentionShape(forward, inputs).states
      let all = inputs + states + [inputs[2], inputs[3]]
      return OperatorExample(LinearAttentionGradient(forward), all, range: LinearAttentionShape.range, differentiable: false)
    }
  }
}

/// Linear attention with a decaying memory, chunk by chunk; see `LinearAttention` for the equations.
///
/// - Parameters:
///   - q, k: (batch, time, head, key); v: (batch, time, head, value), or any axes around `time`.
///   - logDecay, entry: the same axes without key and value. Decays are at most one as a rule: log decays not above zero.
///   - chunk: steps in a chunk; nil for what suits the sizes.
/// - Returns: y with the axes of v, and norm with those of `logDecay`.
public func linearAttention(
  _ q: Tensor, _ k: Tensor, _ v: Tensor, logDecay: Tensor, entry: Tensor, over time: AxisName = .time, key: AxisName = "key",
  value: AxisName = "value", isReverse: Bool = false, chunk: Int? = nil, file: String = #fileID, path: String = #filePath,
  line: Int = #line, column: Int = #column
) -> (y: Tensor, norm: Tensor) {
  let sizes = [q.axis(key), v.axis(value)].map { $0?.size.constant ?? 1 }
  let operation = LinearAttention(
    over: time, key: key, value: value, isReverse: isReverse,
    chunk: chunk ?? LinearAttentionShape.usualChunk(keys: sizes[0], values: sizes[1]))
  let inputs = [q, k, v, logDecay, entry]
  let results: [Tensor] = GraphBuilder.innermost(of: inputs)!.add(
    operation, inputs, at: SourceLocation(file: file, path: path, line: line, column: column))
  return (results[0], results[1])
}
