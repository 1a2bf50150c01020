import ArgumentParser
import Audio
import Foundation
import Training

/// `sonograph runs`: pre-training runs and how they did.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Lists, shows and compares pre-training runs.",
    discussion: """
      EXAMPLES
        sonograph runs list
        sonograph runs show ssam-tiny --json
        sonograph runs compare ssam-tiny ssast-tiny
        sonograph runs report ssam-tiny ssast-tiny -o report.html
      """, subcommands: [List.self, Show.self, Compare.self, Report.self])

  struct Place: ParsableArguments {
    @Option(name: .customLong("runs"), help: "The directory of runs.") var directory = "runs"

    func database() throws -> RunDatabase {
      var isDirectory: ObjCBool = false
      guard FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory), isDirectory.boolValue else {
        throw UserError("there is no directory \(directory)", "sonograph pretrain makes it; another one is named by --runs")
      }
      return try RunDatabase(directory: directory)
    }

    /// - Throws: `UserError` that suggests the nearest name.
    func summary(_ name: String, _ all: [RunDatabase.Summary]) throws -> RunDatabase.Summary {
      let wanted = RunDirectory(name).name
      if let found = all.first(where: { $0.name == wanted }) { return found }
      let nearest = all.map(\.name).min { $0.distance(to: wanted) < $1.distance(to: wanted) }
      throw UserError(
        "there is no run '\(name)' in \(directory)",
        nearest.map { "did you mean '\($0)'? sonograph runs list lists them" } ?? "there are none yet")
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the runs of a directory.")
    @OptionGroup var place: Place
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
      let rows = try place.database().summaries().map(RunRow.init)
      if json { return try printJSON(rows) }
      if rows.isEmpty { return print("no runs in \(place.directory)") }
      TextTable(RunRow.heads, rows.map(\.cells)).print()
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Shows a run with its options and evaluations.")
    @Argument(help: "The run's name.") var name: String
    @OptionGroup var place: Place
    @Flag(help: "Print JSON.") var json = false

    struct Details: Encodable {
      let run: RunRow
      let options: PretrainOptions
      let settings: [String: String]
      let data: TrainingData.Description
      let target: String
      let compiler: String
      let evaluations: [Evaluation]
      let checkpoints: [String]
      let best_checkpoint: String?
    }

    func run() throws {
      let database = try place.database()
      let summary = try place.summary(name, database.summaries())
      let run = RunDirectory("\(place.directory)/\(summary.name)")
      let description = try run.description()
      let checkpoints = Checkpoint.all(in: run)
      let details = Details(
        run: RunRow(summary), options: description.options, settings: description.settings, data: description.data,
        target: description.target, compiler: description.compiler, evaluations: try database.curves(summary.name).evaluations,
        checkpoints: checkpoints.map(\.path), best_checkpoint: Checkpoint.best(of: checkpoints)?.path)
      if json { return try printJSON(details) }
      TextTable(RunRow.heads, [details.run.cells]).print()
      print("\nfrom \(description.data.directory ?? "the embedded recordings"), \(description.data.trainingFiles) files")
      for (name, value) in try OptionList.values(description) { print("  \(name): \(value)") }
      print("\nevaluations on held-out clips:")
      details.evaluations.forEach { print("  \(PretrainReport.text($0))") }
      print("\ncheckpoints:")
      checkpoints.forEach { print("  \($0.path)\($0.path == details.best_checkpoint ? "  (best)" : "")") }
    }
  }

  struct Compare: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Compares runs: their losses, and the options that differ.")
    @Argument(help: "Names of runs, two or more.") var names: [String]
    @OptionGroup var place: Place
    @Flag(help: "Print JSON.") var json = false

    struct Comparison: Encodable {
      let runs: [RunRow]
      /// Options that are not the same in all runs: the values in the order of the runs.
      let differences: [String: [String]]
    }

    func validate() throws {
      if names.count < 2 { throw ValidationError("one run is nothing to compare; name two or more") }
    }

    func run() throws {
      let all = try place.database().summaries()
      let rows = try names.map { RunRow(try place.summary($0, all)) }
      let options = try rows.map {
        try Dictionary(uniqueKeysWithValues: OptionList.values(try RunDirectory("\(place.directory)/\($0.name)").description()))
      }
      var differences: [String: [String]] = [:]
      for name in Set(options.flatMap(\.keys)) where Set(options.map { $0[name] }).count > 1 {
        differences[name] = options.map { $0[name] ?? "-" }
      }
      if json { return try printJSON(Comparison(runs: rows, differences: differences)) }
      TextTable(RunRow.heads, rows.map(\.cells)).print()
      if differences.isEmpty { return print("\nthe options are the same") }
      print("\noptions that differ:")
      TextTable(["option"] + rows.map(\.name), differences.sorted { $0.key < $1.key }.map { [$0.key] + $0.value }).print()
    }
  }

  struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Writes a page of several runs.")
    @Argument(help: "Names of runs.") var names: [String]
    @Option(name: [.customShort("o"), .customLong("output")], help: "The HTML file.") var output: String
    @Option(help: "The page's title.") var title = "Pre-training runs"
    @OptionGroup var place: Place

    func run() throws {
      let all = try place.database().summaries()
      let runs = try names.map { RunDirectory("\(place.directory)/\(try place.summary($0, all).name)") }
      try AtomicFile.write(Data(RunReport(title: title, runs: runs).html.utf8), to: output)
    }
  }
}

