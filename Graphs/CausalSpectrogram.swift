import Sonograph

/// How a masked spectrogram model hears without looking ahead.
///
/// Frames are not centred: the first begins with the first sample. Values are in units of a fixed deviation about a fixed
/// mean, as nothing is known of the rest of a recording. Recurrences run on from window to window.
public struct CausalForm: Sendable, Hashable, Codable {
  /// What patches know of where they are.
  public enum Positions: String, Sendable, Hashable, Codable, CaseIterable {
    /// The positions of a window of training, and after it again from the first.
    case repeated
    case none
  }

  /// What becomes of the cls token.
  public enum Token: String, Sendable, Hashable, Codable, CaseIterable {
    /// It comes before the first patch, as in training, and once only.
    case start
    case none
  }

  public var positions = Positions.repeated
  public var token = Token.start
  /// Columns of patches in a window of training.
  public var window: Int

  public init(window: Int) { self.window = window }
}

/// The encoder of a masked spectrogram model in its causal form, from waveform to tokens.
///
/// Its parameters are those of the model under the same names, and two more scalars, `statistics/mean` and
/// `statistics/deviation`, of the log-mels of what it was trained on.
public struct CausalSpectrogram: Sendable {
  public let model: any MaskedSpectrogramModel
  public let form: CausalForm
  public let frontEnd: LogMel

  /// The number of columns of patches in the graphs.
  public static let symbol = "P"

  public init(_ model: any MaskedSpectrogramModel, _ form: CausalForm) {
    (self.model, self.form) = (model, form)
    var settings = LogMel()
    (settings.edges, settings.mels) = (.snip, model.frame.mels)
    frontEnd = settings
  }

  /// Samples from one column of patches to the next.
  public var hop: Int { frontEnd.hop * model.frame.patchTime }
  /// Samples that a column sees.
  public var reach: Int { hop - frontEnd.hop + frontEnd.frameLength }
  /// Seconds from a sound to the embedding that first holds it, at most: those of a column's reach. A sound at the
  /// start of a column waits for the last sample of the column's last frame.
  public var latency: Double { Double(reach) / Double(frontEnd.sampleRate) }
  /// Columns of so many samples; what is left at the end is too short for one.
  public func columns(samples: Int) -> Int { samples < reach ? 0 : 1 + (samples - reach) / hop }

  /// A whole recording at once: from `waveform` (sample), `hop (P - 1) + reach` samples, to `tokens` (batch, time,
  /// channel), time-major, without cls.
  ///
  /// - Throws: `GraphErrors`.
  public func offline() throws -> Graph {
    try graph("causal") { graph, embedded, positions in
      guard form.token == .start else { return encoded(positions.map { embedded + $0 } ?? embedded) }
      // Positions are added behind the concatenation, so that patches are rounded as those of a stream are.
      let all = concat([cls(graph, length: 1), embedded], along: .time)
      let none = graph.constant(0, [Axis(.time, 1), model.frame.channel])
      let placed = positions.map { all + concat([none, $0], along: .time) } ?? all
      return encoded(placed).slice(.time, from: 1, size: embedded.axis(.time)?.size ?? 1)
    }
  }

  /// The same without a cls token: what follows once the encoder has seen it. To be made stepwise.
  ///
  /// - Throws: `GraphErrors`.
  public func stream() throws -> Graph {
    try graph("stream") { _, embedded, positions in encoded(positions.map { embedded + $0 } ?? embedded) }
  }

  /// The encoder of the cls token alone, for P = 1: what comes before the first column; nil if nothing does.
  ///
  /// - Throws: `GraphErrors`.
  public func start() throws -> Graph? {
    guard form.token == .start else { return nil }
    let builder = GraphBuilder(name: "\(model.name)-start")
    builder.output("tokens", encoded(cls(builder, length: Dim(symbol: Self.symbol))))
    return try builder.finish()
  }

  private func graph(_ kind: String, _ encode: (GraphBuilder, Tensor, Tensor?) -> Tensor) throws -> Graph {
    let builder = GraphBuilder(name: "\(model.name)-\(kind)")
    if let mistake = model.frame.mistake { throw GraphErrors([mistake]) }
    builder.output("tokens", encode(builder, embedded(builder), positions(builder)))
    return try builder.finish()
  }

  private func encoded(_ x: Tensor) -> Tensor { model.frame.normed(model.encoded(x, isStepwise: true)) }

  private func cls(_ graph: GraphBuilder, length: Dim) -> Tensor {
    model.frame.token(graph).broadcast(to: [Axis(.batch, 1), Axis(.time, length), model.frame.channel])
  }

  /// The patches of a waveform, embedded: (batch, time, channel).
  private func embedded(_ graph: GraphBuilder) -> Tensor {
    let frames = Dim(model.frame.patchTime) * Dim(symbol: Self.symbol)
    let waveform = graph.input("waveform", [Axis("sample", Dim(frontEnd.hop) * (frames - 1) + Dim(frontEnd.frameLength))])
    let levels = frontEnd.unpadded(waveform)
    let mean = graph.parameter("statistics/mean", [], .zeros)
    let deviation = graph.parameter("statistics/deviation", [], .ones)
    let spectrogram = ((levels - mean) / (deviation + 1e-8))
      .reshaped(to: [Axis(.batch, 1), Axis("frame", frames), Axis("mel", Dim(model.frame.mels))])
    return model.frame.embedded(model.frame.patches(spectrogram))
  }

  /// Where the patches are: (time, channel); nil if they do not know.
  private func positions(_ graph: GraphBuilder) -> Tensor? {
    let (frame, grid) = (model.frame, model.frame.grid)
    return form.positions == .none
      ? nil
      : frame.positionTable.table(graph, time: grid.time, mel: grid.mel, channel: frame.channel, period: form.window)
  }
}
