import GraphIR

/// `y = log sum exp(x)` along an axis, computed as `max x + log sum exp(x - max x)`, which does not overflow.
public struct LogSumExp: Operator {
  public static let mnemonic = "log-sum-exp"
  public let axis: AxisName

  public init(over axis: AxisName) { self.axis = axis }
  public init(attributes: inout AttributeReader) throws { axis = try attributes.axisName("over") }
  public var attributes: [(String, Attribute)] { [("over", .name(axis.text))] }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 1), report.axis(axis, of: inputs[0], role: "input") != nil else { return nil }
    return [inputs[0].removing([axis])]
  }

  /// dx = exp(x - y) dy, the softmax of x times dy
  public func gradient(_ context: GradientContext) -> [Tensor?] {
    [exp(context.inputs[0] - context.outputs[0]) * context.dy]
  }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    Cost(
      flops: inputs[0].count * 4, transcendentals: inputs[0].count + outputs[0].count,
      bytes: Cost.traffic(inputs + outputs))
  }

  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    .composite { tensors in
      let largest = max(tensors[0], over: [axis])
      return [log(sum(exp(tensors[0] - largest), over: axis)) + largest]
    }
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    let x = inputs[0]
    let walk = StridedWalk(over: x.type.axes, operands: [x.type, outputs[0]])
    var (largest, total) = (DenseTensor(outputs[0], fill: -.infinity), DenseTensor(outputs[0]))
    walk.forEach { largest.data[$0[1]] = Swift.max(largest.data[$0[1]], x.data[$0[0]]) }
    walk.forEach { total.data[$0[1]] += UnaryFunction.exp(x.data[$0[0]] - largest.data[$0[1]]) }
    for i in total.data.indices { total.data[i] = UnaryFunction.log(total.data[i]) + largest.data[i] }
    return [total]
  }

  public static var examples: [OperatorExample] {
    let type = TensorType(.f32, [Axis(.batch, 3), Axis(.time, 5), Axis(.channel, 37)])
    return [
      OperatorExample(LogSumExp(over: .channel), [type], range: -3...3),
      OperatorExample(LogSumExp(over: .time), [type]),
      OperatorExample(LogSumExp(over: .channel), [TensorType(.f32, [Axis(.channel, 1)])]),
    ]
  }
}

/// log(sum(exp(x))) along an axis, stable.
public func logSumExp(
  _ x: Tensor, over axis: AxisName, file: String = #fileID, path: String = #filePath, line: Int = #line,
  column: Int = #column
) -> Tensor {
  x.builder.add(LogSumExp(over: axis), [x], at: SourceLocation(file: file, path: path, line: line, column: column))
}
