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
    /// Bytes that a training step may take; see `Rematerialisation`.
    public let memoryBudget: Int?
    public init(target: Target, compiler: String, cache: KernelCache, pool: ThreadPool, memoryBudget: Int? = nil) {
      (self.target, self.compiler, self.cache, self.pool) = (target, compiler, cache, pool)
      self.memoryBudget = memoryBudget
    }
  }

  public let run: RunDirectory
  public let description: RunDescription
  public let trainer: Trainer
  public let evaluator: HeldOutEvaluator
  /// Steps that were behind it when this process began.
  public let firstStep: Int
  /// Things worth telling, such as a checkpoint that was damaged.
  public private(set) var notes: [String] = []
  let data: TrainingData
  let log: MetricsLog
  let database: RunDatabase
  private let lock: DirectoryLock
  var first: Evaluation?
  var last: Evaluation?
  var unrecorded: [Metric] = []

  /// Begins a run in a directory of its own.
  ///
  /// - Parameters:
  ///   - data: a directory of sound files or feature shards; nil for the recordings that come with Sonograph.
  ///   - initialized: a safetensors file of parameters to start from, such as a checkpoint's; nil for random ones.
  /// - Throws: `TrainingError` and what reading audio and compiling throws; then no run is left behind.
  public init(
    new run: RunDirectory, model: any Model, settings: [String: String], options: PretrainOptions, data directory: String?,
    initialized: String?, machine: Machine
  ) throws {
    try options.validate()
    if run.exists { throw TrainingError("there is a run in \(run.path) already", "resume it, or choose another directory") }
    trainer = try Trainer(model, options, machine)
    (data, evaluator) = try Self.data(directory, model, options, trainer.grid, machine)
    try trainer.initialize()
    if let initialized { try trainer.loadParameters(initialized) }
    description = RunDescription(
      model: model.name, settings: settings, parameters: trainer.parameterCount, options: options,
      data: data.description, scale: try data.scale(), initialized: initialized, target: machine.target.name, compiler: machine.compiler,
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
    trainer = try Trainer(model, options, machine)
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

  static func data(
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
    if let path = description.initialized { try trainer.loadParameters(path) }
    return (nil, notes)
  }
}
