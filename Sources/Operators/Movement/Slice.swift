import GraphIR

/// A contiguous range of one axis.
public struct Slice: Operator {
  public static let mnemonic = "slice"
  public let axis: AxisName
  public let start: Dim
  public let size: Dim

  public init(_ axis: AxisName, from start: Dim, size: Dim) { (self.axis, self.start, self.size) = (axis, start, size) }
  public init(attributes: inout AttributeReader) throws {
    axis = try attributes.axisName("axis")
    start = try attributes.dim("from")
    size = try attributes.dim("size")
  }
  public var attributes: [(String, Attribute)] {
    [("axis", .name(axis.text)), ("from", .dim(start)), ("size", .dim(size))]
  }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 1), let whole = report.axis(axis, of: inputs[0], role: "input") else { return nil }
    if let rest = (whole.size - start - size).constant, rest < 0 || (start.constant ?? 0) < 0 {
      report.error("the range does not lie within the axis", role: "input", axis: axis,
        expected: "a range within 0 ..< \(whole.size)", found: "\(start) ..< \(start + size)")
      return nil
    }
    return [TensorType(inputs[0].element, inputs[0].axes.map { $0.name == axis ? Axis(axis, size) : $0 })]
  }

  /// dx = dy, zero outside the range
  public func gradient(_ context: GradientContext) -> [Tensor?] {
    let whole = context.inputs[0].axis(axis)!.size
    return [context.dy.padded(axis, before: start, after: whole - start - size)]
  }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    Cost(flops: 0, bytes: Cost.traffic(outputs + outputs))
  }

  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    let position = inputs[0].position(of: axis)!
    return .element { context, _, index in
      var index = index
      index[position] = index[position] + context.size(start)
      return context.input(0, at: index)
    }
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    let position = inputs[0].type.position(of: axis)!
    return [DenseTensor(outputs[0]) { index in
      var index = index
      index[position] += start.constant!
      return inputs[0][index]
    }]
  }

  public static var examples: [OperatorExample] {
    let type = TensorType(.f32, [Axis(.batch, 3), Axis(.time, 7), Axis(.channel, 37)])
    return [
      OperatorExample(Slice(.channel, from: 5, size: 19), [type]), OperatorExample(Slice(.time, from: 0, size: 1), [type]),
      OperatorExample(Slice(.batch, from: 1, size: 2), [type]),
    ]
  }
}

extension Slice: SizedOperator {
  public func binding(_ symbols: [String: Int]) -> Slice {
    Slice(axis, from: start.value(symbols).map { Dim($0) } ?? start, size: size.value(symbols).map { Dim($0) } ?? size)
  }
}

extension Tensor {
  /// The elements `start ..< start + size` of an axis.
  public func slice(
    _ axis: AxisName, from start: Dim, size: Dim, file: String = #fileID, path: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    builder.add(
      Slice(axis, from: start, size: size), [self],
      at: SourceLocation(file: file, path: path, line: line, column: column))
  }

  /// One element of an axis, which the result lacks.
  public func element(
    _ axis: AxisName, _ position: Dim, file: String = #fileID, path: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    let one = slice(axis, from: position, size: 1, file: file, path: path, line: line, column: column)
    return one.reshaped(
      to: one.type.axes.filter { $0.name != axis }, file: file, path: path, line: line, column: column)
  }
}
