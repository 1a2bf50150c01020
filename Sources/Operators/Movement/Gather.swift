import GraphIR

/// Rows of a table by number: `y[i..., rest] = table[row = indices[i...], rest]`; embeddings, labels, positions.
///
/// A number outside the table gives a row of zeros, so that no index is an error and the gradient by the table is
/// exact.
public struct Gather: Operator {
  public static let mnemonic = "gather"
  /// The table's axis that the numbers count along.
  public let row: AxisName

  public init(_ row: AxisName) { self.row = row }
  public init(attributes: inout AttributeReader) throws { row = try attributes.axisName("row") }
  public var attributes: [(String, Attribute)] { [("row", .name(row.text))] }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 2), report.axis(row, of: inputs[0], role: "table") != nil else { return nil }
    let (rest, indices) = (inputs[0].removing([row]), inputs[1])
    report.indices(indices)
    for axis in rest.axes where indices.axis(axis.name) != nil {
      report.error("axis '\(axis.name)' is in the table and in the indices", role: "indices", axis: axis.name,
        expected: "axes other than \(rest)", found: "\(indices)")
    }
    return [TensorType(rest.element, indices.axes + rest.axes)]
  }

  /// dtable[r] = sum of dy where indices = r
  public func gradient(_ context: GradientContext) -> [Tensor?] {
    let (table, indices) = (context.inputs[0], context.inputs[1])
    if !context.needed[0] { return [nil, nil] }
    return [scatterAdd(context.dy, at: indices, along: table.axis(row)!).transposed(to: table.type.names), nil]
  }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    Cost(flops: 0, bytes: Cost.traffic([inputs[1]] + outputs + outputs))
  }

  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    let (table, rank, position) = (inputs[0], inputs[1].rank, inputs[0].position(of: row)!)
    return .element { context, _, index in
      let number = Expression.cast(context.input(1, at: Array(index.prefix(rank))), .index)
      let last = context.size(table.axes[position].size) - 1
      var inside = Array(index.dropFirst(rank))
      inside.insert(.maximum(.minimum(number, last), 0), at: position)
      let isInside = Expression.binary(.and, .compare(.le, 0, number), .compare(.le, number, last))
      return .select(isInside, context.input(0, at: inside), .number(0, table.element))
    }
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    let (table, indices) = (inputs[0], inputs[1])
    let position = table.type.position(of: row)!
    return [DenseTensor(outputs[0]) { index in
      let number = Int(indices[Array(index.prefix(indices.type.rank))])
      guard 0 <= number, number < table.shape[position] else { return 0 }
      var source = Array(index.dropFirst(indices.type.rank))
      source.insert(number, at: position)
      return table[source]
    }]
  }

  public static var examples: [OperatorExample] {
    let table = TensorType(.f32, [Axis("row", 7), Axis(.channel, 37)])
    let columns = TensorType(.f32, [Axis(.channel, 5), Axis("row", 7), Axis(.feature, 3)])
    let indices = TensorType(.i32, [Axis(.batch, 3), Axis(.time, 5)])
    return [
      // Numbers from 0 to 8: some lie outside.
      OperatorExample(Gather("row"), [table, indices], range: -1...9),
      OperatorExample(Gather("row"), [columns, indices], range: -1...9),
      OperatorExample(Gather("row"), [TensorType(.f32, [Axis("row", 7)]), indices], range: -1...7),
      OperatorExample(Gather("row"), [table, TensorType(.i32)], range: -1...7),
    ]
  }
}

extension InferenceReport {
  /// Checks that a tensor holds numbers of rows.
  mutating func indices(_ type: TensorType) {
    if type.element != .i32 {
      error("row numbers are integers", role: "indices", expected: "i32", found: type.element.rawValue)
    }
  }
}

/// The rows of a table with these numbers; zeros for a number outside the table.
///
/// - Returns: the axes of `indices`, then those of `table` without `row`.
public func gather(
  _ table: Tensor, along row: AxisName, at indices: Tensor, file: String = #fileID, path: String = #filePath,
  line: Int = #line, column: Int = #column
) -> Tensor {
  table.builder.add(
    Gather(row), [table, indices], at: SourceLocation(file: file, path: path, line: line, column: column))
}
