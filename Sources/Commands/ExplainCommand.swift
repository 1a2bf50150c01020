import ArgumentParser
import Compiler
import GraphIR

/// `sonograph explain MODEL`: what became one kernel, and why neighbours did not.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Lists what was fused into each kernel, and why its neighbours were not.",
    discussion: """
      JSON is a list of kernels with `kind`, `operators`, `scope`, `line`, `reads` and `apart`.

      EXAMPLES
        sonograph explain ssam-tiny --scope block0
        sonograph explain axlstm-tiny --mode train --json
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var machine: MachineOptions
  @Option(help: "Only kernels whose scope begins with this.") var scope = ""
  @Flag(help: "Print JSON.") var json = false

  struct Row: Encodable {
    struct Apart: Encodable {
      let kernel: Int
      let reason: String
    }
    let kernel: Int
    let kind: String
    let operators: [String]
    let scope: String
    let line: String?
    let apart: [Apart]
  }

  func run() throws {
    let options = try machine.compileOptions()
    let graph = try Pipeline.run(try model.graph(), disabled: options.disabled)
    let rows = FusionExplanation(graph, blas: options.blas).groups.enumerated().map { number, group in
      let node = graph.nodes[group.roots[0].node]
      return Row(
        kernel: number, kind: group.kind.rawValue, operators: group.operators, scope: node.scope,
        line: node.location.map { "\($0.file):\($0.line)" },
        apart: group.obstacles.map { Row.Apart(kernel: $0.group, reason: $0.reason) })
    }.filter { $0.scope.hasPrefix(scope) }
    if json { return try printJSON(rows) }
    if rows.isEmpty { throw UserError("no kernel has a scope that begins with '\(scope)'", "`sonograph graph` shows the scopes") }
    for row in rows {
      let place = [row.scope, row.line ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
      print("\(row.kernel)  \(row.kind): \(row.operators.joined(separator: ", "))\(place.isEmpty ? "" : "  (\(place))")")
      for apart in row.apart { print("     apart from \(apart.kernel): \(apart.reason)") }
    }
  }
}
