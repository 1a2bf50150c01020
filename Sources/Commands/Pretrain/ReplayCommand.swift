import ArgumentParser
import Foundation
import Training

/// `sonograph replay RUN`: where in a step values stopped being finite.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay", abstract: "Runs a step of a run once more and names the first value that is not finite.",
    discussion: """
      Training goes on from the last checkpoint before the step, without changing the run; then every value of the step
      is looked at, clip by clip.

      EXAMPLES
        sonograph replay runs/ssam-tiny            # the step at which it failed
        sonograph replay runs/ssam-tiny --step 120 --json
      """)

  @Argument(help: ArgumentHelp("The run's directory.", valueName: "run")) var path: String
  @Option(help: "The step; by default the one at which the run failed.") var step: Int?
  @OptionGroup var machine: MachineOptions
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let directory = RunDirectory(path)
    let model = try ModelRegistry.model(of: directory)
    guard let step = try step ?? directory.failure()?.step else {
      throw UserError("the run in \(path) has not failed", "name a step to replay with --step")
    }
    let line = ProgressLine()
    let outcome = try Replay(directory, model: model, machine: machine.pretraining())(step: step) {
      line.show("step \($0), to \(step)")
    }
    line.finish()
    if json { return try printJSON(outcome) }
    print("step \(step), from the checkpoint of step \(outcome.restored): loss \(outcome.loss), gradient norm \(outcome.gradientNorm)")
    guard let finding = outcome.finding else { return print("every value of the step is finite") }
    print("the first value that is not finite: \(finding.value) of \(finding.node)")
    print("  in \(finding.scope)" + (finding.location.map { ", at \($0)" } ?? ""))
    if let line = finding.sourceLine { print("  | \(line)") }
    print("  " + (finding.file.map { "in the clip of \($0)" } ?? "in the whole batch only"))
  }
}
