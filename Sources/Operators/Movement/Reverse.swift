import GraphIR

/// The elements of one axis from last to first: an index map, never a copy of its own.
public struct Reverse: Operator {
  public static let mnemonic = "reverse"
  public let axis: AxisName

  public init(_ axis: AxisName) { self.axis = axis }
  public init(attributes: inout AttributeReader) throws { axis = try attributes.axisName("axis") }
  public var attributes: [(String, Attribute)] { [("axis", .name(axis.text))] }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 1), report.axis(axis, of: inputs[0], role: "input") != nil else { return nil }
    return inputs
  }
  /// dx = dy from last to first
  public func gradient(_ context: GradientContext) -> [Tensor?] { [context.dy.reversed(axis)] }
  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    Cost(flops: 0, bytes: Cost.traffic(inputs + outputs))
  }
  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    let (position, size) = (inputs[0].position(of: axis)!, inputs[0].axis(axis)!.size)
    return .element { context, _, index in
      var index = index
      index[position] = context.size(size) - 1 - index[position]
      return context.input(0, at: index)
    }
  }
  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    let position = outputs[0].position(of: axis)!
    let size = outputs[0].extents[position]
    return [DenseTensor(outputs[0]) { index in
      var index = index
      index[position] = size - 1 - index[position]
      return inputs[0][index]
    }]
  }
  public static var examples: [OperatorExample] {
    let type = TensorType(.f32, [Axis(.batch, 3), Axis(.time, 7), Axis(.channel, 19)])
    return [OperatorExample(Reverse(.time), [type]), OperatorExample(Reverse(.channel), [type])]
  }
}

extension Tensor {
  /// The tensor with one axis from last to first.
  public func reversed(
    _ axis: AxisName, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    builder.add(Reverse(axis), [self], at: SourceLocation(file: file, path: path, line: line, column: column))
  }
}
