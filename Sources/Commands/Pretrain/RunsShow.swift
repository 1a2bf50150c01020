import ArgumentParser
import Foundation
import Training

extension RunsCommand {
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
}
