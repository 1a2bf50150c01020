import GraphIR

/// Scaled dot-product attention (Vaswani et al. 2017): `y = softmax(q k^T / sqrt(d)) v` along `time`, for every index of
/// the other axes. The second result is the log of each row's sum of exponentials, which the gradient needs.
///
/// Inputs: q (..., time, feature), k and v (..., time, feature) with a time of their own; axes in any order.
public struct Attention: Operator {
  public static let mnemonic = "attention"
  public let time: AxisName
  public let feature: AxisName
  /// A step attends to itself and to earlier steps only.
  public let isCausal: Bool

  public init(over time: AxisName, feature: AxisName, isCausal: Bool) {
    (self.time, self.feature, self.isCausal) = (time, feature, isCausal)
  }
  public init(attributes: inout AttributeReader) throws {
    time = try attributes.axisName("over")
    feature = try attributes.axisName("feature")
    isCausal = try attributes.bool("causal")
  }
  public var attributes: [(String, Attribute)] {
    [("over", .name(time.text)), ("feature", .name(feature.text)), ("causal", .bool(isCausal))]
  }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 3), AttentionShape.check(inputs, time, feature, &report) else { return nil }
    return [inputs[0], inputs[0].removing([feature])]
  }

  /// With w the weights, l the log-sums and delta = sum(dy y) - dl:
  /// dv = w^T dy, ds = w (dy v^T - delta), dq = ds k / sqrt(d), dk = ds^T q / sqrt(d)
  public func gradient(_ context: GradientContext) -> [Tensor?] {
    let dy = context.outputGradients[0] ?? context.outputs[0] * 0
    let product = sum(dy * context.outputs[0], over: feature)
    let delta = context.outputGradients[1].map { product - $0 } ?? product
    let operation = AttentionGradient(over: time, feature: feature, isCausal: isCausal)
    let results: [Tensor] = dy.builder.add(operation, context.inputs + [context.outputs[1], dy, delta])
    return Array(results.prefix(3))
  }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    let scores = inputs[0].removing([feature]).count * (inputs[1].axis(time)?.size ?? 1)
    return Cost(
      flops: scores * Dim(4) * (inputs[0].axis(feature)?.size ?? 1), transcendentals: scores,
      bytes: Cost.traffic(inputs + outputs))
  }

  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    .kernel(AttentionForward(shape: AttentionShape(inputs, time, feature, isCausal)))
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    AttentionReference(inputs, time, feature, isCausal).forward(outputs)
  }

  public static var examples: [OperatorExample] { AttentionShape.examples { Attention(over: .time, feature: .feature, isCausal: $0) } }
}

/// The gradients of attention by q, k and v, from q, k, v, the log-sums, dy and delta = sum(dy y) over the features.
/// The weights are recomputed.
public struct AttentionGradient: Operator {
  public static let mnemonic = "attention-gradient"
  public let time: AxisName
  public let feature: AxisName
  public let isCausal: Bool

  public init(over time: AxisName, feature: AxisName, isCausal: Bool) {
    (self.time, self.feature, self.isCausal) = (time, feature, isCausal)
  }
  public init(attributes: inout AttributeReader) throws {
    time = try attributes.axisName("over")
    feature = try attributes.axisName("feature")
    isCausal = try attributes.bool("causal")
  }
  public var attributes: [(String, Attribute)] {
    [("over", .name(time.text)), ("feature", .name(feature.text)), ("causal", .bool(isCausal))]
  }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 6), AttentionShape.check(inputs, time, feature, &report) else { return nil }
    for (number, role) in [(3, "log sums"), (5, "delta")] where Set(inputs[number].axes) != Set(inputs[0].removing([feature]).axes) {
      report.error("axes do not fit the query's", role: role, expected: "\(inputs[0].removing([feature]))", found: "\(inputs[number])")
    }
    if Set(inputs[4].axes) != Set(inputs[0].axes) {
      report.error("axes do not fit the query's", role: "dy", expected: "\(inputs[0])", found: "\(inputs[4])")
    }
    return report.diagnostics.isEmpty ? Array(inputs.prefix(3)) : nil
  }

  /// Second derivatives through attention are not defined.
  public func gradient(_ context: GradientContext) -> [Tensor?] { [nil, nil, nil, nil, nil, nil] }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    let scores = inputs[0].removing([feature]).count * (inputs[1].axis(time)?.size ?? 1)
    return Cost(
      flops: scores * Dim(10) * (inputs[0].axis(feature)?.size ?? 1), transcendentals: scores,
      bytes: Cost.traffic(inputs + outputs))
  }

  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    .kernel(AttentionBackward(shape: AttentionShape(inputs, time, feature, isCausal)))
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    AttentionReference(inputs, time, feature, isCausal).backward(outputs)
  }

  public static var examples: [OperatorExample] {
    AttentionShape.examples { AttentionGradient(over: .time, feature: .feature, isCausal: $0) }.map { example in
      let rows = example.inputs[0].removing([.feature])
      return OperatorExample(
        example.operation, example.inputs + [rows, example.inputs[0], rows], range: 0...1, differentiable: false)
    }
  }
}

/// Scaled dot-product attention per head: `softmax(q k^T / sqrt(d)) v`, tiled; nothing of size time x time is stored.
///
/// - Parameters:
///   - q, k, v: (batch, time, head, feature), or any axes that have `time` and `feature`.
///   - isCausal: a step attends to itself and to earlier steps only.
/// - Returns: the axes of q.
public func attention(
  _ q: Tensor, _ k: Tensor, _ v: Tensor, isCausal: Bool = false, time: AxisName = .time, feature: AxisName = .feature,
  file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor {
  let results: [Tensor] = q.builder.add(
    Attention(over: time, feature: feature, isCausal: isCausal), [q, k, v],
    at: SourceLocation(file: file, path: path, line: line, column: column))
  return results[0]
}

/// Attention with weights that a mask switches off: where `mask` is 0, a query does not see a key.
///
/// The scores are materialised, time x key: for masks that are neither full nor causal.
///
/// - Parameter mask: axes among those of q without `feature`, and `key`.
public func maskedAttention(
  _ q: Tensor, _ k: Tensor, _ v: Tensor, mask: Tensor, time: AxisName = .time, feature: AxisName = .feature,
  key: AxisName = "key", file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor {
  let (keys, values) = (k.renamed(time, to: key), v.renamed(time, to: key))
  let outer = q.type.names.filter { $0 != time && $0 != feature }
  let scores = contract(q, keys, to: outer + [time, key], file: file, path: path, line: line, column: column)
  let scale = 1 / Double(q.axis(feature)?.size.constant ?? 1).squareRoot()
  let seen = map([scores, mask], file: file, path: path, line: line, column: column) {
    .select(.compare(.eq, $0[1], .constant(0)), .constant(-1e30), $0[0] * .constant(scale))
  }
  return contract(
    softmax(seen, over: key), values, to: q.type.names, file: file, path: path, line: line, column: column)
}
