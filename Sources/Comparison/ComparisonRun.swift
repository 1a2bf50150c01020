import Evaluation
import FineTuning
import Features
import Foundation
import Runtime
import Sonograph
import Training

/// Runs the stages of a plan that have no result yet; a kill at any moment loses at most what a stage has not kept.
///
///     OUTPUT/results/STAGE.json            a result for each stage (`ResultStore`)
///     OUTPUT/runs/SUBJECT/                 pre-training runs (`RunDirectory`)
///     OUTPUT/finetuned/STAGE/              fine-tunings (`FineTuning`)
///     OUTPUT/embeddings/STAGE/TASK/        embeddings as the evaluation kit writes them (`EmbeddingDirectory`)
///     OUTPUT/report.html, .md, .json, .csv
public struct ComparisonRun {
  public let config: ComparisonConfig
  public let plan: Plan
  public let output: String
  public let store: ResultStore
  let tasks: [EvaluationTask]
  let machine: Pretraining.Machine
  let model: (String, [String: String]) throws -> any Model

  /// - Parameter model: gives the model of a name with settings, or throws.
  /// - Throws: `ComparisonError` for a task that is not there, and what reading tasks and building models throws: every
  ///   model of the plan is built here, so that a mistake is told before the first run.
  public init(
    _ config: ComparisonConfig, output: String, machine: Pretraining.Machine,
    model: @escaping (String, [String: String]) throws -> any Model
  ) throws {
    let all = try config.tasks.map { try EvaluationTask.all(in: $0) } ?? EvaluationTask.embedded()
    for name in config.task where !all.contains(where: { $0.name == name }) {
      throw ConfigReader.unknown("task", name, all.map(\.name), "task")
    }
    tasks = config.task.isEmpty ? all : all.filter { config.task.contains($0.name) }
    plan = try Plan(
      config, tasks: tasks.map(\.name), digests: Dictionary(tasks.map { ($0.name, $0.digest) }, uniquingKeysWith: { $1 }),
      // A model that does not exist is told when it is built.
      has: { name, setting in (try? model(name, [:]).settings.contains { $0.name == setting }) ?? true })
    (self.config, self.output, self.machine, self.model) = (config, output, machine, model)
    try plan.checkTasks(tasks)
    for subject in plan.subjects {
      try subject.options.validate()
      if let name = subject.model { _ = try model(name, subject.settings).forwardGraph() }
    }
    store = try ResultStore(output + "/results")
  }

  /// Stages without a result, in order.
  public var open: [Stage] { plan.stages.filter { !store.has($0) } }

  /// - Parameters:
  ///   - shouldStop: asked after every training step.
  ///   - progress: the stage and how far it is.
  /// - Returns: whether it was finished, not stopped.
  public func run(
    _ stage: Stage, shouldStop: () -> Bool = { false }, progress: @escaping @Sendable (String) -> Void = { _ in }
  ) throws -> Bool {
    if store.has(stage) { return true }
    let subject = stage.subject
    switch stage.kind {
    case .cost:
      try store.write(try measuredCost(subject), stage)
    case .pretrain:
      guard let result = try pretrain(subject, shouldStop, progress) else { return false }
      try store.write(result, stage)
    case .embed:
      let embedded = try KeptEmbeddings(embeddings(stage)).embedded(task(stage), by: embedder(subject)) { progress("\($0) of \($1) clips") }
      try store.write(embedded.features, stage)
    case .predict:
      let embed = plan.stages.first { $0.kind == .embed && $0.subject == subject && $0.task == stage.task }!
      let evaluation = PredictorEvaluation(
        grid: config.grid, seeds: config.predictorSeeds, target: machine.target, cache: machine.cache,
        workers: machine.pool.threads)
      // Always from the disk, so that a resumed comparison computes with the same numbers.
      let result = try evaluation(EmbeddingDirectory(embeddings(embed)).read()) { progress("\($0) of \($1) trainings") }
      try store.write(ScoreResult(result), stage)
    case .finetune:
      guard let summary = try finetune(stage, shouldStop, progress) else { return false }
      try store.write(ScoreResult(summary, labels: task(stage).labels), stage)
    case .throughput: try store.write(try throughput(encoder(subject), frames: subject.options.frames), stage)
    }
    return true
  }

