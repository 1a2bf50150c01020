import Sonograph

/// What the three masked spectrogram models share: patches, positions, masking, head and loss, as in the official code of
/// SSAM (arXiv 2406.02178) and AxLSTM (arXiv 2408.16568).
public struct MaskedSpectrogram: Sendable, Hashable {
  /// Where masked tokens know their position.
  public enum Positions: String, Sendable, Hashable, CaseIterable {
    /// Masking replaces the position, too: every masked token enters the encoder alike. The official code.
    case official
    /// Positions are added after masking.
    case fair
  }

  /// Which patches the loss counts.
  public enum Loss: String, Sendable, Hashable, CaseIterable {
    /// All patches, the official code.
    case all
    case masked
  }

  /// What the encoder sees.
  public enum Encoding: String, Sendable, Hashable, CaseIterable {
    /// All tokens, hidden ones replaced by a learned one: the official code.
    case all
    /// Visible tokens only; a decoder fills in the others, which know their positions.
    case visible
  }

  public var width: Int
  public var mels = 80
  public var patchTime = 4
  public var patchMel = 16
  public var positions = Positions.official
  public var positionTable = PositionTable.grid
  public var loss = Loss.all
  /// The target of a patch is standardised: (x - mean) / sqrt(variance + 1e-6), the variance unbiased. Off in every
  /// released configuration.
  public var normalizesPixels = false
  public var encoding = Encoding.all
  /// What follows an encoder of visible tokens.
  public var decoder = PatchDecoder()
  /// How the biases of the head start; nil for PyTorch's default.
  public var headBias: Initializer?

  public init(width: Int) { self.width = width }

  public var channel: Axis { Axis(.channel, Dim(width)) }
  /// Patches across the mel axis.
  public var bands: Int { mels / patchMel }
  private var patchSize: Int { patchTime * patchMel }
  /// `P` patches in time, `bands` in frequency.
  var grid: (time: Axis, mel: Axis) { (Axis("patch-time", "P"), Axis("patch-mel", Dim(bands))) }
  private var tokens: Axis { Axis(.time, Dim(bands) * "P") }

