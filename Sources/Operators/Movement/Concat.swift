import GraphIR

/// Tensors one after the other along an axis that all of them have.
public struct Concat: Operator {
  public static let mnemonic = "concat"
  public let axis: AxisName

  public init(_ axis: AxisName) { self.axis = axis }
  public init(attributes: inout AttributeReader) throws { axis = try attributes.axisName("axis") }
  public var attributes: [(String, Attribute)] { [("axis", .name(axis.text))] }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard let first = inputs.first else {
      report.error("nothing to concatenate", expected: "one input or more", found: "none")
      return nil
    }
    var total = Dim(0)
    for (number, input) in inputs.enumerated() {
      guard let own = report.axis(axis, of: input, role: "input \(number)") else { return nil }
      total = total + own.size
      if input.removing([axis]) != first.removing([axis]) || input.names != first.names {
        report.error("the other axes must be equal", role: "input \(number)", expected: "\(first)", found: "\(input)")
        return nil
      }
    }
    return [TensorType(first.element, first.axes.map { $0.name == axis ? Axis(axis, total) : $0 })]
  }

  /// dx_i = its range of dy
  public func gradient(_ context: GradientContext) -> [Tensor?] {
    var start = Dim(0)
    return context.inputs.map { input in
      let size = input.axis(axis)!.size
      defer { start = start + size }
      return context.dy.slice(axis, from: start, size: size)
    }
  }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    Cost(flops: 0, bytes: Cost.traffic(inputs + outputs))
  }

  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    let position = outputs[0].position(of: axis)!
    return .element { context, _, index in
      var (end, result) = (Dim(0), Expression?.none)
      for (number, input) in inputs.enumerated() {
        let (start, size) = (end, input.axis(axis)!.size)
        end = end + size
        let local = index[position] - context.size(start)
        var inside = index
        inside[position] = .minimum(.maximum(local, 0), context.size(size) - 1)
        let element = context.input(number, at: inside)
        result = result.map { .select(.compare(.lt, index[position], context.size(start)), $0, element) } ?? element
      }
      return result!
    }
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    let position = outputs[0].position(of: axis)!
    return [DenseTensor(outputs[0]) { index in
      var index = index
      for input in inputs {
        let size = input.shape[position]
        if index[position] < size { return input[index] }
        index[position] -= size
      }
      return .nan
    }]
  }

  public static var examples: [OperatorExample] {
    func type(_ time: Dim, _ channel: Dim) -> TensorType {
      TensorType(.f32, [Axis(.batch, 3), Axis(.time, time), Axis(.channel, channel)])
    }
    return [
      OperatorExample(Concat(.time), [type(1, 19), type(7, 19)]),
      OperatorExample(Concat(.channel), [type(5, 4), type(5, 19), type(5, 1)]),
    ]
  }
}

/// Tensors one after the other along an axis.
public func concat(
  _ tensors: [Tensor], along axis: AxisName, file: String = #fileID, path: String = #filePath, line: Int = #line,
  column: Int = #column
) -> Tensor {
  tensors[0].builder.add(
    Concat(axis), tensors, at: SourceLocation(file: file, path: path, line: line, column: column))
}
