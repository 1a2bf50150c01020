import ArgumentParser
import Compiler
import Foundation
import GraphIR
import Inspect
import Runtime

/// `sonograph graph MODEL`: the graph at some stage, as text, DOT, HTML or JSON.
struct GraphCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "graph", abstract: "Prints a model's graph.",
    discussion: """
      EXAMPLES
        sonograph graph ssast-tiny --format html > graph.html
        sonograph graph ssast-tiny --stage differentiated --format dot | dot -Tsvg > graph.svg
        sonograph graph ssast-tiny --stage scheduled
      """)

  enum Stage: String, ExpressibleByArgument, CaseIterable { case traced, differentiated, fused, scheduled }
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, dot, html, json }

  @OptionGroup var model: ModelOptions
  @OptionGroup var machine: MachineOptions
  @Option(help: "How far the compiler has come: \(Stage.allCases.map(\.rawValue).joined(separator: ", ")).")
  var stage = Stage.traced
  @Option(help: "The form: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).") var format = Format.text
  @Flag(help: "The same as --format json.") var json = false

  func run() throws {
    var options = model
    if stage == .differentiated { options.mode = .train }
    let traced = try options.graph()
    var (graph, groups, schedule) = (traced, [Int: Int](), String?.none)
    if stage == .fused || stage == .scheduled {
      let program = try Compiler(try machine.compileOptions()).compile(traced)
      graph = program.graph
      for (number, step) in program.steps.enumerated() { for node in step.nodes { groups[node] = number } }
      if stage == .scheduled { schedule = ScheduleText(program).text }
    }
    switch json ? .json : format {
    case .text: print(schedule ?? graph.listing(groups), terminator: "")
    case .dot: print(GraphDOT(graph).text, terminator: "")
    case .html: print(try GraphHTML(GraphJSON(graph, groups: groups)).text())
    case .json: try printJSON(GraphJSON(graph, groups: groups))
    }
  }
}

extension Graph {
  /// The text form; where kernels are known, nodes are told apart by them.
  func listing(_ groups: [Int: Int]) -> String {
    if groups.isEmpty { return text }
    let byGroup = Dictionary(grouping: groups.keys, by: { groups[$0]! })
    return byGroup.keys.sorted().map { group in
      let lines = byGroup[group]!.sorted().map { index -> String in
        let node = nodes[index]
        let inputs = node.inputs.map { "%\($0.node)" }.joined(separator: ", ")
        return "  %\(index) = \(node.operation?.mnemonic ?? "input")(\(inputs)) : \(node.types.map(\.description).joined(separator: ", "))"
      }
      return "kernel \(group)\n" + lines.joined(separator: "\n") + "\n"
    }.joined()
  }
}
