import GraphIR
import Operators

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
  /// The graph with the bodies of its scans transformed.
  func mappingBodies(_ transform: (Graph) throws -> Graph) throws -> Graph {
    if !nodes.contains(where: { $0.operation is any BodyOperator }) { return self }
    var transformed: [Int: any Operator] = [:]
    for (index, node) in nodes.enumerated() {
      if let operation = node.operation as? any BodyOperator { transformed[index] = try operation.mappingBodies(transform) }
    }
    return try rewritten { index, _, inputs, builder in transformed[index].map { builder.add($0, inputs) } }
  }

  /// The lowering of an operation node.
  func lowering(_ index: Int) -> Lowering? {
    nodes[index].operation.map { $0.lower(nodes[index].inputs.map(type), nodes[index].types) }
  }
}
