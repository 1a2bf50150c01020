import Evaluation
import Foundation

/// What `sonograph evaluate --json` prints.
struct EvaluationReport: Encodable {
  struct Score: Encodable {
    let metric: String
    let mean: Double
    /// Half the width of the 95 % interval of the mean over seeds; nil for one seed.
    let interval: Double?
    /// By seed.
    let seeds: [Double]
  }
  struct Task: Encodable {
    let task: String
    let classes: Int
    let clips: Int
    let features: Int
    let seeds: [UInt32]
    /// The first is the task's own.
    let scores: [Score]
    let majorityAccuracy: Double?

    init(_ result: TaskResult) {
      (task, classes, features) = (result.task.name, result.task.labels.count, result.embedded.features)
      clips = result.task.splits.reduce(0) { $0 + $1.clips.count }
      seeds = result.seeds.map(\.seed)
      majorityAccuracy = result.majority
      scores = result.task.metrics.map { metric in
        let score = result.score(metric)
        return Score(
          metric: metric.rawValue, mean: score.mean, interval: score.halfWidth, seeds: result.seeds.map { $0.score(metric) })
      }
    }

    var row: [String] {
      func text(_ value: Double?) -> String { value.map { String(format: "%.3f", $0) } ?? "" }
      return [
        task, "\(classes)", "\(clips)", scores[0].metric, text(scores[0].mean), text(scores[0].interval),
        text(majorityAccuracy),
      ]
    }
  }
  let grid: String
  let note: String?
  let tasks: [Task]

  init(_ results: [TaskResult], grid: PredictorGrid, note: String?) {
    (self.grid, self.note, tasks) = (grid.rawValue, note, results.map(Task.init))
  }
}

/// A line of progress that several threads may write to.
final class EvaluationProgress: @unchecked Sendable {
  private let line = ProgressLine()
  private let lock = NSLock()

  func show(_ task: String, _ what: String, _ done: Int, _ total: Int) {
    lock.withLock { line.show("\(task): \(done) of \(total) \(what)") }
  }
  func show(_ text: String) { lock.withLock { line.show(text) } }
  func finish() { lock.withLock { line.finish() } }
}
