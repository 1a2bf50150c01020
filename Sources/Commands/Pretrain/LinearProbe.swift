import Comparison
import Evaluation
import Runtime
import Training

/// A linear classifier on the frozen encoder of a run, for each task: how much of the labels is there to be read off.
struct LinearProbe {
  private let tasks: [EvaluationTask]
  private let encoder: SpectrogramEncoder
  private let evaluation: PredictorEvaluation

  /// Nil if the run's options ask for no probe.
  ///
  /// - Throws: what reading the tasks and compiling the encoder throws, before the first step.
  init?(_ training: Pretraining, _ machine: Pretraining.Machine, _ cache: KernelCache) throws {
    let options = training.description.options
    guard let path = options.probe else { return nil }
    tasks = try Self.tasks(path)
    let model = try ModelRegistry.model(of: training.run)
    encoder = try SpectrogramEncoder(model, frames: options.frames, layout: .corrected, machine: machine)
    evaluation = PredictorEvaluation(
      grid: .linear, seeds: [0], target: machine.target, cache: cache, workers: machine.pool.threads)
  }

  static func tasks(_ path: String) throws -> [EvaluationTask] {
    try path == "embedded" ? EvaluationTask.embedded() : EvaluationTask.all(in: path)
  }

  /// The scores of the parameters of a session.
  func scores(_ session: Session) throws -> [ProbeScore] {
    try encoder.take(session)
    let embedder = EncoderEmbedder(name: "probe", identity: "probe", encoder: encoder)
    return try tasks.map { task in
      let result = try evaluation(EmbeddedTask(task, by: embedder) { _, _ in })
      let metric = task.metrics[0]
      return ProbeScore(task: task.name, metric: metric.rawValue, score: result.score(metric).mean)
    }
  }
}
