import GraphIR

/// The same values, taken for others: what is computed from them is computed again where it is read, and shares nothing with
/// what is computed from the input itself. It trades work for memory, as checkpoints do in other frameworks (Chen et al.
/// 2016, "Training Deep Nets with Sublinear Memory Cost").
public struct Recompute: Operator {
  public static let mnemonic = "recompute"

  public init() {}
  public init(attributes: inout AttributeReader) throws {}
  public var attributes: [(String, Attribute)] { [] }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    report.count(inputs, 1) ? inputs : nil
  }

  /// dx = dy
  public func gradient(_ context: GradientContext) -> [Tensor?] { [context.dy] }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost { Cost(flops: 0, bytes: 0) }
  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering { .view }
  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] { inputs }

  public static var examples: [OperatorExample] {
    let axes = [Axis(.batch, 3), Axis(.time, 5), Axis(.channel, 7)]
    return [OperatorExample(Recompute(), [TensorType(.f32, axes)]), OperatorExample(Recompute(), [TensorType(.f32, [])])]
  }
}

extension Tensor {
  /// The same values; what is computed from them is computed again, not kept from where it was computed before.
  public func recomputed(
    file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    builder.add(Recompute(), [self], at: SourceLocation(file: file, path: path, line: line, column: column))
  }
}
