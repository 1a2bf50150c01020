import GraphIR

/// A size as a scalar tensor, for means over symbolic axes.
public struct Size: Operator {
  public static let mnemonic = "size"
  public let size: Dim
  public let element: ElementType

  public init(_ size: Dim, element: ElementType) { (self.size, self.element) = (size, element) }
  public init(attributes: inout AttributeReader) throws {
    size = try attributes.dim("of")
    element = try attributes.choice("as")
  }
  public var attributes: [(String, Attribute)] { [("of", .dim(size)), ("as", .name(element.rawValue))] }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    report.count(inputs, 0) ? [TensorType(element)] : nil
  }
  public func gradient(_ context: GradientContext) -> [Tensor?] { [] }
  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost { Cost(flops: 0, bytes: 0) }
  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    .element { context, _, _ in .cast(.cast(context.size(size), .i32), element) }
  }
  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    [DenseTensor(outputs[0], [Double(size.constant!)])]
  }
  public static var examples: [OperatorExample] {
    [OperatorExample(Size(37, element: .f32), [], differentiable: false)]
  }
}

extension GraphBuilder {
  func size(_ size: Dim, element: ElementType) -> Tensor { add(Size(size, element: element), []) }
}

extension GraphBuilder {
  /// A tensor whose elements are all the same number.
  public func constant(
    _ value: Double, _ axes: [Axis] = [], file: String = #fileID, path: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    let one: Tensor = add(Size(1, element: .f32), [], at: SourceLocation(file: file, path: path, line: line, column: column))
    return map([one], file: file, path: path, line: line, column: column) { _ in .constant(value) }
      .broadcast(to: axes, file: file, path: path, line: line, column: column)
  }
}
