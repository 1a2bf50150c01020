import GraphIR

/// The product of two tensors, summed over the axes that the result lacks: an einsum of two by axis name.
///
/// Axes in both inputs and the result are batch axes. The result's axes may be in any order.
///
/// The second input may be stored in `bf16`, which is read as `f32`. Products of `u8` with `i8` are summed exactly, in `i32`.
public struct Contract: Operator {
  public static let mnemonic = "contract"
  public let output: [AxisName]

  public init(output: [AxisName]) { self.output = output }
  public init(attributes: inout AttributeReader) throws { output = try attributes.names("output") }
  public var attributes: [(String, Attribute)] { [("output", .names(output))] }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 2) else { return nil }
    let (a, b) = (inputs[0], inputs[1])
    guard let element = Self.result(a.element, b.element) else {
      report.error(
        "element types do not fit", expected: "f32 or f64, equal; f32 and bf16; or u8 and i8", found: "\(a.element) and \(b.element)")
      return nil
    }
    for axis in a.axes {
      if let other = b.axis(axis.name), other.size != axis.size {
        report.error("sizes of axis '\(axis.name)' differ", role: "second input", axis: axis.name,
          expected: "\(axis.size)", found: "\(other.size)")
      }
    }
    for (type, other, role) in [(a, b, "first input"), (b, a, "second input")] {
      for axis in type.axes where other.axis(axis.name) == nil && !output.contains(axis.name) {
        report.error("axis '\(axis.name)' is in one input only and not in the result", role: role, axis: axis.name,
          expected: "an axis to contract is in both inputs (sum over it first)", found: "\(other)")
      }
    }
    let axes = output.compactMap { name -> Axis? in
      if let axis = a.axis(name) ?? b.axis(name) { return axis }
      report.error("unknown axis '\(name)' in the result", axis: name, expected: "an axis of an input", found: "\(a), \(b)")
      return nil
    }
    return axes.count == output.count ? [TensorType(element, axes)] : nil
  }

  /// The element type of a product.
  static func result(_ a: ElementType, _ b: ElementType) -> ElementType? {
    switch (a, b) {
    case (.f32, .f32), (.f32, .bf16): .f32
    case (.f64, .f64): .f64
    case (.u8, .i8): .i32
    default: nil
    }
  }

  /// da = dy b, db = dy a, each summed over what it lacks.
  public func gradient(_ context: GradientContext) -> [Tensor?] {
    let (a, b, dy) = (context.inputs[0], context.inputs[1], context.dy)
    return [
      context.needed[0] ? dy.builder.add(Contract(output: a.type.names), [dy, b]) : nil,
      context.needed[1] ? dy.builder.add(Contract(output: b.type.names), [dy, a]) : nil,
    ]
  }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    let summed = inputs[0].axes.filter { !output.contains($0.name) }.reduce(Dim(1)) { $0 * $1.size }
    return Cost(flops: outputs[0].count * summed * 2, bytes: Cost.traffic(inputs + outputs))
  }

  public func mixedAxes(_ inputs: [TensorType], _ outputs: [TensorType]) -> Set<AxisName> {
    Set(inputs.flatMap(\.names)).subtracting(output)
  }
  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering { .contraction }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    let (a, b) = (inputs[0], inputs[1])
    var result = DenseTensor(outputs[0])
    let summed = a.type.axes.filter { !output.contains($0.name) }
    let inner = StridedWalk(over: summed, operands: [a.type, b.type])
    StridedWalk(over: outputs[0].axes, operands: [a.type, b.type, outputs[0]]).forEach { offsets in
      var total = 0.0
      inner.forEach(from: [offsets[0], offsets[1]]) { total += a.data[$0[0]] * b.data[$0[1]] }
      result.data[offsets[2]] = total
    }
    return [result]
  }

  public static var examples: [OperatorExample] {
    func type(_ axes: (AxisName, Int)...) -> TensorType { TensorType(.f32, axes.map { Axis($0.0, Dim($0.1)) }) }
    let x = type((.batch, 3), (.time, 7), (.channel, 37))
    return [
      OperatorExample(Contract(output: [.batch, .time, "out"]), [x, type(("out", 19), (.channel, 37))]),
      OperatorExample(Contract(output: [.batch, .time, "out"]), [x, type((.channel, 37), ("out", 70))]),
      OperatorExample(Contract(output: ["out", .channel]), [type((.batch, 3), (.time, 7), ("out", 5)), x]),
      OperatorExample(Contract(output: [.time, .batch, "out"]), [x, type(("out", 4), (.channel, 37))]),
      OperatorExample(
        Contract(output: [.batch, .head, "query", "key"]),
        [type((.batch, 2), ("query", 9), (.head, 3), (.feature, 5)),
         type((.batch, 2), ("key", 11), (.head, 3), (.feature, 5))]),
      OperatorExample(Contract(output: []), [type((.channel, 37)), type((.channel, 37))]),
      OperatorExample(Contract(output: [.batch]), [type((.batch, 3), (.time, 5)), type((.time, 5), (.batch, 3))]),
      OperatorExample(Contract(output: [.time, .channel]), [type((.time, 6)), type((.channel, 18))]),
      OperatorExample(
        Contract(output: [.time, "group", "out"]),
        [type((.time, 9), ("group", 6), ("in", 4)), type(("group", 6), ("out", 4), ("in", 4))]),
      OperatorExample(
        Contract(output: [.time, "group", "out"]),
        [type((.time, 9), ("group", 12), ("in", 4)), type(("group", 12), ("out", 4), ("in", 4))]),
      OperatorExample(
        Contract(output: [.batch, .time, "group", "out"]),
        [type((.batch, 2), (.time, 5), ("group", 24), ("in", 2)), type(("in", 2), ("group", 24), ("out", 2))]),
      OperatorExample(
        Contract(output: [.time, "group", "out"]),
        [type(("group", 6), ("in", 8), ("out", 8)), type((.time, 5), ("group", 6), ("in", 8))]),
      // A sum over rows, in pieces, and one in another order.
      OperatorExample(
        Contract(output: ["group", "out", "in"]),
        [type((.batch, 3), (.time, 23), ("group", 12), ("in", 4)), type((.batch, 3), (.time, 23), ("group", 12), ("out", 4))]),
      OperatorExample(
        Contract(output: ["in", "group", "out"]), [type((.time, 5), ("group", 8), ("in", 8)), type((.time, 5), ("group", 8), ("out", 8))]),
      // The axes of the second input lie apart in the result.
      OperatorExample(
        Contract(output: ["group", .time, "out"]), [type((.time, 9), ("in", 4)), type(("group", 6), ("in", 4), ("out", 5))]),
      OperatorExample(Contract(output: [.time, "out"]), [type((.time, 13), (.channel, 1)), type(("out", 33), (.channel, 1))]),
      // So long a sum that it goes in pieces, over an axis that lies in one piece and over one that does not.
      OperatorExample(
        Contract(output: [.time, "out"]), [type((.time, 7), (.channel, 515)), type(("out", 19), (.channel, 515))], range: -0.3...0.3,
        differentiable: false),
      OperatorExample(
        Contract(output: [.channel, "out"]), [type((.time, 390), (.channel, 7)), type((.time, 390), ("out", 130))], range: -0.3...0.3,
        differentiable: false),
    ] + narrow
  }

  /// Stored in fewer bits; sums of bytes whose length is a multiple of four, and not.
  private static var narrow: [OperatorExample] {
    func type(_ element: ElementType, _ axes: (AxisName, Int)...) -> TensorType {
      TensorType(element, axes.map { Axis($0.0, Dim($0.1)) })
    }
    return [
      OperatorExample(
        Contract(output: [.time, "out"]), [type(.f32, (.time, 7), (.channel, 37)), type(.bf16, ("out", 19), (.channel, 37))],
        differentiable: false),
      OperatorExample(
        Contract(output: ["out", .time]), [type(.f32, (.time, 7), (.channel, 37)), type(.bf16, (.channel, 37), ("out", 19))],
        differentiable: false),
    ] + [36, 37].flatMap { channels in
      [
        OperatorExample(
          Contract(output: [.batch, .time, "out"]),
          [type(.u8, (.batch, 3), (.time, 7), (.channel, channels)), type(.i8, ("out", 19), (.channel, channels))], range: 0...127,
          differentiable: false),
        OperatorExample(
          Contract(output: ["out", .time]), [type(.u8, (.time, 7), (.channel, channels)), type(.i8, (.channel, channels), ("out", 5))],
          range: 0...127, differentiable: false),
      ]
    }
  }
}

/// The product of two tensors summed over axes that both have; the result has the axes of `a`, then those of `b`.
public func contract(
  _ a: Tensor, _ b: Tensor, over axes: [AxisName], file: String = #fileID, path: String = #filePath,
  line: Int = #line, column: Int = #column
) -> Tensor {
  let left = a.type.names.filter { !axes.contains($0) }
  let right = b.type.names.filter { !axes.contains($0) && !left.contains($0) }
  return contract(a, b, to: left + right, file: file, path: path, line: line, column: column)
}

/// The product of two tensors with exactly these axes, summed over all others.
public func contract(
  _ a: Tensor, _ b: Tensor, to output: [AxisName], file: String = #fileID, path: String = #filePath,
  line: Int = #line, column: Int = #column
) -> Tensor {
  a.builder.add(
    Contract(output: output), [a, b], at: SourceLocation(file: file, path: path, line: line, column: column))
}
