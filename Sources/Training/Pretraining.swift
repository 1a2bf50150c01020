import Audio
import Compiler
import Foundation
import Runtime
import Sonograph

/// A pre-training run, new or resumed: steps, evaluations, metrics and checkpoints.
///
/// Parameters are the same to the bit for any number of threads, and however often the run is killed and resumed.
public final class Pretraining {
  /// What a run computes with.
  public struct Machine {
    public let target: Target
    /// The version of the C compiler.
    public let compiler: String
    public let cache: KernelCache
    public let pool: ThreadPool
    public init(target: Target, compiler: String, cache: KernelCache, pool: ThreadPool) {
      (self.target, self.compiler, self.cache, self.pool) = (target, compiler, cache, pool)
    }
  }

  /// How far a run is.
  public struct Progress: Sendable {
    public let step: Int
    public let steps: Int
    public let loss: Double
    /// Of this process, since it began, evaluations and checkpoints left out.
    public let clipsPerSecond: Double
    public let gigaflopsPerSecond: Double
    public let secondsLeft: Double
  }

  /// What a run has come to.
  public struct Outcome: Sendable {
    public let step: Int
    public let isFinished: Bool
    /// The first and the last of the whole run.
    public let first: Evaluation
    public let last: Evaluation
    /// Nil if nothing was left to do.
    public let clipsPerSecond: Double?
    public let skipped: [SkippedFile]
  }

  public let run: RunDirectory
  public let description: RunDescription
  public let trainer: Trainer
  public let evaluator: HeldOutEvaluator
  /// Steps that were behind it when this process began.
  public let firstStep: Int
  /// Things worth telling, such as a checkpoint that was damaged.
  public private(set) var notes: [String] = []
  private let data: TrainingData
  private let log: MetricsLog
  private let database: RunDatabase
  private let lock: DirectoryLock
  private var first: Evaluation?
  private var last: Evaluation?
  private var unrecorded: [Metric] = []

  /// Begins a run in a directory of its own.
  ///
  /// - Parameters:
  ///   - data: a directory of sound files or feature shards; nil for the recordings that come with Sonograph.
  ///   - initialized: whose parameters to start from; nil for random ones.
  /// - Throws: `TrainingError` and what reading audio and compiling throws; then no run is left behind.
  public init(
    new run: RunDirectory, model: any Model, settings: [String: String], options: PretrainOptions, data directory: String?,
    initialized: Checkpoint?, machine: Machine
  ) throws {
    try options.validate()
    if run.exists { throw TrainingError("there is a run in \(run.path) already", "resume it, or choose another directory") }
    trainer = try Trainer(model, options, target: machine.target, cache: machine.cache, pool: machine.pool)
    (data, evaluator) = try Self.data(directory, model, options, trainer.grid, machine)
    try trainer.initialize()
    if let initialized {
      try trainer.load(initialized.parameters(), .parameter, from: initialized.path + "/parameters.safetensors")
    }
    description = RunDescription(
      model: model.name, settings: settings, parameters: trainer.parameterCount, options: options,
      data: data.description, initialized: initialized?.path, target: machine.target.name, compiler: machine.compiler,
      created: Date())
    lock = try DirectoryLock(run.path)
    try run.create(description)
    log = try MetricsLog(run.metricsPath, keepingThrough: -1)
    database = try RunDatabase(directory: run.parent)
    (self.run, firstStep) = (run, 0)
    try database.begin(run.name, description, keepingThrough: -1)
  }

