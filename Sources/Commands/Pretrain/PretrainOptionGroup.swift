import ArgumentParser
import Training

/// The options of a run by their names on the command line; those that are not given have the run's defaults.
struct PretrainOptionGroup: ParsableArguments {
  @Option(help: "Clips in memory at once (32).") var batch: Int?
  @Option(help: "Batches whose gradients are added up for a step (1).") var accumulation: Int?
  @Option(help: "Steps (1000).") var steps: Int?
  @Option(help: "Instead of steps: as many as take about so many minutes, measured before the run begins.") var minutes: Double?
  @Option(help: "The highest learning rate (6e-4).") var lr: Double?
  @Option(help: "Steps in which the rate rises from zero (a tenth).") var warmup: Int?
  @Option(help: "The learning rate at the end (0).") var lowestLr: Double?
  @Option(help: "Of AdamW (0.9).") var beta1: Double?
  @Option(help: "Of AdamW (0.95).") var beta2: Double?
  @Option(help: "Of matrices (0.05).") var weightDecay: Double?
  @Option(help: "The gradient norm above which gradients are scaled down (none).") var clip: Double?
  @Flag(name: .customLong("decay-vectors"), help: "Biases, norms and other vectors decay, too.") var decayVectors = false
  @Flag(name: .customLong("undecayed-transition"), help: "Mamba's A_log does not decay; in the released code it does.")
  var undecayedTransition = false
  @Option(help: "Of parameters, data and masks (0).") var seed: UInt32?
  @Option(help: "unstructured, timestep or frequency: what is hidden together (unstructured).") var masking: Masking.Kind?
  @Option(help: "The share of patches that is hidden (0.5).") var maskRatio: Double?
  @Option(help: "Frames of a piece of a clip, 10 ms each (200).") var frames: Int?
  @Option(help: "Seconds of sound that are standardised together before a piece is taken (10).") var clipSeconds: Double?
  @Option(help: "The share of files that is held out (0.1).") var heldOut: Double?
  @Option(help: "The share of the other files that is trained on (1).") var dataFraction: Double?
  @Option(help: "The most held-out clips that are evaluated (64).") var heldOutClips: Int?
  @Option(help: "Steps between evaluations (a twentieth).") var evaluateEvery: Int?
  @Option(help: "Steps between checkpoints (two evaluations).") var checkpointEvery: Int?
  @Option(help: "Labelled tasks to train a linear classifier on beside the run, as evaluate --tasks takes them, or 'embedded'.")
  var probe: String?
  @Option(help: "Steps between probes (an evaluation's).") var every: Int?
  @Option(help: "Checkpoints to keep besides the best (2).") var keep: Int?

  func values() -> PretrainOptions {
    var values = PretrainOptions()
    func set<Value>(_ path: WritableKeyPath<PretrainOptions, Value>, _ given: Value?) {
      if let given { values[keyPath: path] = given }
    }
    set(\.batch, batch)
    set(\.accumulation, accumulation)
    set(\.steps, steps)
    set(\.learningRate, lr)
    set(\.warmup, warmup.map { $0 })
    set(\.lowestRate, lowestLr)
    set(\.beta1, beta1)
    set(\.beta2, beta2)
    set(\.weightDecay, weightDecay)
    set(\.clipNorm, clip.map { $0 })
    values.decaysVectors = decayVectors
    values.decaysTransition = !undecayedTransition
    set(\.seed, seed)
    set(\.masking.kind, masking)
    set(\.masking.ratio, maskRatio)
    set(\.frames, frames)
    set(\.clipSeconds, clipSeconds)
    set(\.heldOut, heldOut)
    set(\.dataFraction, dataFraction.map { $0 })
    set(\.heldOutClips, heldOutClips)
    set(\.evaluateEvery, evaluateEvery.map { $0 })
    set(\.checkpointEvery, checkpointEvery.map { $0 })
    set(\.probe, probe.map { $0 })
    set(\.probeEvery, every.map { $0 })
    set(\.keep, keep)
    return values
  }

  /// The name of an option that was given, if one was; `--resume` takes none of them.
  var given: [String] { values() == PretrainOptions() && minutes == nil ? [] : ["an option of the run"] }

  func validate() throws {
    if steps != nil, minutes != nil { throw ValidationError("--steps and --minutes exclude each other") }
    if let minutes, !(minutes > 0 && minutes <= 1e6) { throw ValidationError("--minutes is \(minutes), expected a number above 0") }
  }
}

extension Masking.Kind: ExpressibleByArgument {}
