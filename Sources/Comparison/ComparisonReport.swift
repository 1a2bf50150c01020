import Audio
import Evaluation
import Foundation
import Training

/// What a comparison has found, for its pages and files.
public struct ComparisonReport: Encodable {
  public struct Row: Encodable {
    public let subject: Subject
    public let pretraining: PretrainResult?
    public let throughput: ThroughputResult?
    /// Of a training step.
    public let trainMemoryBytes: Int?
    /// By task, in the tasks' order.
    public let scores: [ScoreResult]
    /// s(m) by its name; see `AggregateScore`.
    public let aggregates: [String: Double]
  }

  static let note = """
    Scores on tasks that come with Sonograph, or that were built by its tools, cannot be compared with published HEAR scores.
    """
  public let version = "0.1"
  public let note = Self.note
  public let config: ComparisonConfig
  public let target: String
  public let compiler: String
  public let tasks: [String]
  public let rows: [Row]
  public let pairs: [SubjectPair]
  let runs: [RunReport.Entry]

  enum CodingKeys: String, CodingKey { case version, note, config, target, compiler, tasks, rows, pairs }
}

extension ComparisonRun {
  /// - Throws: `ComparisonError` if a stage has no result yet.
  public func report() throws -> ComparisonReport {
    if let stage = open.first { throw ComparisonError("the stage \(stage.name) has no result yet", "run the comparison to its end") }
    func results<Value: Decodable>(_ type: Value.Type, _ kinds: Stage.Kind..., of subject: Subject) throws -> [Value] {
      try plan.stages.filter { kinds.contains($0.kind) && $0.subject == subject }.compactMap { try store.read(type, $0) }
    }
    let scores = try plan.subjects.map { try results(ScoreResult.self, .predict, .finetune, of: $0) }
    let aggregates = Self.aggregates(plan.subjects, scores)
    let rows = try plan.subjects.indices.map { number in
      let subject = plan.subjects[number]
      return ComparisonReport.Row(
        subject: subject, pretraining: try results(PretrainResult.self, .pretrain, of: subject).first,
        throughput: try results(ThroughputResult.self, .throughput, of: subject).first,
        trainMemoryBytes: try cost(subject)?.pretraining?.memoryBytes, scores: scores[number],
        aggregates: aggregates[number])
    }
    let runs = plan.subjects.filter { $0.kind == .pretrained }.map(runDirectory)
    return ComparisonReport(
      config: config, target: machine.target.name, compiler: machine.compiler, tasks: tasks.map(\.name), rows: rows,
      pairs: pairs(rows), runs: try RunReport(title: config.title, runs: runs).entries)
  }

  private func pairs(_ rows: [ComparisonReport.Row]) -> [SubjectPair] {
    rows.indices.flatMap { a in
      rows.indices.filter { $0 > a && rows[a].subject.isComparable(to: rows[$0].subject) }.map { b in
        let (first, second) = (rows[a], rows[b])
        return SubjectPair(
          first: first.subject.label, second: second.subject.label,
          differences: tasks.indices.map {
            ScoreDifference(
              tasks[$0].name, first.subject.label, first.scores[$0], second.subject.label, second.scores[$0],
              isPaired: first.subject.isFrozen == second.subject.isFrozen)
          })
      }
    }
  }

  /// From the worst to the best of the table, and from log-mel statistics, if they are in it, to the best.
  private static func aggregates(_ subjects: [Subject], _ scores: [[ScoreResult]]) -> [[String: Double]] {
    let means: [[String: Double]] = scores.map { own in own.reduce(into: [:]) { $0[$1.task] = $1.interval.mean } }
    var (low, high): ([String: Double], [String: Double]) = ([:], [:])
    for own in means {
      low.merge(own) { Swift.min($0, $1) }
      high.merge(own) { Swift.max($0, $1) }
    }
    let naive = subjects.firstIndex { $0.kind == .logmel }.map { means[$0] }
    return means.map { own in
      var all: [String: Double] = [:]
      all[AggregateScore.minMax.rawValue] = AggregateScore.minMax(own, low: low, high: high)
      if let naive { all[AggregateScore.baseline.rawValue] = AggregateScore.baseline(own, low: naive, high: high) }
      return all
    }
  }

  /// Writes `report.html`, `.md`, `.json` and `.csv`.
  ///
  /// - Returns: the page's path.
  public func writeReport() throws -> String {
    let report = try report()
    for (ending, data) in [
      ("html", Data(report.html.utf8)), ("md", Data(report.markdown.utf8)), ("csv", Data(report.csv.utf8)),
      ("json", try report.json()),
    ] { try AtomicFile.write(data, to: "\(output)/report.\(ending)") }
    return "\(output)/report.html"
  }
}
