import Sonograph

/// How a masked spectrogram model cuts spectrograms into patches, read off its graph.
///
/// Such a model has the inputs `spectrogram` (batch, frame, mel) and `mask` (batch, time), frames and tokens being
/// multiples of one symbol, and the results `prediction` (batch, time, patch) and `loss`. Tokens are time-major, and so
/// are the values of a patch.
public struct PatchGrid: Sendable, Hashable {
  /// Frames of a patch.
  public let frames: Int
  /// Mel bands of a patch.
  public let mels: Int
  /// Patches across the mel axis.
  public let bands: Int
  let batchSymbol: String
  let timeSymbol: String
  /// The number of visible tokens, for a model whose encoder sees those only.
  let keptSymbol: String?

  /// Values of a patch.
  public var size: Int { frames * mels }
  /// Mel bands of a spectrogram.
  public var width: Int { mels * bands }

  /// - Throws: `TrainingError` if the graph is not that of a masked spectrogram model.
  public init(_ graph: Graph) throws {
    guard let spectrogram = graph.input(named: "spectrogram")?.type, let mask = graph.input(named: "mask")?.type,
      spectrogram.rank == 3, mask.rank == 2, graph.output(named: "loss") != nil,
      graph.output(named: "prediction") != nil, let batch = mask.axes[0].size.symbols.first,
      let time = mask.axes[1].size.symbols.first, let bands = mask.axes[1].size.value([time: 1]),
      let frames = spectrogram.axes[1].size.value([time: 1]), let mels = spectrogram.axes[2].size.constant,
      mels % bands == 0
    else {
      throw TrainingError(
        "the model '\(graph.name)' is not one of masked spectrograms",
        "expected the inputs spectrogram (batch, frame, mel) and mask (batch, time), and the results prediction and loss")
    }
    (self.frames, self.mels, self.bands) = (frames, mels / bands, bands)
    (batchSymbol, timeSymbol) = (batch, time)
    keptSymbol = graph.symbols.first { $0 != batch && $0 != time }
  }

  /// Patches along time.
  ///
  /// - Throws: `TrainingError` if the frames are not whole patches.
  public func times(frames count: Int) throws -> Int {
    guard count > 0, count % frames == 0 else {
      let nearest = max(1, (count + frames / 2) / frames) * frames
      throw TrainingError("--frames is \(count)", "patches are \(frames) frames long: the nearest is \(nearest)")
    }
    return count / frames
  }

  /// The most frames that divide a patch and last `limit` at most, at `frame` each; one if none do.
  public func part(within limit: Double, frame: Double) -> Int {
    (1...frames).last { frames % $0 == 0 && Double($0) * frame <= limit + 1e-9 } ?? 1
  }

  /// - Parameter masking: which patches are hidden; nil if none is.
  /// - Returns: what a program's symbols are bound to.
  public func sizes(batch: Int, times: Int, masking: Masking?) -> [String: Int] {
    var sizes = [batchSymbol: batch, timeSymbol: times]
    if let keptSymbol { sizes[keptSymbol] = masking?.visibleTokens(times: times, bands: bands) ?? times * bands }
    return sizes
  }

  /// Where in a (frame, mel) spectrogram a value of a patch lies.
  func offset(token: Int, value: Int) -> Int {
    let frame = token / bands * frames + value / mels
    return frame * width + token % bands * mels + value % mels
  }

  /// (frame, mel) to (time, patch).
  public func patches(_ spectrogram: [Float]) -> [Float] {
    let tokens = spectrogram.count / size
    return (0..<tokens).flatMap { token in (0..<size).map { spectrogram[offset(token: token, value: $0)] } }
  }

  /// (time, patch) to (frame, mel).
  public func spectrogram(_ patches: [Float]) -> [Float] {
    var result = [Float](repeating: 0, count: patches.count)
    for token in 0..<patches.count / size {
      for value in 0..<size { result[offset(token: token, value: value)] = patches[token * size + value] }
    }
    return result
  }
}

/// Patches in units of their own deviation, as models with pixel normalisation take them: (x - mean) / sqrt(variance +
/// 1e-6), the variance unbiased.
extension PatchGrid {
  struct Scale: Sendable {
    let mean: Float
    let deviation: Float
  }

  /// The scale of each patch of (time, patch).
  func scales(_ patches: [Float]) -> [Scale] {
    (0..<patches.count / size).map { token in
      let values = patches[token * size..<(token + 1) * size].map { Double($0) }
      let mean = values.reduce(0, +) / Double(size)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, size - 1))
      return Scale(mean: Float(mean), deviation: Float((variance + 1e-6).squareRoot()))
    }
  }

  func normalized(_ patches: [Float], by scales: [Scale]) -> [Float] {
    patches.indices.map { (patches[$0] - scales[$0 / size].mean) / scales[$0 / size].deviation }
  }

  func restored(_ patches: [Float], by scales: [Scale]) -> [Float] {
    patches.indices.map { patches[$0] * scales[$0 / size].deviation + scales[$0 / size].mean }
  }
}
