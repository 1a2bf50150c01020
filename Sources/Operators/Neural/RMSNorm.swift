import GraphIR

/// Root-mean-square normalisation (Zhang & Sennrich 2019): `y = x / sqrt(mean(x^2) + epsilon)`.
public struct RMSNorm: Operator {
  public static let mnemonic = "rms-norm"
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

  /// With r = 1 / sqrt(mean(x^2) + epsilon) and y = x r: dx = r (dy - y mean(dy y))
  public func gradient(_ context: GradientContext) -> [Tensor?] {
    let (x, dy) = (context.inputs[0], context.dy)
    let r = scale(x)
    let y = x * r
    return [r * (dy - y * mean(dy * y, over: axes))]
  }

  private func scale(_ x: Tensor) -> Tensor { rsqrt(mean(x * x, over: axes) + epsilon) }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    Cost(flops: inputs[0].count * 4, bytes: Cost.traffic(inputs + outputs))
  }

  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    .composite { [$0[0] * scale($0[0])] }
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    let x = inputs[0]
    let kept = x.type.removing(axes)
    let count = Double(x.data.count) / Double(kept.count.constant!)
    let walk = StridedWalk(over: x.type.axes, operands: [x.type, kept])
    var (squares, y) = (DenseTensor(kept), x)
    walk.forEach { squares.data[$0[1]] += x.data[$0[0]] * x.data[$0[0]] / count }
    walk.forEach { y.data[$0[0]] = x.data[$0[0]] / (squares.data[$0[1]] + epsilon).squareRoot() }
    return [y]
  }

  public static var examples: [OperatorExample] {
    let type = TensorType(.f32, [Axis(.batch, 3), Axis(.time, 5), Axis(.channel, 37)])
    return [OperatorExample(RMSNorm(over: [.channel], epsilon: 1e-5), [type])]
  }
}

/// `x / sqrt(mean(x^2) + epsilon)` over axes.
public func rmsNormalized(
  _ x: Tensor, over axes: [AxisName], epsilon: Double = 1e-5, file: String = #fileID, path: String = #filePath,
  line: Int = #line, column: Int = #column
) -> Tensor {
  x.builder.add(
    RMSNorm(over: axes, epsilon: epsilon), [x], at: SourceLocation(file: file, path: path, line: line, column: column))
}
