import ArgumentParser
import Compiler
import Foundation
import GraphIR
import Runtime
import Sonograph

/// Which model, in which mode.
struct ModelOptions: ParsableArguments {
  enum Mode: String, ExpressibleByArgument, CaseIterable { case forward, train }

  @Argument(help: "A model's name, or a file of a graph's text form that ends in .graph.") var model: String
  @Option(help: "The forward graph, or a whole training step.") var mode = Mode.forward

  /// The traced graph.
  func graph() throws -> Graph {
    if model.hasSuffix(".graph") { return try read(model) }
    let models = ModelRegistry.shared.models
    guard let found = models.first(where: { $0.name == model }) else {
      let nearest = models.map(\.name).min { $0.distance(to: model) < $1.distance(to: model) }
      throw UserError(
        "unknown model '\(model)'",
        (nearest.map { "did you mean '\($0)'? " } ?? "") + "known: \(models.map(\.name).joined(separator: ", "))")
    }
    return mode == .train ? try found.trainGraph() : try found.forwardGraph()
  }

  private func read(_ path: String) throws -> Graph {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw UserError("cannot read the graph file '\(path)'", "it is missing, or not readable")
    }
    let graph = try Graph(text: String(decoding: data, as: UTF8.self), file: path, operators: OperatorRegistry.table)
    return mode == .train ? try FileModel(graph: graph).trainGraph() : graph
  }
}

/// A graph from a file, as a model: its results are rebuilt in the new graph.
private struct FileModel: Model {
  let graph: Graph
  var name: String { graph.name }

  func build(_ builder: GraphBuilder) -> KeyValuePairs<String, Tensor> {
    let results = graph.copy(into: builder)
    guard let loss = graph.output(named: "loss") else { return [:] }
    return ["loss": results[loss.value.node][loss.value.output]]
  }
}

extension String {
  /// The Levenshtein distance: how many single-character edits turn one into the other.
  func distance(to other: String) -> Int {
    var row = Array(0...other.count)
    for (i, a) in enumerated() {
      var (diagonal, left) = (row[0], i + 1)
      row[0] = left
      for (j, b) in other.enumerated() {
        let above = row[j + 1]
        left = Swift.min(left + 1, above + 1, diagonal + (a == b ? 0 : 1))
        (diagonal, row[j + 1]) = (above, left)
      }
    }
    return row[other.count]
  }
}
