import GraphIR

/// `y = exp(x - max x) / sum exp(x - max x)` along an axis.
public struct Softmax: Operator {
  public static let mnemonic = "softmax"
  public let axis: AxisName

  public init(over axis: AxisName) { self.axis = axis }
  public init(attributes: inout AttributeReader) throws { axis = try attributes.axisName("over") }
  public var attributes: [(String, Attribute)] { [("over", .name(axis.text))] }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 1), report.axis(axis, of: inputs[0], role: "input") != nil else { return nil }
    return inputs
  }

  /// dx = y (dy - sum(dy y))
  public func gradient(_ context: GradientContext) -> [Tensor?] {
    let (y, dy) = (context.outputs[0], context.dy)
    return [y * (dy - sum(dy * y, over: axis))]
  }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    Cost(flops: inputs[0].count * 4, transcendentals: inputs[0].count, bytes: Cost.traffic(inputs + outputs))
  }

  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    .composite { tensors in
      let e = exp(tensors[0] - max(tensors[0], over: [axis]))
      return [e / sum(e, over: axis)]
    }
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    let x = inputs[0]
    let kept = x.type.removing([axis])
    let walk = StridedWalk(over: x.type.axes, operands: [x.type, kept])
    var (largest, total, y) = (DenseTensor(kept, fill: -.infinity), DenseTensor(kept), x)
    walk.forEach { largest.data[$0[1]] = Swift.max(largest.data[$0[1]], x.data[$0[0]]) }
    walk.forEach {
      y.data[$0[0]] = UnaryFunction.exp(x.data[$0[0]] - largest.data[$0[1]])
      total.data[$0[1]] += y.data[$0[0]]
    }
    walk.forEach { y.data[$0[0]] /= total.data[$0[1]] }
    return [y]
  }

  public static var examples: [OperatorExample] {
    let type = TensorType(.f32, [Axis(.batch, 3), Axis(.time, 5), Axis(.channel, 37)])
    return [
      OperatorExample(Softmax(over: .channel), [type], range: -3...3), OperatorExample(Softmax(over: .time), [type]),
    ]
  }
}

/// The softmax along an axis.
public func softmax(
  _ x: Tensor, over axis: AxisName, file: String = #fileID, path: String = #filePath, line: Int = #line,
  column: Int = #column
) -> Tensor {
  x.builder.add(Softmax(over: axis), [x], at: SourceLocation(file: file, path: path, line: line, column: column))
}
