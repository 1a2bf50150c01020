import Sonograph

/// Fixed sine and cosine tables of positions (Vaswani et al. 2017), as maps of indices.
public enum PositionTable: String, Sendable, Hashable, CaseIterable {
  /// Two-dimensional (He et al. 2022): the first half of the channels encodes the mel index, the second the time index;
  /// each half is sines, then cosines, of the index times 10000^(-k / (width / 4)). The position of cls is zero. The
  /// official code.
  case grid
  /// One-dimensional: sines, then cosines, of the token's number times 10000^(-k / (width / 2)); cls is number 0.
  case sequence
  /// Zeros: patches know nothing of where they are but what recurrences tell.
  case none

  /// Into so many equal parts the channels are divided.
  var parts: Int { self == .grid ? 4 : self == .sequence ? 2 : 1 }

  private static let logBase = 9.210340371976184

  /// Positions of the patches: (time, channel), time-major.
  ///
  /// - Parameter period: steps of time after which positions begin again; nil for never.
  func table(_ graph: GraphBuilder, time: Axis, mel: Axis, channel: Axis, period: Int? = nil) -> Tensor {
    let (number, m) = (graph.iota(time), graph.iota(mel))
    let t = period.map { period in map([number]) { .binary(.mod, $0[0], .constant(Double(period))) } } ?? number
    let table: Tensor
    switch self {
    case .none: table = graph.constant(0, [time, mel, channel])
    case .grid:
      let (section, frequency) = sections(graph, channel)
      table = map([frequency, section, m, t]) { x in
        Self.wave(x[0] * .select(.compare(.lt, x[1], .constant(2)), x[2], x[3]), x[1])
      }
    case .sequence:
      let (section, frequency) = sections(graph, channel)
      let bands = Double(mel.size.constant ?? 1)
      table = map([frequency, section, m, t]) { x in
        Self.wave(x[0] * (x[3] * .constant(bands) + x[2] + .constant(1)), x[1])
      }
    }
    return table.transposed(to: [time.name, mel.name, .channel]).merged([time.name, mel.name], into: .time)
  }

  /// The position of cls: (channel); nil if it is zero.
  func cls(_ graph: GraphBuilder, channel: Axis) -> Tensor? {
    // Of number 0, sines are 0 and cosines 1: the numbers of the sections.
    self != .sequence ? nil : sections(graph, channel).section
  }

  /// For each channel, the section that it lies in, and exp(-log 10000 k / n) for its place k among the n of a section.
  private func sections(_ graph: GraphBuilder, _ channel: Axis) -> (section: Tensor, frequency: Tensor) {
    let size = Double((channel.size.constant ?? parts) / parts)
    let number = graph.iota(channel)
    let section = map([number]) { .unary(.floor, ($0[0] + .constant(0.5)) * .constant(1 / size)) }
    let frequency = map([number, section]) {
      .unary(.exp, ($0[0] - $0[1] * .constant(size)) * .constant(-Self.logBase / size))
    }
    return (section, frequency)
  }

  /// Sections alternate between sine and cosine.
  private static func wave(_ angle: ScalarExpression, _ section: ScalarExpression) -> ScalarExpression {
    let isSine = ScalarExpression.compare(.eq, .binary(.mod, section, .constant(2)), .constant(0))
    return .select(isSine, .unary(.sin, angle), .unary(.cos, angle))
  }
}
