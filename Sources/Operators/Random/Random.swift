import GraphIR

/// Random numbers from a seed: uniform in [0, 1), or standard normal.
///
/// Counter-based (Threefry-2x32-20, Salmon et al. 2011): an element is a function of the seed, the operator's stream
/// and its place in memory, so it is recomputed where it is read, never stored, and the same on any number of threads.
public struct Random: Operator {
  public enum Kind: String, Hashable, Sendable { case uniform, normal }

  public static let mnemonic = "random"
  public let kind: Kind
  public let axes: [Axis]
  /// Tells the random operators of a graph apart; 31 bits.
  public let stream: Int

  public init(_ kind: Kind, _ axes: [Axis], stream: Int) { (self.kind, self.axes, self.stream) = (kind, axes, stream) }
  public init(attributes: inout AttributeReader) throws {
    kind = try attributes.choice("kind")
    axes = try attributes.axes("axes")
    stream = try attributes.int("stream")
  }
  public var attributes: [(String, Attribute)] {
    [("kind", .name(kind.rawValue)), ("axes", .axes(axes)), ("stream", .int(stream))]
  }

  /// The second word of the key; parameters are initialised under another one.
  private static let key = 0x5EED
  /// The bit of the stream that is set for the second draw of Box & Muller.
  private static let second = 0x8000_0000

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, 1) else { return nil }
    if inputs[0] != TensorType(.i32) {
      report.error("the seed is one integer", role: "seed", expected: "i32[]", found: "\(inputs[0])")
    }
    if !(0..<Random.second).contains(stream) {
      report.error("no such stream", role: "stream", expected: "0 ..< 2^31", found: "\(stream)")
    }
    return [TensorType(.f32, axes)]
  }

  public func gradient(_ context: GradientContext) -> [Tensor?] { [nil] }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    let (draws, functions) = kind == .normal ? (2, 3) : (1, 0)
    // Twenty rounds of an addition, a rotation and an exclusive or.
    return Cost(
      flops: outputs[0].count * Dim(60 * draws + functions), transcendentals: outputs[0].count * Dim(functions),
      bytes: Cost.traffic(outputs))
  }

  /// u from 24 bits; normal: sqrt(-2 log(1 - u)) cos(2 pi v), where 1 - u is in (0, 1] (Box & Muller 1958).
  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    let (kind, axes, stream) = (kind, axes, stream)
    return .element { context, _, index in
      let place = zip(index, axes).reduce(Expression.integer(0)) { $0 * context.size($1.1.size) + $1.0 }
      let counter = context.bind(.cast(.cast(place, .i32), .u32))
      let seed = Expression.cast(context.input(0, at: []), .u32)
      func draw(_ stream: Int) -> Expression {
        .cast(
          .threefry(counter, .number(Double(stream), .u32), seed, .number(Double(Random.key), .u32)), .f32)
      }
      func number(_ value: Double) -> Expression { .number(value, .f32) }
      if kind == .uniform { return draw(stream) }
      let radius = Expression.unary(.sqrt, number(-2) * .unary(.log, number(1) - draw(stream)))
      return radius * .unary(.cos, number(2 * .pi) * draw(stream | Random.second))
    }
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    let seed = UInt32(bitPattern: Int32(inputs[0].data[0]))
    func draw(_ place: Int, _ stream: Int) -> Double {
      let counter = (UInt32(truncatingIfNeeded: place), UInt32(stream))
      return Double(threefry2x32(counter: counter, key: (seed, UInt32(Random.key))).0 >> 8) * 0x1p-24
    }
    let count = outputs[0].count.constant!
    return [DenseTensor(outputs[0], (0..<count).map { place in
      if kind == .uniform { return draw(place, stream) }
      let radius = UnaryFunction.sqrt(-2 * UnaryFunction.log(1 - draw(place, stream)))
      return radius * UnaryFunction.cos(2 * .pi * draw(place, stream | Random.second))
    })]
  }

  public static var examples: [OperatorExample] {
    let axes = [Axis(.batch, 3), Axis(.time, 5), Axis(.channel, 37)]
    return [Kind.uniform, .normal].flatMap { kind in
      [axes, [Axis(.time, 1)], []].enumerated().map { number, axes in
        OperatorExample(Random(kind, axes, stream: number), [TensorType(.i32)], range: 0...1e6, differentiable: false)
      }
    }
  }
}

extension Random: StreamOperator {
  public var streams: [Int] { [stream] }
}

extension GraphBuilder {
  /// Random numbers that no other operator of this graph draws, uniform in [0, 1) or standard normal.
  ///
  /// - Parameter seed: i32, a scalar; the same seed gives the same numbers.
  public func random(
    _ kind: Random.Kind, _ axes: [Axis], seed: Tensor, file: String = #fileID, path: String = #filePath,
    line: Int = #line, column: Int = #column
  ) -> Tensor {
    add(
      Random(kind, axes, stream: nextStream()), [seed],
      at: SourceLocation(file: file, path: path, line: line, column: column))
  }
}
