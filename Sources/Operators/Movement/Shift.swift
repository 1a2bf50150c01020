import GraphIR

/// Shifts a tensor along an axis and fills with zero: `y[t] = x[t - offset]`.
public struct Shift: Operator {
  public static let mnemonic = "shift"
  public let axis: AxisName
  public let offset: Int

  public init(_ axis: AxisName, by offset: Int) { (self.axis, self.offset) = (axis, offset) }
  public init(attributes: inout AttributeReader) throws {
    axis = try attributes.axisName("axis")
    offset = try attributes.int("by")
  }
  public var attributes: [(String, Attribute)] { [("axis", .name(axis.text)), ("by", .int(offset))] }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 1), report.axis(axis, of: inputs[0], role: "input") != nil else { return nil }
    return inputs
  }
  /// dx[t] = dy[t + offset]
  public func gradient(_ context: GradientContext) -> [Tensor?] { [context.dy.shifted(axis, by: -offset)] }
  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    Cost(flops: 0, bytes: Cost.traffic(inputs + outputs))
  }
  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    let (position, size) = (inputs[0].position(of: axis)!, inputs[0].axis(axis)!.size)
    return .element { context, _, index in
      let last = context.size(size) - 1
      let source = index[position] - .integer(offset)
      var inside = index
      inside[position] = offset > 0 ? .maximum(source, 0) : .minimum(source, last)
      let isInside: Expression = offset > 0 ? .compare(.le, 0, source) : .compare(.le, source, last)
      // Clamped to both ends where the axis is shorter than the offset.
      inside[position] = offset > 0 ? .minimum(inside[position], last) : .maximum(inside[position], 0)
      return .select(isInside, context.input(0, at: inside), .number(0, inputs[0].element))
    }
  }
  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    let (position, size) = (outputs[0].position(of: axis)!, outputs[0].axis(axis)!.size.constant!)
    return [DenseTensor(outputs[0]) { index in
      var index = index
      index[position] -= offset
      return index[position] >= 0 && index[position] < size ? inputs[0][index] : 0
    }]
  }
  public static var examples: [OperatorExample] {
    let type = TensorType(.f32, [Axis(.batch, 3), Axis(.time, 7), Axis(.channel, 19)])
    let short = TensorType(.f32, [Axis(.time, 2), Axis(.channel, 5)])
    return [
      OperatorExample(Shift(.time, by: 3), [type]), OperatorExample(Shift(.time, by: -2), [type]),
      OperatorExample(Shift(.channel, by: 1), [type]), OperatorExample(Shift(.time, by: 3), [short]),
    ]
  }
}

extension Tensor {
  /// `y[t] = x[t - offset]` along an axis, zero where that lies outside.
  public func shifted(
    _ axis: AxisName, by offset: Int, file: String = #fileID, path: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    offset == 0
      ? self
      : builder.add(
        Shift(axis, by: offset), [self], at: SourceLocation(file: file, path: path, line: line, column: column))
  }
}
