import Foundation
import Training

/// What a sweep found: rows for a table or JSON, and a page of plots.
struct SweepResult {
  struct Row: Encodable {
    let model, mode, target: String
    let settings: [String: String]
    let batch, tokens, threads: Int
    let median_ms, us_per_token, clips_per_s, gflops: Double
    let working_bytes, persistent_bytes: Int
    /// The least time by the machine's peaks, over the time.
    let limit: Double
  }
  let points: [SweepPoint]
  let rows: [Row]

  init(_ results: [(point: SweepPoint, samples: [SweepSample])]) {
    points = results.map(\.point)
    rows = results.map { point, samples in
      let (seconds, first) = (median(samples.flatMap(\.runs)), samples[0])
      return Row(
        model: point.model, mode: point.mode.rawValue, target: point.target,
        settings: Dictionary(point.settings.map { ($0.name, $0.value) }) { $1 }, batch: point.batch, tokens: first.tokens,
        threads: point.threads, median_ms: seconds * 1e3, us_per_token: seconds * 1e6 / Double(point.batch * first.tokens),
        clips_per_s: Double(point.batch) / seconds, gflops: first.flops / seconds * 1e-9, working_bytes: first.workingBytes,
        persistent_bytes: first.persistentBytes, limit: first.least / seconds)
    }
  }

  /// The axes on which points differ.
  private var varied: [String] {
    points[0].coordinates.map(\.axis).filter { axis in Set(points.map { Self.value($0, axis) }).count > 1 }
  }

  private static func value(_ point: SweepPoint, _ axis: String) -> String {
    point.coordinates.first { $0.axis == axis }!.value
  }

  func print() { TextTable(heads, cells).print() }

  private var heads: [String] {
    ["model", "mode", "target"] + points[0].settings.map(\.name)
      + ["batch", "tokens", "threads", "ms", "us/token", "clips/s", "GFLOP/s", "working, MB", "limit"]
  }

  private var cells: [[String]] {
    zip(points, rows).map { point, row in
      let numbers = [row.median_ms, row.us_per_token, row.clips_per_s, row.gflops, Double(row.working_bytes) / 1e6]
      return [row.model, row.mode, row.target] + point.settings.map(\.value) + ["\(row.batch)", "\(row.tokens)", "\(row.threads)"]
        + numbers.map { String(format: "%.2f", $0) } + [String(format: "%.0f%%", 100 * row.limit)]
    }
  }

  // MARK: Page

  var page: String {
    let fixed = points[0].coordinates.filter { !varied.contains($0.axis) }.map { "\($0.axis) \($0.value)" }
    let axes = varied.filter { $0 != "model" && $0 != "mode" }
    let sections = (axes.isEmpty ? ["model"] : axes).map { axis in
      "<section><h2>By \(LineChart.escaped(axis))</h2><div class=\"charts\">\(charts(axis))</div></section>"
    }
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <link rel="icon" href="data:,">
      <title>Speed and memory</title>
      <style>\(ReportStyle.css) .charts { grid-template-columns: repeat(auto-fit, minmax(28rem, 1fr)); }</style>
      </head>
      <body>
      <h1>Speed and memory</h1>
      <p>Medians of runs in turn. The limit is the share of the time that the machine's measured peaks (multiply-adds and
      exponentials in registers, bandwidth for arrays of each size) would take for the same work.
      \(fixed.isEmpty ? "" : "Everywhere: \(LineChart.escaped(fixed.joined(separator: ", "))).")</p>
      \(sections.joined(separator: "\n"))
      <section><h2>All figures</h2>\(table)</section>
      </body>
      </html>

      """
  }

  private typealias Quantity = (title: String, unit: String, of: @Sendable (Row) -> Double)
  private static let quantities: [Quantity] = [
    ("Time for each token", "µs", { $0.us_per_token }), ("Throughput", "clips/s", { $0.clips_per_s }),
    ("Working memory", "MB", { Double($0.working_bytes) / 1e6 }), ("Limit reached", "%", { 100 * $0.limit }),
  ]

  private func charts(_ axis: String) -> String {
    let isNumeric = points.allSatisfy { Double(Self.value($0, axis)).map { $0 > 0 } ?? false }
    return Self.quantities.map { isNumeric ? lines(axis, $0) : bars(axis, $0) }.joined(separator: "\n")
  }

  /// What tells a point from the others beside its value on an axis.
  private func label(_ point: SweepPoint, without axis: String) -> String {
    let parts = point.coordinates.filter { $0.axis != axis && varied.contains($0.axis) }
    let texts = parts.map { Double($0.value) == nil ? $0.value : "\($0.axis) \($0.value)" }
    return texts.isEmpty ? point.model : texts.joined(separator: ", ")
  }

  private func lines(_ axis: String, _ quantity: Quantity) -> String {
    let labels = points.map { label($0, without: axis) }
    let names = labels.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    let lines = names.enumerated().map { number, name in
      let own = points.indices.filter { labels[$0] == name }
      let places = own.map { (x: Double(Self.value(points[$0], axis))!, y: quantity.of(rows[$0])) }
      return LineChart.Line(name: name, color: number % ReportStyle.seriesCount, points: places.sorted { $0.x < $1.x })
    }
    return LineChart(
      title: quantity.title, xLabel: axis, yLabel: quantity.unit, lines: lines,
      logarithmicTicks: Set(points.map { Double(Self.value($0, axis))! }).sorted(), startsAtZero: true
    ).svg
  }

  private func bars(_ axis: String, _ quantity: Quantity) -> String {
    BarChart(
      title: quantity.title, unit: quantity.unit,
      bars: zip(points, rows).map { point, row in
        BarChart.Bar(group: label(point, without: axis), series: Self.value(point, axis), value: quantity.of(row))
      }
    ).svg
  }

  private var table: String {
    func line(_ cells: [String], _ tag: String) -> String { "<tr>\(cells.map { "<\(tag)>\(LineChart.escaped($0))</\(tag)>" }.joined())</tr>" }
    let body = cells.map { line($0, "td") }.joined(separator: "\n")
    return "<div class=\"wide\"><table><thead>\(line(heads, "th"))</thead><tbody>\(body)</tbody></table></div>"
  }
}
