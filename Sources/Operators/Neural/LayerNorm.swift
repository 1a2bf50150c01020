import GraphIR

/// Layer normalisation over trailing axes (Ba et al. 2016): `y = (x - mean) / sqrt(var + epsilon)`, biased variance.
///
/// Scale and shift are multiplications and additions after it, which fuse into the same kernel.
public struct LayerNorm: Operator {
  public static let mnemonic = "layer-norm"
  public let axes: [AxisName]
  public let epsilon: Double

  public init(over axes: [AxisName], epsilon: Double) { (self.axes, self.epsilon) = (axes, epsilon) }
  public init(attributes: inout AttributeReader) throws {
    axes = try attributes.names("over")
    epsilon = try attributes.number("epsilon")
  }
  public var attributes: [(String, Attribute)] { [("over", .names(axes)), ("epsilon", .number(epsilon))] }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 1) else { return nil }
    for name in axes { _ = report.axis(name, of: inputs[0], role: "input") }
    return inputs
  }

  /// With r = 1 / sqrt(var + epsilon) and y = (x - mean) r: dx = r (dy - mean(dy) - y mean(dy y))
  public func gradient(_ context: GradientContext) -> [Tensor?] {
    let (x, dy) = (context.inputs[0], context.dy)
    let (centred, r) = statistics(x)
    let y = centred * r
    return [r * (dy - mean(dy, over: axes) - y * mean(dy * y, over: axes))]
  }

  private func statistics(_ x: Tensor) -> (centred: Tensor, r: Tensor) {
    let centred = x - mean(x, over: axes)
    return (centred, rsqrt(mean(centred * centred, over: axes) + epsilon))
  }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    Cost(flops: inputs[0].count * 7, bytes: Cost.traffic(inputs + outputs))
  }

  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    .composite { tensors in
      let (centred, r) = statistics(tensors[0])
      return [centred * r]
    }
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    let x = inputs[0]
    let kept = x.type.removing(axes)
    let count = Double(x.data.count) / Double(kept.count.constant!)
    let walk = StridedWalk(over: x.type.axes, operands: [x.type, kept])
    var (means, variances) = (DenseTensor(kept), DenseTensor(kept))
    walk.forEach { means.data[$0[1]] += x.data[$0[0]] / count }
    walk.forEach { variances.data[$0[1]] += (x.data[$0[0]] - means.data[$0[1]]) * (x.data[$0[0]] - means.data[$0[1]]) / count }
    var y = x
    walk.forEach { y.data[$0[0]] = (x.data[$0[0]] - means.data[$0[1]]) / (variances.data[$0[1]] + epsilon).squareRoot() }
    return [y]
  }

  public static var examples: [OperatorExample] {
    let type = TensorType(.f32, [Axis(.batch, 3), Axis(.time, 5), Axis(.channel, 37)])
    return [
      OperatorExample(LayerNorm(over: [.channel], epsilon: 1e-6), [type]),
      OperatorExample(LayerNorm(over: [.time, .channel], epsilon: 1e-5), [type]),
      OperatorExample(LayerNorm(over: [.batch, .time], epsilon: 1e-5), [type]),
    ]
  }
}

/// `(x - mean) / sqrt(var + epsilon)` over axes; over batch axes it is batch normalisation's training form.
public func normalized(
  _ x: Tensor, over axes: [AxisName], epsilon: Double = 1e-5, file: String = #fileID, path: String = #filePath,
  line: Int = #line, column: Int = #column
) -> Tensor {
  x.builder.add(
    LayerNorm(over: axes, epsilon: epsilon), [x],
    at: SourceLocation(file: file, path: path, line: line, column: column))
}