  /// The spectrogram, mask and loss around an encoder from and to (batch, time, channel), cls token first.
  public func build(_ graph: GraphBuilder, encoder: (Tensor) -> Tensor) -> KeyValuePairs<String, Tensor> {
    if let mistake = mistake {
      graph.report(mistake, at: SourceLocation(file: #fileID, path: #filePath, line: #line))
      let nothing = Tensor(graph, nil)
      return ["prediction": nothing, "features": nothing, "loss": nothing]
    }
    let batch = Axis(.batch, "B")
    let spectrogram = graph.input("spectrogram", [batch, Axis("frame", Dim(patchTime) * "P"), Axis("mel", Dim(mels))])
    let mask = graph.input("mask", [batch, tokens])
    let pixels = patches(spectrogram)
    let target = normalizesPixels ? normalized(pixels) : pixels
    let position = positions(graph, channel)
    let chosen = encoding == .visible ? VisibleTokens(mask) : nil
    let seen = chosen?.taken(from: embedded(pixels) + position) ?? masked(mask, position) { embedded(pixels) }
    let encoded = encoder(concat([token(graph).broadcast(to: [batch, Axis(.time, 1), channel]), seen], along: .time))
    let features = normed(encoded)
    let decoded =
      chosen.map { decoder(features, $0, mask: mask, positions: positions(graph, decoder.channel)) }
      ?? features.slice(.time, from: 1, size: tokens.size)
    let prediction = head(decoded)
    let loss = loss(prediction, target, mask)
    if normalizesPixels { return ["prediction": prediction, "features": features, "target": target, "loss": loss] }
    return ["prediction": prediction, "features": features, "loss": loss]
  }

  /// (batch, time, patch) to (batch, time, channel).
  func embedded(_ patches: Tensor) -> Tensor {
    Linear(
      "patch-embed", from: Axis("patch", Dim(patchSize)), to: channel,
      weight: .uniform((6 / Double(patchSize * (1 + width))).squareRoot()), biasInitializer: .zeros)(patches)
  }

  /// The cls token with its position: (channel).
  func token(_ graph: GraphBuilder) -> Tensor {
    let token = graph.parameter("cls-token", [channel], .normal(0.02))
    return positionTable.cls(graph, channel: channel).map { token + $0 } ?? token
  }

  /// The norm behind the encoder.
  func normed(_ encoded: Tensor) -> Tensor { LayerNormLayer("encoder-norm", over: channel, epsilon: 1e-6)(encoded) }

  /// Sizes that do not go together.
  var mistake: Diagnostic? {
    if mels % patchMel != 0 {
      return Diagnostic(
        "the mel bands are not whole patches", role: "mels", expected: "a multiple of patch-mel, \(patchMel)", found: "\(mels)")
    }
    if width % positionTable.parts != 0 {
      return Diagnostic(
        "the positions need equal parts of the width", role: "width", expected: "a multiple of \(positionTable.parts)",
        found: "\(width)")
    }
    if encoding == .visible, decoder.width % positionTable.parts != 0 {
      return Diagnostic(
        "the positions need equal parts of the decoder's width", role: "decoder-width",
        expected: "a multiple of \(positionTable.parts)", found: "\(decoder.width)")
    }
    return nil
  }

  /// The fixed positions of cls and the tokens: (time, channel), row-major, in double precision. The released code stores
  /// them as `pos_embed`.
  ///
  /// - Parameter times: patches along time.
  /// - Throws: `GraphErrors` if the sizes do not fit.
  public func positions(times: Int) throws -> [Double] {
    let builder = GraphBuilder(name: "positions")
    builder.output("patches", positionTable.table(builder, time: grid.time, mel: grid.mel, channel: channel))
    let cls = positionTable.cls(builder, channel: channel)
    cls.map { builder.output("cls", $0) }
    let values = try Evaluator(builder.finish(), symbols: ["P": times]).run([:])
    return (values["cls"]?.data ?? [Double](repeating: 0, count: width)) + values["patches"]!.data
  }

  private func positions(_ graph: GraphBuilder, _ channel: Axis) -> Tensor {
    positionTable.table(graph, time: grid.time, mel: grid.mel, channel: channel)
  }

  /// All tokens, hidden ones replaced, with their positions or without: (batch, time, channel).
  private func masked(_ mask: Tensor, _ position: Tensor, _ embedded: () -> Tensor) -> Tensor {
    let hidden = mask.builder.parameter("mask-token", [channel], .normal(0.02))
    func select(_ x: Tensor) -> Tensor { x * (1 - mask) + hidden * mask }
    return positions == .official ? select(embedded() + position) : select(embedded()) + position
  }

  /// (batch, frame, mel) to (batch, time, patch): tokens time-major, values within a patch time-major, too.
  func patches(_ spectrogram: Tensor) -> Tensor {
    spectrogram
      .split("frame", into: [grid.time, Axis("dt", Dim(patchTime))])
      .split("mel", into: [grid.mel, Axis("dm", Dim(patchMel))])
      .transposed(to: [.batch, grid.time.name, grid.mel.name, "dt", "dm"])
      .merged([grid.time.name, grid.mel.name], into: .time)
      .merged(["dt", "dm"], into: "patch")
  }

  private func normalized(_ patches: Tensor) -> Tensor {
    let centred = patches - mean(patches, over: ["patch"])
    let variance = sum(centred * centred, over: ["patch"]) * (1 / Double(max(1, patchSize - 1)))
    return centred / sqrt(variance + 1e-6)
  }

  private func head(_ x: Tensor) -> Tensor {
    x.builder.within(scope: "head") {
      let channel = x.axis(.channel) ?? self.channel
      let hidden = Linear("fc1", from: channel, to: channel, biasInitializer: headBias)(x)
      return Linear("fc2", from: channel, to: Axis("patch", Dim(patchSize)), biasInitializer: headBias)(gelu(hidden))
    }
  }

  private func loss(_ prediction: Tensor, _ target: Tensor, _ mask: Tensor) -> Tensor {
    let difference = prediction - target
    let perPatch = mean(difference * difference, over: ["patch"])
    switch loss {
    case .all: return mean(perPatch, over: [.batch, .time])
    case .masked: return sum(perPatch * mask, over: [.batch, .time]) / sum(mask, over: [.batch, .time])
    }
  }
}

/// A named size of the released models.
public enum ModelSize: String, Sendable, Hashable, CaseIterable {
  case tiny, small, medium, base, large, huge

  public var width: Int {
    switch self {
    case .tiny: 192
    case .small: 384
    case .medium: 512
    case .base: 768
    case .large: 1024
    case .huge: 1280
    }
  }
  public var depth: Int { self == .huge ? 32 : self == .large ? 24 : 12 }
  public var heads: Int {
    switch self {
    case .tiny: 3
    case .small: 6
    case .medium: 8
    case .base: 12
    case .large, .huge: 16
    }
  }
}
