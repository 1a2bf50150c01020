import GraphIR

/// The same tensor with its axes in another memory order.
public struct Transpose: Operator {
  public static let mnemonic = "transpose"
  public let order: [AxisName]

  public init(to order: [AxisName]) { self.order = order }
  public init(attributes: inout AttributeReader) throws { order = try attributes.names("to") }
  public var attributes: [(String, Attribute)] { [("to", .names(order))] }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 1) else { return nil }
    let axes = order.compactMap { report.axis($0, of: inputs[0], role: "input") }
    if Set(order).count != order.count || order.count != inputs[0].rank {
      report.error("the new order must name every axis once", role: "input",
        expected: "\(inputs[0].names.map(\.text))", found: "\(order.map(\.text))")
    }
    return axes.count == order.count ? [TensorType(inputs[0].element, axes)] : nil
  }

  /// dx = dy in the old order
  public func gradient(_ context: GradientContext) -> [Tensor?] {
    [context.dy.transposed(to: context.inputs[0].type.names)]
  }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    Cost(flops: 0, bytes: Cost.traffic(inputs + outputs))
  }

  public func mixedAxes(_ inputs: [TensorType], _ outputs: [TensorType]) -> Set<AxisName> { [] }
  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    .element { context, _, index in context.input(0, at: inputs[0].index(in: outputs[0].axes, index)) }
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    Broadcast(to: outputs[0].axes).reference(inputs, outputs)
  }

  public static var examples: [OperatorExample] {
    let type = TensorType(.f32, [Axis(.batch, 3), Axis(.time, 5), Axis(.channel, 19)])
    return [
      OperatorExample(Transpose(to: [.channel, .time, .batch]), [type]),
      OperatorExample(Transpose(to: [.time, .batch, .channel]), [type]),
    ]
  }
}

extension Tensor {
  /// The tensor with its axes in this memory order.
  public func transposed(
    to order: [AxisName], file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    type.names == order
      ? self
      : builder.add(
        Transpose(to: order), [self], at: SourceLocation(file: file, path: path, line: line, column: column))
  }
}
