import ArgumentParser
import Evaluation
import Foundation
import Sonograph

/// `sonograph evaluate`: scores of embeddings on labelled tasks.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Scores embeddings on labelled tasks, as the HEAR benchmark does.",
    discussion: """
      Embeddings of all clips are computed once; then small predictors are trained on them, a grid of settings by several
      seeds, and tested: the mean over seeds with its 95 % interval. Tasks are directories as hear-preprocess writes them;
      without --tasks, the four small ones that come with Sonograph, whose scores cannot be compared with published ones.

      EXAMPLES
        sonograph evaluate --run runs/ssam-tiny
        sonograph evaluate --embedder logmel --tasks tasks --seeds 0-9 --output scores
        sonograph evaluate --embedder random:ssast-tiny --task mini_drum --seeds 0-2 --json
        sonograph evaluate --embeddings scores/logmel/esc50-v2.0.0-full
      """)

  @OptionGroup var source: EmbedderOptions
  @Option(help: "A task, a directory of tasks, or a CSV file with the columns file, label and split; by default those that come with Sonograph.") var tasks: String?
  @Option(help: "Only the task of this name; may be repeated.") var task: [String] = []
  @Option(help: "A directory of embeddings as the evaluation kit writes it, for one task, instead of recordings.")
  var embeddings: String?
  @Option(help: "Settings that are tried: lab (2 points), official (8 of 16) or linear (no hidden layer).") var grid = PredictorGrid.lab
  @Option(help: "Seeds, such as 0-9 or 0,3,4.") var seeds = "0-9"
  @Option(name: [.customShort("o"), .long], help: "Writes embeddings, predictions and scores below this directory.")
  var output: String?
  @OptionGroup var machine: MachineOptions
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let evaluation = PredictorEvaluation(
      grid: grid, seeds: try Seeds.numbers(seeds), target: try machine.runnableTarget(), cache: try machine.cache(),
      workers: try machine.pool().threads)
    let line = EvaluationProgress()
    var results: [TaskResult] = []
    if let embeddings {
      let embedded = try EmbeddingDirectory(embeddings).read()
      results = [try evaluation(embedded, progress: { line.show(embedded.task.name, "trainings", $0, $1) })]
      if let output { try ScoreFiles("\(output)/\(embedded.task.name)").write(results[0]) }
    } else {
      let chosen = try TaskChoice(path: tasks, names: task).chosen()
      let embedder = try source.load(machine)
      for task in chosen {
        let embedded = try EmbeddedTask(task, by: embedder) { line.show(task.name, "clips", $0, $1) }
        if let output { try EmbeddingDirectory("\(output)/\(embedder.name)/\(task.name)").write(embedded) }
        results.append(try evaluation(embedded) { line.show(task.name, "trainings", $0, $1) })
        if let output { try ScoreFiles("\(output)/\(embedder.name)/\(task.name)").write(results.last!) }
      }
    }
    line.finish()
    try show(results)
  }

  private func show(_ results: [TaskResult]) throws {
    let note = tasks == nil && embeddings == nil
      ? "tasks that come with Sonograph: scores cannot be compared with published HEAR scores" : nil
    if json { return try printJSON(EvaluationReport(results, grid: grid, note: note)) }
    let heads = ["task", "classes", "clips", "metric", "score", "95 %", "majority class"]
    TextTable(heads, results.map(EvaluationReport.Task.init).map(\.row)).print()
    if let note { print(note) }
  }
}

extension PredictorGrid: ExpressibleByArgument {}