  func runDirectory(_ subject: Subject) -> RunDirectory { RunDirectory("\(output)/runs/\(subject.name)") }
  /// The last component is the task's name, which a reader takes from there.
  private func embeddings(_ stage: Stage) -> String { "\(output)/embeddings/\(stage.name)/\(stage.task!)" }
  func task(_ stage: Stage) -> EvaluationTask { tasks.first { $0.name == stage.task }! }

  private func pretrain(
    _ subject: Subject, _ shouldStop: () -> Bool, _ progress: @Sendable (String) -> Void
  ) throws -> PretrainResult? {
    let directory = runDirectory(subject)
    let model = try model(subject.model!, subject.settings)
    let training = directory.exists
      ? try Pretraining(resuming: directory, model: model, machine: machine)
      : try Pretraining(
        new: directory, model: model, settings: subject.settings, options: options(subject), data: subject.data,
        initialized: nil, machine: machine)
    let outcome = try training.run(
      shouldStop: shouldStop,
      report: {
        progress(String(format: "step %d of %d, loss %.4f, %.0f s left", $0.step, $0.steps, $0.loss, $0.secondsLeft))
      })
    guard outcome.isFinished else { return nil }
    try training.writeReport()
    let speeds = MetricsLog.read(directory.metricsPath).compactMap(\.clipsPerSecond).sorted()
    return PretrainResult(
      steps: outcome.step, firstLoss: outcome.first.maskedLoss, lastLoss: outcome.last.maskedLoss,
      constantLoss: outcome.last.baselines.constant, parameters: training.description.parameters,
      trainClipsPerSecond: speeds.isEmpty ? nil : speeds[speeds.count / 2])
  }

  private func finetune(
    _ stage: Stage, _ shouldStop: () -> Bool, _ progress: @Sendable (String) -> Void
  ) throws -> FineTuneSummary? {
    let subject = stage.subject
    let base = plan.subjects.first { $0.name == subject.base }
    let parameters = try base.map { try runDirectory($0).bestCheckpoint().parametersPath }
    let tuning = try FineTuning(
      FineTuneSubject(
        model: model(subject.model!, subject.settings), settings: subject.settings, frames: subject.options.frames,
        parameters: parameters),
      task(stage), subject.finetune!, seeds: config.finetuneSeeds, output: "\(output)/finetuned/\(stage.name)", machine: machine)
    return try tuning.run(shouldStop: shouldStop) { fold, seed, now in
      progress("\(fold.name), seed \(seed), step \(now.step) of \(now.steps), loss \(String(format: "%.4f", now.loss))")
    }
  }

  private func embedder(_ subject: Subject) throws -> any AudioEmbedder {
    if subject.kind == .logmel {
      return LogMelStatistics(
        extract: try LogMelExtractor(target: machine.target, cache: machine.cache, pool: machine.pool))
    }
    return EncoderEmbedder(name: subject.name, identity: subject.name, encoder: try encoder(subject))
  }

  func encoder(_ subject: Subject, isTrained: Bool = true) throws -> SpectrogramEncoder {
    let model = try model(subject.model!, subject.settings)
    let encoder = try SpectrogramEncoder(model, frames: subject.options.frames, machine: machine)
    if subject.kind == .random || !isTrained {
      try encoder.initialize(seed: subject.options.seed)
    } else {
      let path = try runDirectory(subject).bestCheckpoint().parametersPath
      try encoder.take(try Safetensors(contentsOf: URL(fileURLWithPath: path)), from: path)
    }
    return encoder
  }
}

extension Plan {
  /// - Throws: `ComparisonError` for a task that a stage cannot be done on, or whose scores would be ranked upside down.
  func checkTasks(_ tasks: [EvaluationTask]) throws {
    for task in tasks where task.metrics[0].isError {
      throw ComparisonError(
        "the task '\(task.name)' is scored by \(task.metrics[0].rawValue), of which less is better",
        "name a metric first of which more is better, such as \(Metric.onset200.rawValue), in its task_metadata.json")
    }
    for stage in stages where stage.kind == .finetune {
      if let task = tasks.first(where: { $0.name == stage.task }), task.embedding == .event {
        throw ComparisonError("'\(task.name)' is a task of events in time", "fine-tuning is for labels of whole clips: leave out finetune, or the task")
      }
    }
  }
}
