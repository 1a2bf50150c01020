import GraphIR

/// Repeats a tensor along new axes.
public struct Broadcast: Operator {
  public static let mnemonic = "broadcast"
  /// All axes of the result, in order.
  public let axes: [Axis]

  public init(to axes: [Axis]) { self.axes = axes }
  public init(attributes: inout AttributeReader) throws { axes = try attributes.axes("to") }
  public var attributes: [(String, Attribute)] { [("to", .axes(axes))] }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 1) else { return nil }
    for axis in inputs[0].axes {
      let target = axes.first { $0.name == axis.name }
      if target != axis {
        report.error("the result must have the input's axes", role: "input", axis: axis.name,
          expected: "\(axis)", found: target.map { "\($0)" } ?? "no such axis")
      }
    }
    return [TensorType(inputs[0].element, axes)]
  }

  /// dx = sum of dy over the new axes
  public func gradient(_ context: GradientContext) -> [Tensor?] { [context.dy.summed(to: context.inputs[0].type)] }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    Cost(flops: 0, bytes: Cost.traffic(inputs + outputs))
  }

  public func mixedAxes(_ inputs: [TensorType], _ outputs: [TensorType]) -> Set<AxisName> { [] }
  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    .element { context, _, index in context.input(0, at: inputs[0].index(in: outputs[0].axes, index)) }
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    var result = DenseTensor(outputs[0])
    StridedWalk(over: outputs[0].axes, operands: [inputs[0].type, outputs[0]]).forEach {
      result.data[$0[1]] = inputs[0].data[$0[0]]
    }
    return [result]
  }

  public static var examples: [OperatorExample] {
    let (batch, time, channel) = (Axis(.batch, 3), Axis(.time, 5), Axis(.channel, 19))
    return [
      OperatorExample(Broadcast(to: [batch, time, channel]), [TensorType(.f32, [channel])]),
      OperatorExample(Broadcast(to: [batch, time, channel]), [TensorType(.f32, [batch])]),
      OperatorExample(Broadcast(to: [time, channel]), [TensorType(.f32, [])]),
      OperatorExample(Broadcast(to: [channel, batch, time]), [TensorType(.f32, [batch, channel])]),
    ]
  }
}

extension Tensor {
  /// The tensor repeated along the axes it lacks.
  public func broadcast(
    to axes: [Axis], file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    type.axes == axes
      ? self
      : builder.add(
        Broadcast(to: axes), [self], at: SourceLocation(file: file, path: path, line: line, column: column))
  }
}
