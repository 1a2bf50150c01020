import GraphIR

/// A rewriting of graphs: one file, one struct without state, with Before and After in its comment.
public protocol Pass: Sendable {
  static var name: String { get }
  /// True if what follows cannot do without it.
  static var isRequired: Bool { get }
  func run(_ graph: Graph) throws -> Graph
}

extension Pass {
  public static var isRequired: Bool { false }
}

extension Graph {
  /// The lowering of an operation node.
  func lowering(_ index: Int) -> Lowering? {
    nodes[index].operation.map { $0.lower(nodes[index].inputs.map(type), nodes[index].types) }
  }
}
