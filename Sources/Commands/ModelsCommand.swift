import ArgumentParser
import GraphIR
import Sonograph

/// `sonograph models`: what there is.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "Lists the models.",
    discussion: """
      EXAMPLES
        sonograph models
        sonograph models --json
      """)

  @Flag(help: "Print JSON: `name`, `parameters` (trainable), `summary`.") var json = false

  struct Row: Encodable {
    let name: String
    let parameters: Int
    let summary: String
  }

  func run() throws {
    let rows = try ModelRegistry.shared.models.map { model in
      let learned = try model.forwardGraph().inputs.filter { $0.input.role == .parameter }
      return Row(
        name: model.name, parameters: learned.reduce(0) { $0 + ($1.type.count.constant ?? 0) }, summary: model.summary)
    }
    if json { return try printJSON(rows) }
    let width = rows.map(\.name.count).max() ?? 0
    for row in rows {
      let count = String(row.parameters)
      let padding = String(repeating: " ", count: width - row.name.count + 14 - count.count)
      print("\(row.name)\(padding)\(count)  \(row.summary)")
    }
  }
}
