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
  @Option(help: "Sizes and options of the model, for instance channel=37,state=5; may be repeated.") var set: [String] = []

  /// The traced graph.
  func graph() throws -> Graph { mode == .train ? try resolved().trainGraph() : try forward() }

  /// The forward graph, whatever the mode.
  func forward() throws -> Graph {
    model.hasSuffix(".graph") && set.isEmpty ? try read(model) : try resolved().forwardGraph()
  }

  /// The model, with the sizes that were set.
  func resolved() throws -> any Model {
    let found: any Model = model.hasSuffix(".graph") ? FileModel(graph: try read(model)) : try ModelRegistry.shared.model(named: model)
    return try found.with(settings: ModelRegistry.values(set))
  }

  private func read(_ path: String) throws -> Graph {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw UserError("cannot read the graph file '\(path)'", "it is missing, or not readable")
    }
    return try Graph(text: String(decoding: data, as: UTF8.self), file: path, operators: OperatorRegistry.table)
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
