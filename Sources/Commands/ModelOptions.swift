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
  @Option(help: "Sizes of axes instead of the model's own, for instance channel=37,state=5.") var set: String?

  /// The traced graph.
  func graph() throws -> Graph { mode == .train ? try resolved().trainGraph() : try forward() }

  /// The forward graph, whatever the mode.
  func forward() throws -> Graph {
    model.hasSuffix(".graph") && set == nil ? try read(model) : try resolved().forwardGraph()
  }

  /// The model, with the sizes that were set.
  func resolved() throws -> any Model {
    let found: any Model = model.hasSuffix(".graph") ? FileModel(graph: try read(model)) : try ModelRegistry.shared.model(named: model)
    return try set.map { try found.setting($0) } ?? found
  }

  private func read(_ path: String) throws -> Graph {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw UserError("cannot read the graph file '\(path)'", "it is missing, or not readable")
    }
    return try Graph(text: String(decoding: data, as: UTF8.self), file: path, operators: OperatorRegistry.table)
  }
}

extension Model {
  /// The same model with sizes as `axis=number,axis=number` says.
  func setting(_ text: String) throws -> any Model {
    var sizes: [String: Int] = [:]
    let known = self.sizes.isEmpty
      ? "the model '\(name)' has no sizes to set"
      : "the model '\(name)' has \(self.sizes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ","))"
    for part in text.split(separator: ",") {
      let pair = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard pair.count == 2, let size = Int(pair[1]), size > 0 else {
        throw UserError("--set takes sizes such as channel=37,state=5, not '\(part)'", known)
      }
      guard self.sizes[pair[0]] != nil else { throw UserError("--set: unknown axis '\(pair[0])'", known) }
      sizes[pair[0]] = size
    }
    return with(sizes: sizes)
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