/// A run in a table, and in JSON.
struct RunRow: Encodable {
  let name: String
  let model: String
  let parameters: Int
  let status: String
  let step: Int
  let steps: Int
  let created: String
  let training_loss: Double?
  let clips_per_second: Double?
  /// On hidden patches of held-out clips.
  let first_held_out_loss: Double?
  let last_held_out_loss: Double?
  let constant_loss: Double?
  let nearest_patch_loss: Double?

  init(_ summary: RunDatabase.Summary) {
    (name, model, parameters) = (summary.name, summary.model, summary.parameters)
    (status, step, steps, created) = (summary.status.rawValue, summary.step, summary.steps, summary.created)
    (training_loss, clips_per_second) = (summary.trainingLoss, summary.clipsPerSecond)
    (first_held_out_loss, last_held_out_loss) = (summary.first?.maskedLoss, summary.last?.maskedLoss)
    (constant_loss, nearest_patch_loss) = (summary.last?.baselines.constant, summary.last?.baselines.nearest)
  }

  static let heads = [
    "run", "model", "parameters", "status", "step", "clips/s", "first loss", "last loss", "constant", "nearest",
  ]

  var cells: [String] {
    func text(_ value: Double?, _ format: String = "%.4f") -> String { value.map { String(format: format, $0) } ?? "-" }
    return [
      name, model, "\(parameters)", status, "\(step)/\(steps)", text(clips_per_second, "%.1f"), text(first_held_out_loss),
      text(last_held_out_loss), text(constant_loss), text(nearest_patch_loss),
    ]
  }
}

/// A run's options as texts by name.
enum OptionList {
  static func values(_ run: RunDescription) throws -> [(String, String)] {
    let data = try JSONEncoder().encode(run.options)
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    var values = flat(object, "")
    values.append(("model", run.model))
    values.append(("data", run.data.directory ?? "embedded"))
    values += run.settings.map { ("set \($0.key)", $0.value) }
    return values.sorted { $0.0 < $1.0 }
  }

  private static func flat(_ object: [String: Any], _ prefix: String) -> [(String, String)] {
    object.flatMap { key, value -> [(String, String)] in
      if let inner = value as? [String: Any] { return flat(inner, prefix + key + " ") }
      return [(prefix + key, "\(value)")]
    }
  }
}

/// Columns of text, the first to the left, the others to the right.
struct TextTable {
  private let rows: [[String]]
  init(_ heads: [String], _ rows: [[String]]) { self.rows = [heads] + rows }

  func print() {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - row[column].count)
        return column == 0 ? row[column] + space : space + row[column]
      }
      Swift.print(cells.joined(separator: "  "))
    }
  }
}
