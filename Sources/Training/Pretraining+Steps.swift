import Audio
import Foundation
import Runtime

extension Pretraining {
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

  /// Trains to the last step.
  ///
  /// - Parameters:
  ///   - shouldStop: asked after every step; a run that is stopped can be resumed.
  ///   - probe: gives the scores of a linear probe from the parameters of a session; called if the options ask for it.
  ///   - evaluated: called with every evaluation.
  ///   - report: called after every step.
  /// - Throws: `NonFiniteLoss`, and what reading data and writing files throws.
  public func run(
    shouldStop: () -> Bool = { false }, probe: ((Session) throws -> [ProbeScore])? = nil,
    evaluated: (Evaluation) -> Void = { _ in }, report: (Progress) -> Void = { _ in }
  ) throws -> Outcome {
    let options = description.options
    var step = firstStep
    var seconds = 0.0
    do {
      if first == nil {
        try record(step, probe)
        try checkpoint(step, evaluated)
      }
      while step < options.steps, !shouldStop() {
        step += 1
        let start = Host.now
        let result = try trainer.run(step: step) { try data.training.batch(step: $0) }
        guard result.isFinite else { throw NotFinite(cause: .loss(result.loss, gradientNorm: result.gradientNorm)) }
        let elapsed = Host.now - start
        seconds += elapsed
        try log(step, result, seconds: elapsed)
        report(progress(step, result.loss, seconds))
        // Before the checkpoint: a run that goes on from it has the probe behind it.
        if step % options.probeInterval == 0 || step == options.steps { try record(step, probe) }
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
      clipsPerSecond: done > 0 ? Double(done * options.clipsPerStep) / seconds : nil, skipped: data.skipped)
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

  private func record(_ step: Int, _ probe: ((Session) throws -> [ProbeScore])?) throws {
    if let probe { try record(Metric(step: step, probe: try probe(trainer.session))) }
  }

  private func record(_ metric: Metric) throws {
    try log.append(metric)
    unrecorded.append(metric)
    if unrecorded.count >= 100 || metric.evaluation != nil || metric.probe != nil {
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
    try record(Metric(step: step, evaluation: evaluation, peakMemoryBytes: Host.peakMemoryBytes))
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
