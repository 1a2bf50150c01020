import GraphIR

/// Overlapping windows along an axis: `y[frame, sample] = x[hop frame + sample]`, `length` samples every `hop`.
///
/// The axis becomes the two axes `frame` and `sample`. Of an axis of fixed size, samples that no longer fill a window
/// are left out; a symbolic size must be `hop * (frames - 1) + length` for every value of its symbols.
public struct Frame: Operator {
  public static let mnemonic = "frame"
  public let axis: AxisName
  public let hop: Int
  public let length: Int
  public let frame: AxisName
  public let sample: AxisName

  public init(_ axis: AxisName, hop: Int, length: Int, frame: AxisName = "frame", sample: AxisName = "sample") {
    (self.axis, self.hop, self.length, self.frame, self.sample) = (axis, hop, length, frame, sample)
  }
  public init(attributes: inout AttributeReader) throws {
    axis = try attributes.axisName("axis")
    hop = try attributes.int("hop")
    length = try attributes.int("length")
    frame = try attributes.axisName("frame")
    sample = try attributes.axisName("sample")
  }
  public var attributes: [(String, Attribute)] {
    [
      ("axis", .name(axis.text)), ("hop", .int(hop)), ("length", .int(length)), ("frame", .name(frame.text)),
      ("sample", .name(sample.text)),
    ]
  }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 1), let own = report.axis(axis, of: inputs[0], role: "input"),
      report.windows(hop: hop, length: length, axis: axis)
    else { return nil }
    let beyond = own.size - Dim(length)
    if let size = own.size.constant, size < length {
      report.error("the axis is shorter than one window", role: "input", axis: axis, expected: "\(length) or more",
        found: "\(size)")
      return nil
    }
    guard let steps = beyond.constant.map({ Dim($0 / hop) }) ?? beyond.divided(by: Dim(hop)) else {
      report.error("the axis is not a whole number of hops", role: "input", axis: axis,
        expected: "\(hop)*(frames - 1) + \(length)", found: "\(own.size)")
      return nil
    }
    for name in [frame, sample] where inputs[0].removing([axis]).axis(name) != nil || frame == sample {
      report.error("axis '\(name)' is there twice", role: "input", axis: name, expected: "two new axes",
        found: "\(inputs[0])")
      return nil
    }
    let windows = [Axis(frame, steps + 1), Axis(sample, Dim(length))]
    return [TensorType(inputs[0].element, inputs[0].axes.flatMap { $0.name == axis ? windows : [$0] })]
  }

  /// dx = dy added up where windows overlap
  public func gradient(_ context: GradientContext) -> [Tensor?] {
    [context.dy.overlapAdded(frame: frame, sample: sample, hop: hop, into: context.inputs[0].axis(axis)!)]
  }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    Cost(flops: 0, bytes: Cost.traffic(inputs + outputs))
  }

  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    let position = inputs[0].position(of: axis)!
    return .element { context, _, index in
      var index = index
      let sample = index.remove(at: position + 1)
      index[position] = index[position] * .integer(hop) + sample
      return context.input(0, at: index)
    }
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    let position = inputs[0].type.position(of: axis)!
    return [DenseTensor(outputs[0]) { index in
      var index = index
      let sample = index.remove(at: position + 1)
      index[position] = index[position] * hop + sample
      return inputs[0][index]
    }]
  }

  public static var examples: [OperatorExample] {
    let type = TensorType(.f32, [Axis(.batch, 3), Axis("sample", 37)])
    return [
      OperatorExample(Frame("sample", hop: 4, length: 9), [type]),
      OperatorExample(Frame("sample", hop: 5, length: 5), [type]),
      OperatorExample(Frame("sample", hop: 7, length: 2, frame: .time), [type]),
      OperatorExample(
        Frame(.time, hop: 1, length: 3), [TensorType(.f32, [Axis(.batch, 2), Axis(.time, 5), Axis(.channel, 19)])]),
    ]
  }
}

extension InferenceReport {
  /// Checks the hop and length of windows.
  mutating func windows(hop: Int, length: Int, axis: AxisName) -> Bool {
    if hop > 0, length > 0 { return true }
    error("windows and hops have samples", axis: axis, expected: "1 or more", found: "hop \(hop), length \(length)")
    return false
  }
}

extension Tensor {
  /// Windows of `length` samples, one every `hop` samples of an axis, which becomes the axes `frame` and `sample`.
  public func framed(
    _ axis: AxisName, hop: Int, length: Int, frame: AxisName = "frame", sample: AxisName = "sample",
    file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    builder.add(
      Frame(axis, hop: hop, length: length, frame: frame, sample: sample), [self],
      at: SourceLocation(file: file, path: path, line: line, column: column))
  }
}