  /// Goes on where a run was stopped or killed.
  ///
  /// - Parameter model: the run's own, with its settings.
  /// - Throws: `TrainingError` if the data have changed, or the run's instruction set is another than the machine's.
  public init(resuming run: RunDirectory, model: any Model, machine: Machine) throws {
    description = try run.description()
    let options = description.options
    if machine.target.name != description.target {
      throw TrainingError(
        "the run in \(run.path) was computed with the instruction set \(description.target), not \(machine.target.name)",
        "its results could not be continued bit for bit; start a new run from it with --init")
    }
    lock = try DirectoryLock(run.path)
    Checkpoint.clean(run)
    trainer = try Trainer(model, options, target: machine.target, cache: machine.cache, pool: machine.pool)
    (data, evaluator) = try Self.data(description.data.directory, model, options, trainer.grid, machine)
    if data.description.digest != description.data.digest {
      throw TrainingError(
        "the data in \(description.data.directory ?? "the package") have changed since the run began",
        "resuming needs the same files; start a new run from it with --init")
    }
    let (checkpoint, damaged) = try Self.restore(run, trainer)
    try? FileManager.default.removeItem(atPath: run.failurePath)
    firstStep = checkpoint?.step ?? 0
    log = try MetricsLog(run.metricsPath, keepingThrough: checkpoint?.step ?? -1)
    database = try RunDatabase(directory: run.parent)
    self.run = run
    notes = damaged
    if machine.compiler != description.compiler {
      notes.append("the C compiler is \(machine.compiler), was \(description.compiler): results may round otherwise")
    }
    let known = MetricsLog.read(run.metricsPath).compactMap(\.evaluation)
    (first, last) = (known.first, known.last)
    try database.begin(run.name, description, keepingThrough: firstStep)
  }

  private static func data(
    _ directory: String?, _ model: any Model, _ options: PretrainOptions, _ grid: PatchGrid, _ machine: Machine
  ) throws -> (TrainingData, HeldOutEvaluator) {
    let data = try TrainingData(
      directory: directory, options: options, mels: grid.width, target: machine.target, cache: machine.cache,
      pool: machine.pool)
    let evaluator = try HeldOutEvaluator(
      model, options, clips: data.heldOut, target: machine.target, cache: machine.cache, pool: machine.pool)
    return (data, evaluator)
  }

  /// Restores the last checkpoint that is whole; a run that was killed before its first one begins anew.
  private static func restore(_ run: RunDirectory, _ trainer: Trainer) throws -> (Checkpoint?, notes: [String]) {
    var notes: [String] = []
    let all = Checkpoint.all(in: run)
    for checkpoint in all.reversed() {
      do {
        _ = try checkpoint.state()
        try checkpoint.restore(trainer)
        return (checkpoint, notes)
      } catch { notes.append("left out a damaged checkpoint: \(error)") }
    }
    if let last = all.last {
      throw TrainingError("no checkpoint of the run in \(run.path) can be read", "the last is \(last.path)")
    }
    let description = try run.description()
    try trainer.initialize()
    if let path = description.initialized {
      let parameters = Checkpoint(path: path, step: 0)
      try trainer.load(parameters.parameters(), .parameter, from: path + "/parameters.safetensors")
    }
    return (nil, notes)
  }

  /// Trains to the last step.
  ///
  /// - Parameters:
  ///   - shouldStop: asked after every step; a run that is stopped can be resumed.
  ///   - evaluated: called with every evaluation.
  ///   - report: called after every step.
  /// - Throws: `NonFiniteLoss`, and what reading data and writing files throws.
  public func run(
    shouldStop: () -> Bool = { false }, evaluated: (Evaluation) -> Void = { _ in }, report: (Progress) -> Void = { _ in }
  ) throws -> Outcome {
    let options = description.options
    var step = firstStep
    var seconds = 0.0
    do {
      if first == nil { try checkpoint(step, evaluated) }
      while step < options.steps, !shouldStop() {
        step += 1
        let start = Host.now
        let result = try trainer.run(step: step) { try data.training.batch(step: $0) }
        guard result.isFinite else { throw NotFinite(cause: .loss(result.loss, gradientNorm: result.gradientNorm)) }
        let elapsed = Host.now - start
        seconds += elapsed
        try log(step, result, seconds: elapsed)
        report(progress(step, result.loss, seconds))
        if step % options.checkpointInterval == 0 || step == options.steps || shouldStop() {
          try checkpoint(step, evaluated)
        } else if step % options.evaluationInterval == 0 {
          try evaluate(step, evaluated)
        }
      }
    } catch let error as NotFinite {
      throw try failure(error.cause == .heldOutLoss ? step + 1 : step, error.cause)
    }
    try database.finish(run.name, step == options.steps ? .finished : .stopped)
    let done = step - firstStep
    return Outcome(
      step: step, isFinished: step == options.steps, first: first!, last: last!,
      clipsPerSecond: done > 0 ? Double(done * options.clipsPerStep) / seconds : nil, skipped: data.training.skipped)
  }

