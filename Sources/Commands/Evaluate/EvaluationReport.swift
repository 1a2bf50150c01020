import Audio
import Evaluation
import Foundation

/// What `sonograph evaluate --json` prints.
struct EvaluationReport: Encodable {
  struct Score: Codable {
    let metric: String
    let mean: Double
    /// Half the width of the 95 % interval of the mean over seeds; nil for one seed.
    let interval: Double?
    /// By seed.
    let seeds: [Double]
  }
  struct Task: Codable {
    let task: String
    let classes: Int
    let clips: Int
    let features: Int
    let seeds: [UInt32]
    /// The first is the task's own.
    let scores: [Score]
    let majorityAccuracy: Double?
    /// What a reader of the scores should know.
    let note: String?

    init(_ result: TaskResult) {
      (task, classes, features) = (result.task.name, result.task.labels.count, result.embedded.features)
      clips = result.task.splits.reduce(0) { $0 + $1.clips.count }
      seeds = result.seeds.map(\.seed)
      (majorityAccuracy, note) = (result.majority, result.task.note)
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
  let tasks: [Task]
}

/// The scores of a task in a file of its output directory, so that an evaluation that was killed does not compute them again.
struct KeptScores: Codable {
  let identity: String
  let report: EvaluationReport.Task

  /// The scores of a file; nil if they are of something else.
  static func read(_ directory: String, identity: String) -> EvaluationReport.Task? {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    guard let data = FileManager.default.contents(atPath: "\(directory)/scores.json"),
      let kept = try? decoder.decode(KeptScores.self, from: data), kept.identity == identity
    else { return nil }
    return kept.report
  }

  func write(_ directory: String) throws {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    try AtomicFile.write(try encoder.encode(self), to: "\(directory)/scores.json")
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
