import ArgumentParser
import Audio
import Foundation
import GraphIR
import Training

/// `sonograph runs`: pre-training runs and how they did.
struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Lists, shows and compares pre-training runs.",
    discussion: """
      Losses are mean squared errors on hidden patches of held-out clips. A run is running, finished, stopped, failed, or
      interrupted, which is killed.

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
      let nearest = wanted.nearest(in: all.map(\.name))
      throw UserError(
        "there is no run '\(name)' in \(directory)",
        all.isEmpty
          ? "there are none yet"
          : (nearest.map { "did you mean '\($0)'? " } ?? "") + "sonograph runs list lists them")
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
      print("\(output): \(runs.count) runs")
    }
  }
}
