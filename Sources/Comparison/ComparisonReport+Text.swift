import Evaluation
import Foundation

extension ComparisonReport {
  /// The tasks' names up to version and mode, as long as that tells them apart: `mini_drum` for `mini_drum-v1-full`.
  static func labels(of tasks: [String]) -> [String] {
    let short = tasks.map { name in name.range(of: "-v").map { String(name[..<$0.lowerBound]) } ?? name }
    return Set(short).count == tasks.count ? short : tasks
  }
  var taskLabels: [String] { Self.labels(of: tasks) }

  var heads: [String] {
    ["subject", "parameters", "forward clips/s", "train clips/s", "forward MB", "train MB", "held-out loss"] + taskLabels
      + AggregateScore.allCases.map { "s(m) \($0.rawValue)" }
  }

  var cells: [[String]] {
    rows.map { row in
      let scores = row.scores.map(Self.text)
      return [
        row.subject.label, row.pretraining.map { "\($0.parameters)" } ?? "–", Self.text(row.throughput?.clipsPerSecond, "%.1f"),
        Self.text(row.pretraining?.trainClipsPerSecond, "%.1f"), Self.text(row.throughput.map { Double($0.memoryBytes) / 1e6 }, "%.1f"),
        Self.text(row.trainMemoryBytes.map { Double($0) / 1e6 }, "%.1f"), Self.text(row.pretraining?.lastLoss, "%.4f"),
      ] + scores + AggregateScore.allCases.map { Self.text(row.aggregates[$0.rawValue], "%.1f") }
    }
  }

  static func text(_ score: ScoreResult) -> String { text(score.interval) }
  static func text(_ interval: MeanInterval) -> String {
    text(interval.mean, "%.3f") + (interval.halfWidth.map { String(format: " ± %.3f", $0) } ?? "")
  }
  static func text(_ value: Double?, _ format: String) -> String { value.map { String(format: format, $0) } ?? "–" }

  /// What the data allow to say of two subjects: first minus second on each task.
  var verdicts: [[String]] {
    pairs.map { pair in
      let texts = pair.differences.map { difference -> String in
        let mark = difference.areToldApart == true ? (difference.difference.mean > 0 ? " ▲" : " ▼") : ""
        return Self.text(difference.difference) + mark
      }
      let summary = pair.differences.contains { $0.areToldApart == nil }
        ? "one seed: no intervals" : "first is higher on \(pair.wins.higher), lower on \(pair.wins.lower) of \(tasks.count)"
      return [pair.first, pair.second] + texts + [summary]
    }
  }
  var verdictHeads: [String] { ["first", "second"] + taskLabels + ["told apart"] }

  static let limits = """
    Intervals are of the mean over predictor seeds (Student's t, 95 %), for one pre-training of each subject: they do not \
    hold the spread between pre-trainings or test sets, and no correction is made for many comparisons. ▲ and ▼ mark \
    differences whose interval does not hold 0. Where it does, the two are not told apart; that does not mean that they are \
    equal.
    """

  var markdown: String {
    """
    # \(config.title)

    \(note)

    ## Scores

    \(Self.table(heads, cells))

    ## What the data allow to say

    \(Self.limits)

    \(Self.table(verdictHeads, verdicts))

    ## Configuration and versions

    Sonograph \(version), \(target), \(compiler)

    ```json
    \(configText)
    ```

    """
  }

  private static func table(_ heads: [String], _ rows: [[String]]) -> String {
    let lines = [heads, heads.map { _ in "---" }] + rows
    return lines.map { "| " + $0.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  /// A line for each subject, task and seed.
  var csv: String {
    func field(_ text: String) -> String { text.contains(/[",\n]/) ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text }
    let lines = rows.flatMap { row in
      row.scores.flatMap { score in
        zip(score.seeds, score.scores).map { seed, value in
          [row.subject.label, row.subject.kind.rawValue, score.task, score.metric, "\(seed)", "\(value)"].map(field).joined(separator: ",")
        }
      }
    }
    return (["subject,kind,task,metric,seed,score"] + lines).joined(separator: "\n") + "\n"
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }

  public func json() throws -> Data { try Self.encoder.encode(self) }
  var configText: String { (try? Self.encoder.encode(config)).map { String(decoding: $0, as: UTF8.self) } ?? "" }
}
