import ArgumentParser
import Foundation

/// `sonograph bench diff`: two saved results side by side.
struct BenchDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Compares two results that bench saved with --json.",
    discussion: """
      Rows are matched by what they are of: names and sizes; a ratio above 1 means that the second result is slower. JSON has
      `rows` with `row`, `before_ms`, `after_ms` and `ratio`, longest time first, and `only_before` and `only_after`.

      EXAMPLES
        sonograph bench model ssam-tiny --mode train --json > before.json
        sonograph bench diff before.json after.json
      """)

  @Argument(help: "The first result.") var before: String
  @Argument(help: "The second result.") var after: String
  @Flag(help: "Print JSON.") var json = false

  struct Report: Encodable {
    struct Row: Encodable {
      let row: String
      let before_ms, after_ms, ratio: Double
    }
    let rows: [Row]
    let only_before, only_after: [String]
  }

  func run() throws {
    let (old, new) = (try Self.times(before), try Self.times(after))
    guard !Set(old.keys).isDisjoint(with: new.keys) else {
      throw UserError("'\(before)' and '\(after)' have no row in common", "both must be of the same command, model and sizes")
    }
    let rows = old.compactMap { name, milliseconds in
      new[name].map { Report.Row(row: name, before_ms: milliseconds, after_ms: $0, ratio: $0 / milliseconds) }
    }.sorted { ($1.before_ms, $0.row) < ($0.before_ms, $1.row) }
    let report = Report(
      rows: rows, only_before: old.keys.filter { new[$0] == nil }.sorted(), only_after: new.keys.filter { old[$0] == nil }.sorted())
    if json { return try printJSON(report) }
    TextTable(["row", "before, ms", "after, ms", "ratio"], rows.map {
      [$0.row, String(format: "%.3f", $0.before_ms), String(format: "%.3f", $0.after_ms), String(format: "%.2f", $0.ratio)]
    }).print()
    for (side, names) in [("before", report.only_before), ("after", report.only_after)] where !names.isEmpty {
      print("only \(side): \(names.joined(separator: ", "))")
    }
  }

  /// The time of every row of a result, by what the row is of.
  private static func times(_ path: String) throws -> [String: Double] {
    guard let data = FileManager.default.contents(atPath: path) else { throw UserError("cannot read '\(path)'", "expected what bench --json printed") }
    guard let value = try? JSONSerialization.jsonObject(with: data) else {
      throw UserError("'\(path)' is not JSON", "expected what bench --json printed")
    }
    var times: [String: Double] = [:]
    if let rows = value as? [[String: Any]] {
      for row in rows { times[name(row)] = row["median_ms"] as? Double }
    } else if let model = value as? [String: Any] {
      let whole = name(model.filter { !["runs", "steps", "compiled_kernels"].contains($0.key) })
      times[whole] = model["median_ms"] as? Double
      for kernel in model["kernels"] as? [[String: Any]] ?? [] {
        // Numbers at the front change with every kernel before.
        guard let full = kernel["name"] as? String, let ms = kernel["ms"] as? Double else { continue }
        times["  " + full.drop { $0 != "_" }.dropFirst(), default: 0] += ms
      }
      for row in model["rows"] as? [[String: Any]] ?? [] { times["without \(row["without"] as? String ?? "nothing")"] = row["median_ms"] as? Double }
    }
    guard !times.isEmpty else { throw UserError("'\(path)' has no median_ms", "expected what bench --json printed") }
    return times
  }

  /// Names and whole numbers of a row, and its sizes.
  private static func name(_ row: [String: Any]) -> String {
    let order = ["name", "program", "mode", "target", "batch", "length", "threads", "rows", "summed", "columns"]
    let parts = order.compactMap { key -> String? in
      if let text = row[key] as? String { return text }
      return (row[key] as? Int).map { "\(key) \($0)" }
    }
    let sizes = (row["sizes"] as? [String: Int] ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    return (parts + sizes).joined(separator: ", ")
  }
}
