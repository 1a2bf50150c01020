import GraphIR

/// The same elements in the same memory order under other axes: splits, merges and renames them.
public struct Reshape: Operator {
  public static let mnemonic = "reshape"
  public let axes: [Axis]

  public init(to axes: [Axis]) { self.axes = axes }
  public init(attributes: inout AttributeReader) throws { axes = try attributes.axes("to") }
  public var attributes: [(String, Attribute)] { [("to", .axes(axes))] }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 1) else { return nil }
    let result = TensorType(inputs[0].element, axes)
    if result.count != inputs[0].count {
      report.error("the number of elements differs", role: "input", expected: "\(inputs[0].count) (\(inputs[0]))",
        found: "\(result.count) (\(result))")
    }
    return [result]
  }

  /// dx = dy under the old axes
  public func gradient(_ context: GradientContext) -> [Tensor?] {
    [context.dy.reshaped(to: context.inputs[0].type.axes)]
  }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost { Cost(flops: 0, bytes: 0) }
  /// All but those that have the same size, and as many elements around them, before and after.
  public func mixedAxes(_ inputs: [TensorType], _ outputs: [TensorType]) -> Set<AxisName> {
    func around(_ type: TensorType, _ axis: Axis) -> Dim? {
      type.axes.firstIndex(of: axis).map { type.shape.prefix($0).reduce(1, *) }
    }
    return Set(inputs[0].axes.filter { around(inputs[0], $0) != around(outputs[0], $0) }.map(\.name))
  }
  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering { .view }
  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    [DenseTensor(outputs[0], inputs[0].data)]
  }

  public static var examples: [OperatorExample] {
    let type = TensorType(.f32, [Axis(.batch, 3), Axis(.time, 5), Axis(.channel, 24)])
    return [
      OperatorExample(Reshape(to: [Axis(.batch, 3), Axis(.time, 5), Axis(.head, 4), Axis(.feature, 6)]), [type]),
      OperatorExample(Reshape(to: [Axis("row", 15), Axis(.channel, 24)]), [type]),
      OperatorExample(Reshape(to: [Axis("all", 360)]), [type]),
      OperatorExample(Reshape(to: [Axis("a", 9), Axis("b", 40)]), [type]),
      OperatorExample(Reshape(to: [Axis(.time, 5), Axis(.batch, 3), Axis(.channel, 24)]), [type]),
    ]
  }
}

extension Tensor {
  /// The same elements under other axes.
  public func reshaped(
    to axes: [Axis], file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    type.axes == axes
      ? self
      : builder.add(
        Reshape(to: axes), [self], at: SourceLocation(file: file, path: path, line: line, column: column))
  }

  /// One axis split into several, the last of them fastest.
  public func split(
    _ name: AxisName, into parts: [Axis], file: String = #fileID, path: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    reshaped(
      to: type.axes.flatMap { $0.name == name ? parts : [$0] }, file: file, path: path, line: line, column: column)
  }

  /// Neighbouring axes merged into one.
  public func merged(
    _ names: [AxisName], into name: AxisName, file: String = #fileID, path: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    guard let first = names.first, let start = type.position(of: first),
      type.names.dropFirst(start).prefix(names.count).elementsEqual(names)
    else {
      if isValid {
        builder.report(
          Diagnostic("merge: the axes are not neighbours in this order", role: "input",
            expected: "neighbours among \(type.names.map(\.text))", found: "\(names.map(\.text))"),
          at: SourceLocation(file: file, path: path, line: line, column: column))
      }
      return Tensor(builder, nil)
    }
    let size = type.axes[start..<(start + names.count)].reduce(Dim(1)) { $0 * $1.size }
    var axes = type.axes
    axes.replaceSubrange(start..<(start + names.count), with: [Axis(name, size)])
    return reshaped(to: axes, file: file, path: path, line: line, column: column)
  }

  /// The same tensor with an axis under another name.
  public func renamed(
    _ name: AxisName, to new: AxisName, file: String = #fileID, path: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    reshaped(
      to: type.axes.map { $0.name == name ? $0.renamed(new) : $0 }, file: file, path: path, line: line, column: column)
  }
}
