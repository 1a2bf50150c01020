import GraphIR

/// A rewriting of graphs: one file, one struct without state, with Before and After in its comment.
public protocol Pass: Sendable {
  static var name: String { get }
  func run(_ graph: Graph) throws -> Graph
}

extension Graph {
  /// The lowering of an operation node.
  func lowering(_ index: Int) -> Lowering? {
    nodes[index].operation.map { $0.lower(nodes[index].inputs.map(type), nodes[index].types) }
  }
}
