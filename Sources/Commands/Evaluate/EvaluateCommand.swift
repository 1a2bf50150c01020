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
      Tasks of events in time are scored from embeddings of moments, at most 50 ms apart. With --output, an evaluation that
      was killed goes on where it was.

      EXAMPLES
        sonograph evaluate --run runs/ssam-tiny
        sonograph evaluate --embedder logmel --tasks tasks --seeds 0-9 --output scores
        sonograph evaluate --embedder random:ssast-tiny --task mini_drum --seeds 0-2 --json
        sonograph evaluate --embeddings scores/logmel/esc50-v2.0.0-full
      """)

  @OptionGroup var source: EmbedderOptions
  @Option(help: "A task, a directory of tasks, a folder with a folder of sound files for each class, or a CSV file with the columns file, label, and split or group; by default the tasks that come with Sonograph.") var tasks: String?
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
    let reports = try embeddings.map { [try scored($0, evaluation, line)] } ?? embedded(evaluation, line)
    line.finish()
    try show(reports)
  }

  /// Scores of embeddings that are there.
  private func scored(_ path: String, _ evaluation: PredictorEvaluation, _ line: EvaluationProgress) throws -> EvaluationReport.Task {
    let embedded = try EmbeddingDirectory(path).read()
    var evaluation = evaluation
    evaluation.kept = try output.map { try KeptTrainings("\($0)/\(embedded.task.name)/trainings") }
    let result = try evaluation(embedded) { line.show(embedded.task.name, "trainings", $0, $1) }
    if let output { try ScoreFiles("\(output)/\(embedded.task.name)").write(result) }
    return EvaluationReport.Task(result)
  }

  /// Scores of the chosen tasks; with --output, what an earlier call has kept there is not computed again.
  private func embedded(_ evaluation: PredictorEvaluation, _ line: EvaluationProgress) throws -> [EvaluationReport.Task] {
    let chosen = try TaskChoice(path: tasks, names: task).chosen()
    let embedder = try source.load(machine)
    return try chosen.map { task in
      let directory = output.map { "\($0)/\(embedder.name)/\(task.name)" }
      let identity = "\(KeptTrainings.version) \(KeptEmbeddings.identity(task, embedder)) \(grid.rawValue) \(evaluation.seeds)"
      if let directory, let known = KeptScores.read(directory, identity: identity) { return known }
      let embedded = try directory.map { try KeptEmbeddings($0).embedded(task, by: embedder) { line.show(task.name, "clips", $0, $1) } }
        ?? EmbeddedTask(task, by: embedder) { line.show(task.name, "clips", $0, $1) }
      var evaluation = evaluation
      evaluation.kept = try directory.map { try KeptTrainings("\($0)/trainings") }
      let result = try evaluation(embedded) { line.show(task.name, "trainings", $0, $1) }
      let report = EvaluationReport.Task(result)
      if let directory {
        try ScoreFiles(directory).write(result)
        try KeptScores(identity: identity, report: report).write(directory)
      }
      return report
    }
  }

  private func show(_ reports: [EvaluationReport.Task]) throws {
    if json { return try printJSON(EvaluationReport(grid: grid.rawValue, tasks: reports)) }
    let heads = ["task", "classes", "clips", "metric", "score", "95 %", "majority class"]
    TextTable(heads, reports.map(\.row)).print()
    for report in reports { if let note = report.note { print("\(report.task): \(note)") } }
  }
}

extension PredictorGrid: ExpressibleByArgument {}