  private func progress(_ step: Int, _ loss: Double, _ seconds: Double) -> Progress {
    let options = description.options
    let rate = Double(step - firstStep) / max(seconds, 1e-9)
    return Progress(
      step: step, steps: options.steps, loss: loss, clipsPerSecond: rate * Double(options.clipsPerStep),
      gigaflopsPerSecond: rate * trainer.flopsPerStep * 1e-9, secondsLeft: Double(options.steps - step) / rate)
  }

  private func log(_ step: Int, _ result: Trainer.Result, seconds: Double) throws {
    try record(
      Metric(
        step: step, loss: result.loss, gradientNorm: result.gradientNorm,
        learningRate: description.options.schedule.rate(step: step),
        clipsPerSecond: Double(description.options.clipsPerStep) / seconds))
  }

  private func record(_ metric: Metric) throws {
    try log.append(metric)
    unrecorded.append(metric)
    if unrecorded.count >= 100 || metric.evaluation != nil {
      try database.record(run.name, unrecorded)
      unrecorded.removeAll()
    }
  }

  private func evaluate(_ step: Int, _ evaluated: (Evaluation) -> Void) throws {
    if let name = try trainer.firstNonFiniteParameter() { throw NotFinite(cause: .parameter(name)) }
    try evaluator.take(trainer.session)
    let evaluation = try evaluator.evaluate(step: step)
    guard evaluation.maskedLoss.isFinite else { throw NotFinite(cause: .heldOutLoss) }
    if first == nil { first = evaluation }
    last = evaluation
    try record(Metric(step: step, evaluation: evaluation))
    evaluated(evaluation)
  }

  /// Evaluates, then writes a checkpoint, so that the best one is known.
  private func checkpoint(_ step: Int, _ evaluated: (Evaluation) -> Void) throws {
    try evaluate(step, evaluated)
    try Checkpoint.write(trainer, Checkpoint.State(step: step, evaluation: last, run: description), in: run)
    try Checkpoint.prune(run, keep: description.options.keep)
  }

  /// Notes where it went wrong.
  private func failure(_ step: Int, _ cause: NonFiniteLoss.Cause) throws -> NonFiniteLoss {
    let accumulation = description.options.accumulation
    let files = try (0..<accumulation).flatMap {
      try data.training.batch(step: max(0, step - 1) * accumulation + $0).files
    }
    let failure = NonFiniteLoss(
      run: run.path, step: step, cause: cause, files: files,
      checkpoint: Checkpoint.all(in: run).last { $0.step < step }?.path)
    try AtomicFile.write(JSONEncoder.stable(pretty: true).encode(failure), to: run.failurePath)
    try database.record(run.name, unrecorded)
    try database.finish(run.name, .failed)
    return failure
  }
}

extension Pretraining {
  /// How many steps take some minutes, evaluations included: measured with a few of them, which leave no trace.
  ///
  /// - Throws: what a run with these options throws.
  public static func steps(
    minutes: Double, model: any Model, options: PretrainOptions, data directory: String?, machine: Machine
  ) throws -> Int {
    let trainer = try Trainer(model, options, target: machine.target, cache: machine.cache, pool: machine.pool)
    let (data, evaluator) = try data(directory, model, options, trainer.grid, machine)
    try trainer.initialize()
    var seconds: [Double] = []
    for step in 1...measuredSteps {
      let start = Host.now
      _ = try trainer.run(step: step) { try data.training.batch(step: $0) }
      seconds.append(Host.now - start)
    }
    let start = Host.now
    try evaluator.take(trainer.session)
    _ = try evaluator.evaluate(step: 0)
    let evaluations = Double(evaluationsOfARun) * (Host.now - start)
    // The first step touches memory for the first time.
    let step = seconds.dropFirst().reduce(0, +) / Double(seconds.count - 1)
    return max(1, Int((minutes * 60 - evaluations) / step))
  }

  private static let measuredSteps = 5
  /// The default interval makes twenty, and there is one before the first step.
  private static let evaluationsOfARun = 21
}
