import GraphIR

/// A tensor continued before and after along one axis by its mirror image: `y[t] = x[|t - before|]`, mirrored again at
/// the end; the first and last elements are not repeated (the STFT's centred framing).
public struct ReflectPad: Operator {
  public static let mnemonic = "reflect-pad"
  public let axis: AxisName
  public let before: Dim
  public let after: Dim

  public init(_ axis: AxisName, before: Dim, after: Dim) {
    (self.axis, self.before, self.after) = (axis, before, after)
  }
  public init(attributes: inout AttributeReader) throws {
    axis = try attributes.axisName("axis")
    before = try attributes.dim("before")
    after = try attributes.dim("after")
  }
  public var attributes: [(String, Attribute)] {
    [("axis", .name(axis.text)), ("before", .dim(before)), ("after", .dim(after))]
  }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 1), let own = report.axis(axis, of: inputs[0], role: "input") else { return nil }
    for (name, size) in [("before", before), ("after", after)] {
      if (size.constant ?? 0) < 0 || ((own.size - 1 - size).constant ?? 0) < 0 {
        report.error("the mirror image is not as long", role: name, axis: axis, expected: "0 ..< \(own.size)",
          found: "\(size)")
      }
    }
    let axes = inputs[0].axes.map { $0.name == axis ? Axis(axis, before + own.size + after) : $0 }
    return [TensorType(inputs[0].element, axes)]
  }

  /// dx = dy without the padding, plus both paddings mirrored back onto the elements that they came from
  public func gradient(_ context: GradientContext) -> [Tensor?] {
    let (dy, size) = (context.dy, context.inputs[0].axis(axis)!.size)
    let kept = dy.slice(axis, from: before, size: size)
    let first = before == 0 ? nil : dy.slice(axis, from: 0, size: before).reversed(axis)
      .padded(axis, before: 1, after: size - before - 1)
    let last = after == 0 ? nil : dy.slice(axis, from: before + size, size: after).reversed(axis)
      .padded(axis, before: size - after - 1, after: 1)
    return [[first, last].compactMap { $0 }.reduce(kept) { $0 + $1 }]
  }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    Cost(flops: 0, bytes: Cost.traffic(inputs + outputs))
  }

  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    let (position, size) = (inputs[0].position(of: axis)!, inputs[0].axis(axis)!.size)
    return .element { context, _, index in
      let last = context.size(size) - 1
      let offset = index[position] - context.size(before)
      let mirrored = Expression.maximum(offset, 0 - offset)
      let folded = Expression.minimum(mirrored, last + last - mirrored)
      var inside = index
      // Never clamped, except where a symbolic size turns out smaller than the padding.
      inside[position] = .minimum(.maximum(folded, 0), last)
      return context.input(0, at: inside)
    }
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    let position = inputs[0].type.position(of: axis)!
    let last = inputs[0].shape[position] - 1
    return [DenseTensor(outputs[0]) { index in
      var index = index
      index[position] -= before.constant!
      if index[position] < 0 { index[position] = -index[position] }
      if index[position] > last { index[position] = 2 * last - index[position] }
      return inputs[0][index]
    }]
  }

  public static var examples: [OperatorExample] {
    let type = TensorType(.f32, [Axis(.batch, 3), Axis(.time, 7), Axis(.channel, 19)])
    return [
      OperatorExample(ReflectPad(.channel, before: 5, after: 18), [type]),
      OperatorExample(ReflectPad(.time, before: 6, after: 2), [type]),
      OperatorExample(ReflectPad(.time, before: 0, after: 1), [type]),
      OperatorExample(ReflectPad("sample", before: 20, after: 20), [TensorType(.f32, [Axis("sample", 37)])]),
    ]
  }
}

extension ReflectPad: SizedOperator {
  public func binding(_ symbols: [String: Int]) -> ReflectPad {
    ReflectPad(
      axis, before: before.value(symbols).map { Dim($0) } ?? before,
      after: after.value(symbols).map { Dim($0) } ?? after)
  }
}

extension Tensor {
  /// The tensor continued by its mirror image before and after along an axis.
  public func reflected(
    _ axis: AxisName, before: Dim, after: Dim, file: String = #fileID, path: String = #filePath, line: Int = #line,
    column: Int = #column
  ) -> Tensor {
    builder.add(
      ReflectPad(axis, before: before, after: after), [self],
      at: SourceLocation(file: file, path: path, line: line, column: column))
  }
}
