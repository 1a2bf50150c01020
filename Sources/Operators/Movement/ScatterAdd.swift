import GraphIR

/// Adds values up into rows by number: `y[r, rest] = sum over i... with indices[i...] = r of values[i..., rest]`.
///
/// A number outside the rows adds to none. The result does not depend on the number of threads: the operator is the
/// product of the values with the matrix `indices[i...] == r` of zeros and ones, which takes as much arithmetic as a
/// linear layer of that many rows and spreads a value that is not finite to every row.
public struct ScatterAdd: Operator {
  public static let mnemonic = "scatter-add"
  /// The axis of the result that the numbers count along.
  public let row: Axis

  public init(_ row: Axis) { self.row = row }
  public init(attributes: inout AttributeReader) throws {
    let axes = try attributes.axes("row")
    guard axes.count == 1 else { throw AttributeReader.Failure(message: "attribute 'row' is not one axis") }
    row = axes[0]
  }
  public var attributes: [(String, Attribute)] { [("row", .axes([row]))] }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 2) else { return nil }
    let (values, indices) = (inputs[0], inputs[1])
    report.indices(indices)
    if !values.element.isFloat {
      report.error("cannot add this element type up", role: "values", expected: "f32 or f64 (cast it)",
        found: values.element.rawValue)
    }
    for axis in indices.axes where values.axis(axis.name) != axis {
      report.error("the values must have the axes of the indices", role: "values", axis: axis.name,
        expected: "\(axis)", found: "\(values)")
    }
    let rest = values.removing(indices.names)
    if values.axis(row.name) != nil {
      report.error("axis '\(row.name)' is in the values already", role: "values", axis: row.name,
        expected: "axes other than \(row.name)", found: "\(values)")
    }
    return [TensorType(values.element, [row] + rest.axes)]
  }

  /// dvalues[i...] = dy[indices[i...]]
  public func gradient(_ context: GradientContext) -> [Tensor?] {
    let (values, indices) = (context.inputs[0], context.inputs[1])
    return [gather(context.dy, along: row.name, at: indices).transposed(to: values.type.names), nil]
  }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    Cost(flops: inputs[0].count * row.size * 2, bytes: Cost.traffic(inputs + outputs))
  }

  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    .composite { tensors in
      let (values, indices) = (tensors[0], tensors[1])
      let numbers = values.builder.iota(row, element: .i32)
      let hits = map([indices, numbers]) { .compare(.eq, $0[0], $0[1]) }
      return [contract(cast(hits, to: values.type.element), values, to: outputs[0].names)]
    }
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    let (values, indices) = (inputs[0], inputs[1])
    var result = DenseTensor(outputs[0])
    let stride = result.data.count / max(outputs[0].extents[0], 1)
    let rest = TensorType(values.type.element, Array(outputs[0].axes.dropFirst()))
    StridedWalk(over: values.type.axes, operands: [values.type, indices.type, rest]).forEach { offsets in
      let number = Int(indices.data[offsets[1]])
      guard 0 <= number, number < outputs[0].extents[0] else { return }
      result.data[number * stride + offsets[2]] += values.data[offsets[0]]
    }
    return [result]
  }

  public static var examples: [OperatorExample] {
    let (batch, time, channel) = (Axis(.batch, 3), Axis(.time, 5), Axis(.channel, 37))
    let indices = TensorType(.i32, [batch, time])
    return [
      // Numbers from 0 to 8: some lie outside.
      OperatorExample(ScatterAdd(Axis("row", 7)), [TensorType(.f32, [batch, time, channel]), indices], range: -1...9),
      OperatorExample(
        ScatterAdd(Axis("row", 19)), [TensorType(.f32, [channel, time, batch]), indices], range: -1...21),
      OperatorExample(ScatterAdd(Axis("row", 5)), [TensorType(.f32, [batch, time]), indices], range: -1...5),
    ]
  }
}

/// Values added up into rows by number; a number outside the rows adds to none.
///
/// - Returns: `row`, then the axes of `values` that `indices` lacks.
public func scatterAdd(
  _ values: Tensor, at indices: Tensor, along row: Axis, file: String = #fileID, path: String = #filePath,
  line: Int = #line, column: Int = #column
) -> Tensor {
  values.builder.add(
    ScatterAdd(row), [values, indices], at: SourceLocation(file: file, path: path, line: line, column: column))
}
