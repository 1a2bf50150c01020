import GraphIR

/// Combines the elements along some axes into one: their sum, maximum or minimum.
public struct Reduce: Operator {
  public static let mnemonic = "reduce"
  public let reduction: Reduction
  public let axes: [AxisName]

  public init(_ reduction: Reduction, over axes: [AxisName]) { (self.reduction, self.axes) = (reduction, axes) }
  public init(attributes: inout AttributeReader) throws {
    reduction = try attributes.choice("with")
    axes = try attributes.names("over")
  }
  public var attributes: [(String, Attribute)] { [("with", .name(reduction.rawValue)), ("over", .names(axes))] }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 1) else { return nil }
    for name in axes { _ = report.axis(name, of: inputs[0], role: "input") }
    if !inputs[0].element.isFloat {
      report.error("cannot reduce this element type", role: "input", expected: "f32 or f64 (cast it)",
        found: inputs[0].element.rawValue)
    }
    return [inputs[0].removing(axes)]
  }

  /// sum: dx = dy along the axes. max, min: dy to the elements that attain y, shared equally among ties.
  public func gradient(_ context: GradientContext) -> [Tensor?] {
    let (x, y, dy) = (context.inputs[0], context.outputs[0], context.dy)
    if reduction == .sum { return [dy.broadcast(to: x.type.axes)] }
    let ties = map([x, y]) { .select(.compare(.eq, $0[0], $0[1]), .constant(1), .constant(0)) }
    return [ties * (dy / sum(ties, over: axes))]
  }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    Cost(flops: inputs[0].count, bytes: Cost.traffic(inputs + outputs))
  }

  public func mixedAxes(_ inputs: [TensorType], _ outputs: [TensorType]) -> Set<AxisName> { Set(axes) }
  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering { .reduction(reduction, axes) }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    var result = DenseTensor(outputs[0], fill: reduction.neutral)
    StridedWalk(over: inputs[0].type.axes, operands: [inputs[0].type, outputs[0]]).forEach {
      result.data[$0[1]] = reduction.function(result.data[$0[1]], inputs[0].data[$0[0]])
    }
    return [result]
  }

  public static var examples: [OperatorExample] {
    let type = TensorType(.f32, [Axis(.batch, 3), Axis(.time, 5), Axis(.channel, 37)])
    return [[.channel], [.time], [.batch, .time], [.batch, .channel], [.batch, .time, .channel]].flatMap { axes in
      Reduction.allCases.map { OperatorExample(Reduce($0, over: axes), [type]) }
    } + [OperatorExample(Reduce(.sum, over: [.channel]), [TensorType(.f64, [Axis(.time, 2), Axis(.channel, 11)])])]
  }
}

/// The sum along axes.
public func sum(
  _ x: Tensor, over axes: [AxisName], file: String = #fileID, path: String = #filePath, line: Int = #line,
  column: Int = #column
) -> Tensor {
  x.builder.add(
    Reduce(.sum, over: axes), [x], at: SourceLocation(file: file, path: path, line: line, column: column))
}

/// The sum along one axis.
public func sum(
  _ x: Tensor, over axis: AxisName, file: String = #fileID, path: String = #filePath, line: Int = #line,
  column: Int = #column
) -> Tensor { sum(x, over: [axis], file: file, path: path, line: line, column: column) }

/// The mean along axes.
public func mean(
  _ x: Tensor, over axes: [AxisName], file: String = #fileID, path: String = #filePath, line: Int = #line,
  column: Int = #column
) -> Tensor {
  let total = sum(x, over: axes, file: file, path: path, line: line, column: column)
  let count = axes.compactMap { x.axis($0)?.size }.reduce(1, *)
  if let constant = count.constant { return total * (1 / Double(max(constant, 1))) }
  return total / x.builder.size(count, element: x.type.element)
}

/// The largest element along axes.
public func max(
  _ x: Tensor, over axes: [AxisName], file: String = #fileID, path: String = #filePath, line: Int = #line,
  column: Int = #column
) -> Tensor {
  x.builder.add(
    Reduce(.max, over: axes), [x], at: SourceLocation(file: file, path: path, line: line, column: column))
}

extension Tensor {
  /// The sum over the axes that a type lacks, in the order of its axes: undoes a broadcast.
  func summed(to type: TensorType) -> Tensor {
    let extra = self.type.names.filter { type.axis($0) == nil }
    let sum = extra.isEmpty ? self : Operators.sum(self, over: extra)
    return sum.type.names == type.names ? sum : sum.transposed(to: type.names)
  }
}
