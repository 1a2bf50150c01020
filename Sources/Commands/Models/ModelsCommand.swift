import ArgumentParser
import Compiler
import GraphIR
import Runtime
import Sonograph

/// `sonograph models`: what there is, and what it costs.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "Lists the models, or says more about some.",
    discussion: """
      Operations are those of a clip of --length tokens, forward; a multiply-add counts two. For models that are named, also
      those of a training step, the memory of both, and what --set can change. JSON has `name`, `parameters` (trainable),
      `summary`, `tokens` and `forward_flops` for each, and for named ones `train_flops`, `memory` and `settings`.

      EXAMPLES
        sonograph models
        sonograph models ssam-tiny axlstm-tiny --batch 1 --batch 32
        sonograph models ssast-tiny --set depth=6,width=256 --json
      """)

  @Argument(help: "Names of models; all if none is given.") var names: [String] = []
  @Option(help: "Sizes and options of the named models, for instance width=256,depth=6; may be repeated.") var set: [String] = []
  @Option(help: "Clips in a batch, for the memory; may be repeated.") var batch: [Int] = [1, 8, 32]
  @Option(help: "Tokens, cls included, or steps of a recurrence.") var length = 251
  @Flag(help: "Print JSON.") var json = false

  func validate() throws {
    if names.isEmpty, !set.isEmpty { throw ValidationError("--set needs names of models") }
  }

  func run() throws {
    let isDetailed = !names.isEmpty
    let models = try isDetailed
      ? names.map { try ModelRegistry.model(named: $0, settings: ModelRegistry.values(set)) } : ModelRegistry.shared.models
    let rows = try models.map { try ModelRow($0, length: length, batches: isDetailed ? batch : []) }
    if json { return try printJSON(rows) }
    TextTable(ModelRow.heads, rows.map(\.cells)).print()
    for row in rows where isDetailed { print("\n\(row.details)") }
  }
}
