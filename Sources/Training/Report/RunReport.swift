import Audio
import Foundation

/// One or several runs as a page that needs nothing else: a table, curves, and reconstructions of held-out clips.
public struct RunReport {
  /// A run with what the page shows of it.
  public struct Entry {
    public let summary: RunDatabase.Summary
    public let description: RunDescription
    public let losses: [(step: Int, loss: Double)]
    public let evaluations: [Evaluation]
    /// Pictures of held-out clips, by file.
    public let pictures: [(file: String, png: Data)]
    /// Scores of linear probes, by task.
    public let probes: [(task: String, metric: String, scores: [(step: Int, score: Double)])]

    public init(
      _ summary: RunDatabase.Summary, _ description: RunDescription, losses: [(step: Int, loss: Double)],
      evaluations: [Evaluation], pictures: [(file: String, png: Data)],
      probes: [(task: String, metric: String, scores: [(step: Int, score: Double)])] = []
    ) {
      (self.summary, self.description, self.losses) = (summary, description, losses)
      (self.evaluations, self.pictures, self.probes) = (evaluations, pictures, probes)
    }
  }

  public let title: String
  public let entries: [Entry]

  public init(title: String, entries: [Entry]) { (self.title, self.entries) = (title, entries) }

  public var html: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(escaped(title))</title>
    <style>\(ReportStyle.css)</style>
    </head>
    <body>
    <h1>\(escaped(title))</h1>
    \(lead)
    \(table)
    <section class="charts">
    \(heldOutChart.svg)
    \(trainingChart.svg)
    \(probeCharts)
    </section>
    \(entries.map(gallery).joined(separator: "\n"))
    \(details)
    \(credits)
    </body>
    </html>

