import Foundation
import Training

extension ComparisonReport {
  /// A page that needs nothing else, light or dark as the reader's system is.
  var html: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="icon" href="data:,">
    <title>\(escaped(config.title))</title>
    <style>\(ReportStyle.css)
      #claims th:nth-child(2), #claims td:nth-child(2) { text-align: left; }
    </style>
    </head>
    <body>
    <h1>\(escaped(config.title))</h1>
    <p>\(escaped(note))</p>
    <section id="scores"><h2>Scores</h2>\(table(heads, cells))</section>
    <section id="claims"><h2>What the data allow to say</h2><p>\(escaped(Self.limits))</p>\
    \(table(verdictHeads, verdicts))</section>
    <section id="losses"><h2>Pre-training</h2><div class="charts">\(losses)</div></section>
    <section id="scaling"><h2>Score, sequence length and throughput</h2>\(scaling)</section>
    <section id="confusion"><h2>Confusion matrices</h2>\(confusions)</section>
    <section id="reconstructions"><h2>Reconstructions</h2>
    <p>From top to bottom: the spectrogram of a held-out clip, what the encoder saw of it, and what the model made of that.</p>\(reconstructions)</section>
    <section id="configuration"><h2>Configuration and versions</h2>
    <p>Sonograph \(version), \(escaped(target)), \(escaped(compiler))</p><pre>\(escaped(configText))</pre></section>
    </body>
    </html>

    """
  }

  private func escaped(_ text: String) -> String { LineChart.escaped(text) }

  private func table(_ heads: [String], _ rows: [[String]]) -> String {
    func line(_ cells: [String], _ tag: String) -> String {
      "<tr>\(cells.map { "<\(tag)>\(escaped($0))</\(tag)>" }.joined())</tr>"
    }
    return """
      <div class="wide"><table><thead>\(line(heads, "th"))</thead>
      <tbody>\(rows.map { line($0, "td") }.joined(separator: "\n"))</tbody></table></div>
      """
  }

  private var losses: String {
    LineChart(
      title: "Held-out loss on hidden patches", yLabel: "mean squared error",
      lines: zip(runs.indices, zip(rows.map(\.subject).filter { $0.kind == .pretrained }, runs)).map { number, pair in
        LineChart.Line(
          name: pair.0.label, color: number % ReportStyle.seriesCount,
          points: pair.1.evaluations.map { (Double($0.step), $0.maskedLoss) })
      }
    ).svg
  }

  /// For each task, scores by tokens and by speed: what was swept besides patches and clips is not in these lines.
  private var scaling: String {
    let charts = tasks.indices.map {
      chart($0, "tokens") { Double($0.throughput!.tokens) } + chart($0, "seconds of audio per second", Self.speed)
    }
    if charts.allSatisfy(\.isEmpty) { return "<p>One model of one size: there is nothing to compare.</p>" }
    return "<div class=\"charts\">\(charts.joined(separator: "\n"))</div>"
  }

  /// Clips of different lengths take different time: seconds can be compared. Frames are 10 ms.
  private static func speed(_ row: Row) -> Double { row.throughput!.clipsPerSecond * Double(row.subject.options.frames) * 0.01 }

  /// A line for each model as the configuration has it over sizes of patches, a dashed one over lengths of clips.
  private func chart(_ task: Int, _ label: String, _ x: (Row) -> Double) -> String {
    let measured = rows.filter { $0.throughput != nil && $0.subject.kind == .pretrained }
    if measured.count < 2 { return "" }
    let bases = measured.filter { isBase($0.subject) }
    let lines = bases.enumerated().flatMap { number, base -> [LineChart.Line] in
      let families = SequenceLength.allCases.map { length in (length, measured.filter { $0.subject.isLike(base.subject, but: length) }) }
      let swept = families.filter { $0.1.count > 1 }
      return (swept.isEmpty ? [families[0]] : swept).map { length, family in
        let name = swept.isEmpty ? base.subject.label : "\(base.subject.label), \(length == .patch ? "patches" : "clip lengths")"
        let points = family.map { (x: x($0), y: $0.scores[task].interval.mean) }.sorted { $0.x < $1.x }
        return LineChart.Line(
          name: name, color: number % ReportStyle.seriesCount, isDashed: length == .clip, isMarked: true, points: points)
      }
    }
    return LineChart(title: taskLabels[task], xLabel: label, yLabel: rows[0].scores[task].metric, lines: lines).svg
  }

  private func isBase(_ subject: Subject) -> Bool {
    var options = config.options
    options.seed = subject.options.seed
    return subject.settings == config.set && subject.options == options
  }

  private var confusions: String {
    rows.flatMap { row in
      row.scores.compactMap { score in
        score.confusion.map { counts in
          let body = zip(score.labels, counts).map { [$0] + $1.map(String.init) }
          return "<details><summary>\(escaped(row.subject.label)) on \(escaped(score.task))</summary>"
            + table(["true \\ predicted"] + score.labels, body) + "</details>"
        }
      }
    }.joined(separator: "\n")
  }

  private var reconstructions: String {
    zip(rows.map(\.subject).filter { $0.kind == .pretrained }, runs).map { subject, run in
      let figures = run.pictures.map { file, png in
        """
        <figure><img alt="Spectrogram, what was visible, and the reconstruction of \(escaped(file))" \
        src="data:image/png;base64,\(png.base64EncodedString())"><figcaption>\(escaped(file))</figcaption></figure>
        """
      }
      return "<h3>\(escaped(subject.label))</h3><div class=\"gallery\">\(figures.joined(separator: "\n"))</div>"
    }.joined(separator: "\n")
  }
}
