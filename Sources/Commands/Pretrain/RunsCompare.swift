import ArgumentParser
import Foundation
import Training

extension RunsCommand {
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
}