    """
  }

  private var lead: String {
    """
    <p>Part of each log-mel spectrogram is hidden, and the model fills it in. The losses are mean squared errors on the \
    hidden patches of clips that it was not trained on, in units of a clip's variance. Two simple guesses stand beside \
    them: the best constant for each mel band, chosen knowing the hidden values, and a copy of the nearest visible patch.</p>
    """
  }

  private var table: String {
    let heads = [
      "run", "parameters", "steps", "clips/s", "first loss", "last loss", "best constant", "nearest patch", "peak memory",
    ]
    let rows = entries.map { entry -> String in
      let (summary, evaluation) = (entry.summary, entry.summary.last)
      let isBelow = evaluation.map { $0.maskedLoss < $0.baselines.constant } ?? false
      let cells = [
        escaped(summary.name), grouped(summary.parameters), "\(summary.step)", number(summary.clipsPerSecond, "%.1f"),
        number(summary.first?.maskedLoss), number(evaluation?.maskedLoss) + (isBelow ? " ✓" : ""),
        number(evaluation?.baselines.constant), number(evaluation?.baselines.nearest),
        summary.peakMemoryBytes.map { "\($0 / 1_000_000) MB" } ?? "–",
      ]
      return "<tr>\(cells.map { "<td>\($0)</td>" }.joined())</tr>"
    }
    return """
      <div class="wide"><table>
      <thead><tr>\(heads.map { "<th>\($0)</th>" }.joined())</tr></thead>
      <tbody>\(rows.joined(separator: "\n"))</tbody>
      </table></div>
      <p class="note">✓: below the best constant for each mel band.</p>
      """
  }

  private var heldOutChart: LineChart {
    var lines = entries.enumerated().map { number, entry in
      LineChart.Line(
        name: entry.summary.name, color: number % ReportStyle.seriesCount,
        points: entry.evaluations.map { (Double($0.step), $0.maskedLoss) })
    }
    // Runs on the same data share their baselines.
    let baselines = Set(entries.compactMap(\.summary.last?.baselines))
    if baselines.count == 1, let values = baselines.first, let last = entries.map(\.summary.step).max() {
      for (name, value) in [("best constant for each band", values.constant), ("nearest visible patch", values.nearest)] {
        lines.append(
          LineChart.Line(
            name: name, color: ReportStyle.seriesCount + (value == values.constant ? 0 : 1), isDashed: true,
            points: [(0, value), (Double(last), value)]))
      }
    }
    return LineChart(title: "Held-out loss on hidden patches", yLabel: "mean squared error", lines: lines)
  }

  private var trainingChart: LineChart {
    LineChart(
      title: "Training loss, running mean over a fiftieth of the steps", yLabel: "mean squared error",
      lines: entries.enumerated().map { number, entry in
        LineChart.Line(
          name: entry.summary.name, color: number % ReportStyle.seriesCount, points: Self.smoothed(entry.losses))
      })
  }

  /// For each task that some run was probed on, a chart of its scores.
  private var probeCharts: String {
    let tasks = Set(entries.flatMap { $0.probes.map { [$0.task, $0.metric] } }).sorted { $0[0] < $1[0] }
    return tasks.map { task in
      LineChart(
        title: "Linear probe: \(task[0])", yLabel: task[1],
        lines: entries.enumerated().compactMap { number, entry in
          entry.probes.first { $0.task == task[0] }.map { probe in
            LineChart.Line(
              name: entry.summary.name, color: number % ReportStyle.seriesCount,
              points: probe.scores.map { (Double($0.step), $0.score) })
          }
        }
      ).svg
    }.joined(separator: "\n")
  }

  /// The mean of each value and those before it, over a fiftieth of all.
  static func smoothed(_ losses: [(step: Int, loss: Double)]) -> [(x: Double, y: Double)] {
    let window = max(1, losses.count / 50)
    var sum = 0.0
    return losses.indices.map { i in
      sum += losses[i].loss
      if i >= window { sum -= losses[i - window].loss }
      return (Double(losses[i].step), sum / Double(min(i + 1, window)))
    }
  }

  private func gallery(_ entry: Entry) -> String {
    if entry.pictures.isEmpty { return "" }
    let figures = entry.pictures.map { file, png in
      """
      <figure><img alt="Spectrogram, what was visible, and the reconstruction of \(escaped(file))" \
      src="data:image/png;base64,\(png.base64EncodedString())"><figcaption>\(escaped(file))</figcaption></figure>
      """
    }
    return """
      <section><h2>\(escaped(entry.summary.name))</h2>
      <p>From top to bottom: a held-out spectrogram, what the model saw of it, and what it made of it. Time runs to the \
      right, frequency upwards.</p>
      <div class="gallery">\(figures.joined(separator: "\n"))</div></section>
      """
  }

  /// What each run was, to repeat it.
  private var details: String {
    let texts = entries.map { entry in
      let text = (try? JSONEncoder.stable(pretty: true).encode(entry.description)).map { String(decoding: $0, as: UTF8.self) }
      return "<details><summary>Options of \(escaped(entry.summary.name))</summary><pre>\(escaped(text ?? ""))</pre></details>"
    }
    return texts.joined(separator: "\n")
  }

  /// The authors of the embedded recordings, where they were used.
  private var credits: String {
    guard entries.contains(where: { $0.description.data.directory == nil }),
      let manifest = try? EmbeddedCorpus.manifest()
    else { return "" }
    let authors = EmbeddedCorpus.credits(manifest.filter { $0.part == "corpus" })
    return "<footer><h2>Recordings</h2><p>\(authors.map(escaped).joined(separator: "; "))</p></footer>"
  }

  private func number(_ value: Double?, _ format: String = "%.4f") -> String {
    value.map { String(format: format, $0) } ?? "–"
  }

  private func grouped(_ value: Int) -> String {
    String("\(value)".reversed().enumerated().flatMap { $0 > 0 && $0 % 3 == 0 ? [",", $1] : [$1] }.reversed())
  }

  private func escaped(_ text: String) -> String { LineChart.escaped(text) }
}
