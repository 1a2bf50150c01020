import Foundation
import Runtime
import Training

/// What `sonograph pretrain` prints.
struct PretrainReport: Encodable {
  let run: String
  let model: String
  let parameters: Int
  let step: Int
  let steps: Int
  let finished: Bool
  let first_step: Int
  let clips_per_second: Double?
  /// Mean squared errors on hidden patches of held-out clips.
  let first_held_out_loss: Double
  let last_held_out_loss: Double
  let constant_loss: Double
  let nearest_patch_loss: Double
  let peak_memory_bytes: Int
  let training_files: Int
  let held_out_files: Int
  let skipped_files: Int
  let report: String

  init(_ training: Pretraining, _ outcome: Pretraining.Outcome) {
    let description = training.description
    (run, model, parameters) = (training.run.path, description.model, description.parameters)
    (step, steps, finished) = (outcome.step, description.options.steps, outcome.isFinished)
    (first_step, clips_per_second) = (training.firstStep, outcome.clipsPerSecond)
    (first_held_out_loss, last_held_out_loss) = (outcome.first.maskedLoss, outcome.last.maskedLoss)
    (constant_loss, nearest_patch_loss) = (outcome.last.baselines.constant, outcome.last.baselines.nearest)
    peak_memory_bytes = Host.peakMemoryBytes
    (training_files, held_out_files) = (description.data.trainingFiles, description.data.heldOutFiles)
    (skipped_files, report) = (outcome.skipped.count, training.run.reportPath)
  }

  var text: String {
    let speed = clips_per_second.map { String(format: "%.1f clips/s, ", $0) } ?? ""
    let skipped = skipped_files > 0 ? "\n\(skipped_files) files could not be read and were left out" : ""
    let state = finished ? "finished" : "stopped at step \(step) of \(steps); go on with --resume \(run)"
    return """
      \(state): \(speed)\(peak_memory_bytes / 1_000_000) MB at most
      loss on hidden patches of held-out clips: \(Self.number(first_held_out_loss)) at first, \
      \(Self.number(last_held_out_loss)) at last
      of the best constant for each mel band \(Self.number(constant_loss)), of the nearest visible patch \
      \(Self.number(nearest_patch_loss))
      report: \(report)\(skipped)
      """
  }

  static func heading(_ training: Pretraining) -> String {
    let description = training.description
    let options = description.options
    let data = description.data
    let batch = options.accumulation > 1 ? "\(options.batch) x \(options.accumulation)" : "\(options.batch)"
    let from = training.firstStep > 0 ? ", from step \(training.firstStep)" : ""
    return """
      \(description.model), \(description.parameters) parameters, \(training.run.path)
      \(data.directory ?? "embedded recordings"): \(data.trainingFiles) files, \(data.heldOutFiles) more held out
      \(options.steps) steps of \(batch) clips\(from)
      """
  }

  static func text(_ progress: Pretraining.Progress) -> String {
    String(
      format: "step %d of %d, loss %.4f, %.1f clips/s, %.1f GFLOP/s, %@ left", progress.step, progress.steps,
      progress.loss, progress.clipsPerSecond, progress.gigaflopsPerSecond, duration(progress.secondsLeft))
  }

  static func text(_ evaluation: Evaluation) -> String {
    String(
      format: "step %d: held out, hidden patches %.4f (constant %.4f, nearest patch %.4f), loss %.4f", evaluation.step,
      evaluation.maskedLoss, evaluation.baselines.constant, evaluation.baselines.nearest, evaluation.loss)
  }

  static func number(_ value: Double) -> String { String(format: "%.4f", value) }

  private static func duration(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e9).rounded())
    if whole < 100 { return "\(whole) s" }
    return whole < 6000 ? "\(whole / 60) min" : String(format: "%.1f h", Double(whole) / 3600)
  }
}
