import ArgumentParser
import Comparison
import Foundation

/// `sonograph compare`: models pre-trained and scored as one file says, and a report.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Pre-trains and scores models as one file says, and writes a report.",
    discussion: """
      The file is YAML: models, set (of every model), options (as pretrain takes them), steps or minutes, data, seeds,
      predictor-seeds, grid, tasks, task, sweeps (an option, or a setting of those models that have it, with a list of
      values) and baselines (logmel, random, scratch), finetune (options as finetune takes them) and finetune-seeds. What it
      takes is estimated before it starts. Whatever is done is kept below --output: after a kill, the same command goes on to
      the same scores.

      EXAMPLES
        sonograph compare Tools/configs/embedded.yaml --output comparison
        sonograph compare Tools/configs/survey.yaml --estimate
      """)

  @Argument(help: "The YAML file.") var config: String
  @Option(name: [.customShort("o"), .long], help: "The directory of results and the report.") var output = "comparison"
  @Flag(help: "Only measure what it would take.") var estimate = false
  @OptionGroup var machine: MachineOptions
  @Flag(help: "Print JSON: the report's, or with --estimate {stages, open, pretraining_seconds, embedding_seconds, predictor_trainings}.") var json = false

  func run() throws {
    let comparison = try ComparisonRun(
      ComparisonConfig(contentsOf: config), output: output, machine: machine.pretraining(),
      model: { try ModelRegistry.model(named: $0, settings: $1) })
    let line = EvaluationProgress()
    let interrupt = Interrupt()
    for stage in comparison.open where stage.kind == .cost { _ = try work(comparison, stage, line, interrupt) }
    let cost = try comparison.estimate()
    line.finish()
    if !json || !estimate {
      let text = String(
        format: "%d of %d stages to do: pre-training takes about %.1f minutes, embeddings %.1f, then %d predictors are trained\n",
        cost.open, cost.stages, cost.pretrainingSeconds / 60, cost.embeddingSeconds / 60, cost.predictorTrainings)
      FileHandle.standardError.write(Data(text.utf8))
    }
    if estimate { return json ? try printJSON(cost) : () }
    for stage in comparison.open {
      guard !interrupt.isRequested, try work(comparison, stage, line, interrupt) else {
        line.finish()
        print("stopped; the same command goes on")
        throw ExitCode(130)
      }
    }
    line.finish()
    let page = try comparison.writeReport()
    if json { print(String(decoding: try comparison.report().json(), as: UTF8.self)) } else { print("report: \(page)") }
  }

  private func work(
    _ comparison: ComparisonRun, _ stage: Stage, _ line: EvaluationProgress, _ interrupt: Interrupt
  ) throws -> Bool {
    let name = "\(stage.kind.rawValue) \(stage.subject.label)" + (stage.task.map { ", \($0)" } ?? "")
    line.show(name)
    return try comparison.run(stage, shouldStop: { interrupt.isRequested }) { line.show("\(name): \($0)") }
  }
}
