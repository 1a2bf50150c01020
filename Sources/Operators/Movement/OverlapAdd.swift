import GraphIR

/// Adds overlapping windows up along one axis: `y[t] = sum over frames p of x[p, t - hop p]`, the transpose of `Frame`.
public struct OverlapAdd: Operator {
  public static let mnemonic = "overlap-add"
  public let frame: AxisName
  public let sample: AxisName
  public let hop: Int
  /// What the two axes become; positions that no window covers are 0.
  public let axis: Axis

  public init(frame: AxisName, sample: AxisName, hop: Int, into axis: Axis) {
    (self.frame, self.sample, self.hop, self.axis) = (frame, sample, hop, axis)
  }
  public init(attributes: inout AttributeReader) throws {
    frame = try attributes.axisName("frame")
    sample = try attributes.axisName("sample")
    hop = try attributes.int("hop")
    let axes = try attributes.axes("into")
    guard axes.count == 1 else { throw AttributeReader.Failure(message: "attribute 'into' is not one axis") }
    axis = axes[0]
  }
  public var attributes: [(String, Attribute)] {
    [("frame", .name(frame.text)), ("sample", .name(sample.text)), ("hop", .int(hop)), ("into", .axes([axis]))]
  }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 1), let frames = report.axis(frame, of: inputs[0], role: "input"),
      let samples = report.axis(sample, of: inputs[0], role: "input"), let position = inputs[0].position(of: frame)
    else { return nil }
    guard let length = samples.size.constant, inputs[0].position(of: sample) == position + 1 else {
      report.error("the samples of a window must follow its frame", role: "input", axis: sample,
        expected: "\(frame), then \(sample) of fixed size", found: "\(inputs[0])")
      return nil
    }
    guard report.windows(hop: hop, length: length, axis: sample) else { return nil }
    let covered = (frames.size - 1) * Dim(hop) + Dim(length)
    let fits = (axis.size - covered).constant.map { (0..<hop).contains($0) } ?? false
    if !fits {
      report.error("the result does not have the size of the windows", role: "result", axis: axis.name,
        expected: "\(covered)", found: "\(axis.size)")
    }
    var axes = inputs[0].axes
    axes.replaceSubrange(position...(position + 1), with: [axis])
    return [TensorType(inputs[0].element, axes)]
  }

  /// dx = the windows of dy
  public func gradient(_ context: GradientContext) -> [Tensor?] {
    let length = context.inputs[0].axis(sample)!.size.constant!
    return [context.dy.framed(axis.name, hop: hop, length: length, frame: frame, sample: sample)]
  }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    Cost(flops: inputs[0].count, bytes: Cost.traffic(inputs + outputs))
  }

  /// A position t lies in the frames t / hop, t / hop - 1, ..., as far back as a window reaches.
  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    let (type, position) = (inputs[0], inputs[0].position(of: frame)!)
    let (frames, length) = (type.axes[position].size, type.axes[position + 1].size.constant!)
    return .element { context, _, index in
      let (quotient, remainder) = (index[position] / .integer(hop), index[position] % .integer(hop))
      let last = context.size(frames) - 1
      let terms = (0..<(length + hop - 1) / hop).map { back -> Expression in
        let (number, sample) = (quotient - .integer(back), remainder + .integer(back * hop))
        var inside = index
        inside[position] = .minimum(.maximum(number, 0), last)
        inside.insert(.minimum(sample, .integer(length - 1)), at: position + 1)
        let isFrame = Expression.binary(.and, .compare(.le, 0, number), .compare(.le, number, last))
        let isInside = Expression.binary(.and, isFrame, .compare(.lt, sample, .integer(length)))
        return .select(isInside, context.input(0, at: inside), .number(0, type.element))
      }
      return terms.dropFirst().reduce(terms[0]) { $0 + $1 }
    }
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    var result = DenseTensor(outputs[0])
    let position = inputs[0].type.position(of: frame)!
    inputs[0].type.forEachIndex { index, offset in
      var index = index
      let sample = index.remove(at: position + 1)
      index[position] = index[position] * hop + sample
      result.data[outputs[0].offset(index)] += inputs[0].data[offset]
    }
    return [result]
  }

  public static var examples: [OperatorExample] {
    func type(_ frames: Dim, _ samples: Dim) -> TensorType {
      TensorType(.f32, [Axis(.batch, 3), Axis("frame", frames), Axis("sample", samples), Axis(.channel, 5)])
    }
    return [
      OperatorExample(OverlapAdd(frame: "frame", sample: "sample", hop: 4, into: Axis(.time, 37)), [type(8, 9)]),
      OperatorExample(OverlapAdd(frame: "frame", sample: "sample", hop: 7, into: Axis(.time, 19)), [type(3, 2)]),
      OperatorExample(
        OverlapAdd(frame: "frame", sample: "sample", hop: 2, into: Axis(.time, 19)),
        [TensorType(.f32, [Axis("frame", 7), Axis("sample", 7)])]),
    ]
  }
}

extension Tensor {
  /// The sum of overlapping windows, one every `hop` samples; the axes `frame` and `sample` become `axis`.
  public func overlapAdded(
    frame: AxisName = "frame", sample: AxisName = "sample", hop: Int, into axis: Axis, file: String = #fileID,
    path: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    builder.add(
      OverlapAdd(frame: frame, sample: sample, hop: hop, into: axis), [self],
      at: SourceLocation(file: file, path: path, line: line, column: column))
  }
}
