import Compiler
import GraphIR

/// A graph for other programs: stable keys `name`, `nodes` (`id`, `operator`, `inputs`, `types`, `scope`, `location`,
/// `flops`, `bytes`, `group`) and `outputs` (`name`, `node`, `output`, `updates`).
public struct GraphJSON: Encodable {
  public struct Node: Encodable {
    public let id: Int
    public let `operator`: String
    public let inputs: [Int]
    public let types: [String]
    public let scope: String
    public let location: String?
    public let flops: String
    public let bytes: String
    /// The kernel that computes the node, where that is known.
    public let group: Int?
  }
  public struct Output: Encodable {
    public let name: String
    public let node: Int
    public let output: Int
    public let updates: String?
  }
  public let name: String
  public let nodes: [Node]
  public let outputs: [Output]

  public init(_ graph: Graph, groups: [Int: Int] = [:]) {
    name = graph.name
    nodes = graph.nodes.enumerated().map { index, node in
      let cost = node.operation?.cost(node.inputs.map(graph.type), node.types)
      return Node(
        id: index, operator: node.operation?.mnemonic ?? node.input.map { "\($0.role.rawValue) \($0.name)" } ?? "",
        inputs: node.inputs.map(\.node), types: node.types.map(\.description), scope: node.scope,
        location: node.location.map { "\($0.file):\($0.line)" }, flops: cost.map { "\($0.flops)" } ?? "0",
        bytes: cost.map { "\($0.bytes)" } ?? "0", group: groups[index])
    }
    outputs = graph.outputs.map { Output(name: $0.name, node: $0.value.node, output: $0.value.output, updates: $0.updates) }
  }
}
