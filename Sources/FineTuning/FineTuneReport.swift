import Evaluation
import Foundation
import Training

/// A fine-tuning as a page that needs nothing else: scores, curves, and which classes were taken for which.
struct FineTuneReport {
  let summary: FineTuneSummary

  var html: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="data:,">
    <title>\(escaped(title))</title>
    <style>\(ReportStyle.css)</style>
    </head>
    <body>
    <h1>\(escaped(title))</h1>
    <p>The whole encoder and a linear head, \(summary.isPretrained ? "from pre-trained parameters" : "from random parameters"). \
    The epoch that is best on the validation data is tested once: \(summary.metric) \
    \(number(summary.interval.mean))\(summary.interval.halfWidth.map { " ± " + number($0) } ?? "").</p>
    \(table)
    <section class="charts">
    \(chart("Training loss", "loss", \.loss))
    \(chart("Validation", summary.metric, \.validation))
    </section>
    \(confusion)
    <details><summary>Options</summary><pre>\(escaped(optionText))</pre></details>
    </body>
    </html>

    """
  }

  private var title: String { "\(summary.model) on \(summary.task)" }
  private func escaped(_ text: String) -> String { LineChart.escaped(text) }
  private func number(_ value: Double) -> String { String(format: "%.3f", value) }
  private func label(_ result: FineTuneResult) -> String { "\(result.fold), seed \(result.seed)" }
  private var optionText: String {
    (try? JSONEncoder.stable(pretty: true).encode(summary.options)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  private func rows(_ heads: [String], _ cells: [[String]]) -> String {
    func line(_ cells: [String], _ tag: String) -> String { "<tr>\(cells.map { "<\(tag)>\(escaped($0))</\(tag)>" }.joined())</tr>" }
    return "<div class=\"wide\"><table><thead>\(line(heads, "th"))</thead><tbody>\(cells.map { line($0, "td") }.joined(separator: "\n"))</tbody></table></div>"
  }

  private var table: String {
    let metrics = summary.results.first.map { $0.scores.keys.sorted() } ?? []
    return rows(["fold", "seed", "best epoch", "validation"] + metrics, summary.results.map { result in
      [result.fold, "\(result.seed)", "\(result.bestEpoch) of \(result.epochs.count)", number(result.validation)]
        + metrics.map { number(result.scores[$0] ?? .nan) }
    })
  }

  private func chart(_ title: String, _ unit: String, _ value: (FineTuneEpoch) -> Double) -> String {
    LineChart(
      title: title, xLabel: "epoch", yLabel: unit,
      lines: summary.results.enumerated().map { position, result in
        LineChart.Line(
          name: label(result), color: position % ReportStyle.seriesCount,
          points: result.epochs.map { (x: Double($0.epoch), y: value($0)) })
      }
    ).svg
  }

  /// Test clips of all folds and seeds, for tasks of one class.
  private var confusion: String {
    let all = summary.results.flatMap(\.predictions)
    guard all.allSatisfy({ $0.targets.count == 1 }) else { return "" }
    let labels = Set(all.flatMap { $0.targets + [$0.predicted] }).sorted()
    let counts = Dictionary(all.map { ([$0.targets[0], $0.predicted], 1) }, uniquingKeysWith: +)
    return "<section><h2>Confusion matrix</h2>"
      + rows(["true \\ predicted"] + labels, labels.map { row in [row] + labels.map { "\(counts[[row, $0]] ?? 0)" } }) + "</section>"
  }
}
