import Sonograph

/// Everything that decides what a run computes; with the same options and data, a run is the same to the bit.
///
/// Defaults are those of the released training code (SSAM, AxLSTM) where it has them.
public struct PretrainOptions: Sendable, Hashable, Codable {
  /// Clips that are in memory at once.
  public var batch = 32
  /// Batches whose gradients are added up for one step.
  public var accumulation = 1
  public var steps = 1000
  /// The highest learning rate. The released code scales it with the batch, 1.5e-4 for each 256 clips: at its 1024 clips
  /// a step it is this. Scaled to the small batches of a laptop, hundreds of steps would change little.
  public var learningRate = 6e-4
  /// Steps in which the rate rises from zero; nil for a tenth of all.
  public var warmup: Int?
  /// The rate at the last step.
  public var lowestRate = 0.0
  public var beta1 = 0.9
  public var beta2 = 0.95
  public var weightDecay = 0.05
  /// The global gradient norm above which gradients are scaled down; nil for no clipping.
  public var clipNorm: Double?
  /// Whether vectors and scalars decay, too; with timm's groups, as in the released code, they do not.
  public var decaysVectors = false
  /// Whether Mamba's A_log decays, as in the released code.
  public var decaysTransition = true
  public var seed: UInt32 = 0
  public var masking = Masking()
  /// Frames of a piece of a clip: 200 are 2 s.
  public var frames = 200
  /// Seconds of a clip that is standardised as a whole before a piece of it is taken; for sound files only.
  public var clipSeconds = 10.0
  /// The share of the files that is held out.
  public var heldOut = 0.1
  /// The share of the other files that is trained on; nil for all of them.
  public var dataFraction: Double?
  /// Steps from one evaluation on held-out clips to the next; nil for a twentieth of all.
  public var evaluateEvery: Int?
  /// The most held-out clips that are evaluated.
  public var heldOutClips = 64
  /// Steps from one checkpoint to the next; nil for every second evaluation.
  public var checkpointEvery: Int?
  /// Labelled tasks that a linear classifier is trained on beside the run: a path as `evaluate` takes it, or `embedded`.
  public var probe: String?
  /// Steps from one probe to the next; nil for every evaluation.
  public var probeEvery: Int?
  /// Checkpoints that are kept besides the best.
  public var keep = 2

  public init() {}

  public var clipsPerStep: Int { batch * accumulation }

  public var schedule: Schedule {
    Schedule(
      peak: learningRate, lowest: lowestRate, warmup: warmup ?? steps / 10,
      steps: steps)
  }

  public var evaluationInterval: Int { evaluateEvery ?? max(1, steps / 20) }
  public var probeInterval: Int { probeEvery ?? evaluationInterval }
  public var checkpointInterval: Int { checkpointEvery ?? 2 * evaluationInterval }

  public var trainOptions: TrainOptions {
    TrainOptions(
      optimizer: AdamW(beta1: beta1, beta2: beta2, weightDecay: weightDecay), clipNorm: clipNorm,
      decaysVectors: decaysVectors, undecayed: decaysTransition ? [] : ["A_log"], accumulates: accumulation > 1)
  }

  /// - Throws: `TrainingError` that names the option, by its name on the command line, and its range.
  public func validate() throws {
    func check(_ isRight: Bool, _ name: String, _ value: Any, _ expected: String) throws {
      if !isRight { throw TrainingError("--\(name) is \(value)", "expected \(expected)") }
    }
    func positive(_ value: Double) -> Bool { value.isFinite && value > 0 }
    try check((1...65_536).contains(batch), "batch", batch, "1 to 65536")
    try check((1...65_536).contains(accumulation), "accumulation", accumulation, "1 to 65536")
    try check((1...100_000_000).contains(steps), "steps", steps, "1 to 100000000")
    try check(learningRate.isFinite && learningRate >= 0, "lr", learningRate, "a number from 0")
    try check((0...steps).contains(warmup ?? 0), "warmup", warmup ?? 0, "0 to the number of steps, \(steps)")
    try check(lowestRate.isFinite && lowestRate >= 0, "lowest-lr", lowestRate, "a number from 0")
    try check((0..<1).contains(beta1), "beta1", beta1, "0 to below 1")
    try check((0..<1).contains(beta2), "beta2", beta2, "0 to below 1")
    try check(weightDecay.isFinite && weightDecay >= 0, "weight-decay", weightDecay, "a number from 0")
    try check(clipNorm.map(positive) ?? true, "clip", clipNorm ?? 0, "a number above 0")
    try check(masking.ratio > 0 && masking.ratio < 1, "mask-ratio", masking.ratio, "a number between 0 and 1")
    try check((1...1_000_000).contains(frames), "frames", frames, "1 to 1000000")
    try check(clipSeconds >= 0.1 && clipSeconds <= 3600, "clip-seconds", clipSeconds, "0.1 to 3600")
    try check(heldOut > 0 && heldOut < 1, "held-out", heldOut, "a share between 0 and 1")
    try check(dataFraction.map { $0 > 0 && $0 <= 1 } ?? true, "data-fraction", dataFraction ?? 0, "a share above 0, up to 1")
    try check((evaluateEvery ?? 1) >= 1, "evaluate-every", evaluateEvery ?? 0, "1 or more")
    try check(heldOutClips >= 1, "held-out-clips", heldOutClips, "1 or more")
    try check((checkpointEvery ?? 1) >= 1, "checkpoint-every", checkpointEvery ?? 0, "1 or more")
    try check((probeEvery ?? 1) >= 1, "every", probeEvery ?? 0, "1 or more")
    try check(probeEvery == nil || probe != nil, "every", probeEvery ?? 0, "--probe beside it, with the tasks to probe")
    try check(keep >= 1, "keep", keep, "1 or more")
  }
}
