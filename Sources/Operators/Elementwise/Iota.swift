import GraphIR

/// The position along one axis: 0, 1, 2, ... Tables (positions, windows, mel filters) are maps of it.
public struct Iota: Operator {
  public static let mnemonic = "iota"
  public let axis: Axis
  public let element: ElementType

  public init(_ axis: Axis, element: ElementType = .f32) { (self.axis, self.element) = (axis, element) }
  public init(attributes: inout AttributeReader) throws {
    let axes = try attributes.axes("along")
    guard axes.count == 1 else { throw AttributeReader.Failure(message: "attribute 'along' is not one axis") }
    axis = axes[0]
    element = try attributes.choice("as")
  }
  public var attributes: [(String, Attribute)] { [("along", .axes([axis])), ("as", .name(element.rawValue))] }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    report.count(inputs, 0) ? [TensorType(element, [axis])] : nil
  }
  public func gradient(_ context: GradientContext) -> [Tensor?] { [] }
  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost { Cost(flops: 0, bytes: 0) }
  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    .element { _, _, index in .cast(.cast(index[0], .i32), element) }
  }
  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    [DenseTensor(outputs[0]) { Double($0[0]) }]
  }
  public static var examples: [OperatorExample] {
    [
      OperatorExample(Iota(Axis(.time, 37)), [], differentiable: false),
      OperatorExample(Iota(Axis(.time, 5), element: .i32), [], differentiable: false),
    ]
  }
}

extension GraphBuilder {
  /// The position along an axis, as a tensor over that axis.
  public func iota(_ axis: Axis, element: ElementType = .f32) -> Tensor { add(Iota(axis, element: element), []) }
}
