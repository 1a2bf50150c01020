import Sonograph
import Training

/// Everything that decides what a fine-tuning computes; with the same options, task and encoder it is the same to the bit.
public struct FineTuneOptions: Sendable, Hashable, Codable {
  /// What the head sees of the encoder's last tokens.
  public enum Pooling: String, Sendable, Hashable, CaseIterable, Codable {
    /// The mean over time of each band's tokens, side by side: what frozen embeddings are.
    case mean
    /// The cls token.
    case cls
  }

  public var epochs = 20
  public var batch = 16
  /// The highest learning rate: of the head and the last norm.
  public var learningRate = 1e-3
  /// Epochs in which the rate rises from zero.
  public var warmupEpochs = 2.0
  public var weightDecay = 0.05
  public var clipNorm: Double? = 1
  /// The rate of each layer over that of the next (Clark et al. 2020, ELECTRA; Bao et al. 2022, BEiT).
  public var layerDecay = 0.75
  /// Layers that keep their parameters: 1 is what makes tokens, 2 the first block as well. Nil for the whole encoder.
  public var frozenLayers: Int? = 0
  public var pooling = Pooling.mean
  public var augmentation = Augmentation()
  public var seed: UInt32 = 0

  public init() {}

  public func schedule(stepsPerEpoch: Int) -> Schedule {
    Schedule(
      peak: learningRate, warmup: Int((warmupEpochs * Double(stepsPerEpoch)).rounded()), steps: epochs * stepsPerEpoch)
  }

  /// - Throws: `TrainingError` that names the option, by its name on the command line, and its range.
  public func validate() throws {
    func check(_ isRight: Bool, _ name: String, _ value: Any, _ expected: String) throws {
      if !isRight { throw TrainingError("--\(name) is \(value)", "expected \(expected)") }
    }
    try check((1...100_000).contains(epochs), "epochs", epochs, "1 to 100000")
    try check((2...65_536).contains(batch), "batch", batch, "2 to 65536")
    try check(learningRate.isFinite && learningRate >= 0, "lr", learningRate, "a number from 0")
    try check(warmupEpochs >= 0 && warmupEpochs <= Double(epochs), "warmup-epochs", warmupEpochs, "0 to the number of epochs, \(epochs)")
    try check(weightDecay.isFinite && weightDecay >= 0, "weight-decay", weightDecay, "a number from 0")
    try check(clipNorm.map { $0.isFinite && $0 > 0 } ?? true, "clip", clipNorm ?? 0, "a number above 0")
    try check(layerDecay > 0 && layerDecay <= 1, "layer-decay", layerDecay, "a number above 0, up to 1")
    try check((0...10_000).contains(frozenLayers ?? 0), "freeze", frozenLayers ?? 0, "a number of layers, or all")
    try augmentation.validate(check)
  }
}

/// Changes to clips in training; off at 0.
public struct Augmentation: Sendable, Hashable, Codable {
  /// The parameter a of Beta(a, a), from which the share of a clip in a mix of two is drawn (Zhang et al. 2018).
  public var mixup = 0.0
  /// The most frames, and the most mel bands, that one mask hides (Park et al. 2019, SpecAugment); two masks of each.
  public var timeMask = 0
  public var melMask = 0
  /// The most decibels by which a clip's level is changed, up or down.
  public var gain = 0.0
  /// The most seconds by which a clip is moved, either way; zeros come in.
  public var shift = 0.0
  public init() {}

  /// Whether clips differ from epoch to epoch before their features are computed.
  var changesSamples: Bool { gain > 0 || shift > 0 }

  func validate(_ check: (Bool, String, Any, String) throws -> Void) throws {
    try check(mixup.isFinite && mixup >= 0 && mixup <= 100, "mixup", mixup, "0 to 100")
    try check((0...100_000).contains(timeMask), "time-mask", timeMask, "a number of frames from 0")
    try check((0...10_000).contains(melMask), "mel-mask", melMask, "a number of mel bands from 0")
    try check(gain >= 0 && gain <= 60, "gain", gain, "0 to 60 dB")
    try check(shift >= 0 && shift <= 3600, "shift", shift, "seconds from 0")
  }
}
