import GraphIR

/// A graph in Graphviz's language, nodes gathered by scope.
public struct GraphDOT {
  let graph: Graph
  public init(_ graph: Graph) { self.graph = graph }

  public var text: String {
    var lines = ["digraph \"\(escaped(graph.name))\" {", "  node [shape=box, fontname=Helvetica, fontsize=10];"]
    let scopes = Dictionary(grouping: graph.nodes.indices, by: { graph.nodes[$0].scope })
    for (number, scope) in scopes.keys.sorted().enumerated() {
      lines.append("  subgraph cluster_\(number) {")
      lines.append("    label=\"\(escaped(scope))\";")
      lines += scopes[scope]!.map { "    n\($0) [label=\"\(label($0))\"];" }
      lines.append("  }")
    }
    for (number, node) in graph.nodes.enumerated() {
      lines += node.inputs.map { "  n\($0.node) -> n\(number) [label=\"\(escaped("\(graph.type($0))"))\", fontsize=8];" }
    }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }

  private func label(_ index: Int) -> String {
    let node = graph.nodes[index]
    return escaped(node.input.map { "\($0.role.rawValue) \($0.name)" } ?? "%\(index) \(node.operation!.mnemonic)")
  }

  private func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }
}
