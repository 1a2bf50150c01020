/// One result of one node.
public struct Value: Hashable, Sendable {
  public let node: Int
  public let output: Int
  public init(_ node: Int, _ output: Int = 0) { (self.node, self.output) = (node, output) }
}

/// What an input of a graph stands for.
public enum InputRole: String, Hashable, Sendable {
  /// Bound anew at each run.
  case data
  /// Learned; differentiated by default.
  case parameter
  /// Kept from run to run but not learned: moments, step counters, running statistics.
  case state
}

/// A named input of a graph.
public struct Input: Hashable, Sendable {
  public let name: String
  public let role: InputRole
  /// How a parameter or state starts.
  public let initializer: Initializer?
  public init(_ name: String, _ role: InputRole, initializer: Initializer? = nil) {
    (self.name, self.role, self.initializer) = (name, role, initializer)
  }
}

/// How a parameter starts, as an expression of `$0` ~ U[0,1), `$1` ~ N(0,1) and `$2`, the index along the last axis.
public struct Initializer: Hashable, Sendable {
  public let expression: ScalarExpression
  public init(_ expression: ScalarExpression) { self.expression = expression }

  public static let uniformDraw = ScalarExpression.input(0)
  public static let normalDraw = ScalarExpression.input(1)
  public static let lastIndex = ScalarExpression.input(2)

  public static func constant(_ value: Double) -> Initializer { Initializer(.constant(value)) }
  public static let zeros = constant(0)
  public static let ones = constant(1)
  /// U(-bound, bound).
  public static func uniform(_ bound: Double) -> Initializer {
    Initializer(.constant(2 * bound) * uniformDraw - .constant(bound))
  }
  /// N(mean, deviation^2).
  public static func normal(_ deviation: Double, mean: Double = 0) -> Initializer {
    Initializer(.constant(deviation) * normalDraw + .constant(mean))
  }
}

/// What produces a node's values.
public enum NodeKind: Hashable, Sendable {
  case input(Input)
  case operation(AnyOperator)
}

/// A step of a graph, with where the user wrote it and in which scope of the model.
public struct Node: Hashable, Sendable {
  public var kind: NodeKind
  public var inputs: [Value]
  public var types: [TensorType]
  public var location: SourceLocation?
  public var scope: String

  public var operation: (any Operator)? {
    if case .operation(let box) = kind { return box.base }
    return nil
  }
  public var input: Input? {
    if case .input(let input) = kind { return input }
    return nil
  }
}

extension Graph {
  /// Whether it computes a sequence piece by piece (`stepwise`): it remembers, but does not learn.
  public var runsPieceByPiece: Bool {
    let updated = outputs.compactMap(\.updates)
    return !updated.isEmpty && updated.allSatisfy { input(named: $0)?.input.role == .state }
  }
}

/// A named result of a graph; with `updates`, the new value of that parameter or state.
public struct Output: Hashable, Sendable {
  public var name: String
  public var value: Value
  public var updates: String?
  public init(_ name: String, _ value: Value, updates: String? = nil) {
    (self.name, self.value, self.updates) = (name, value, updates)
  }
}

/// A typed dataflow graph in topological order; passes are functions from graph to graph.
///
/// Nodes only refer to earlier nodes. Equality ignores nothing but where the source file lay on disk.
public struct Graph: Hashable, Sendable {
  public var name: String
  public private(set) var nodes: [Node] = []
  public var outputs: [Output] = []
  /// The node of each input, by its name.
  private var inputNodes: [String: Int] = [:]

  public init(name: String) { self.name = name }

  public mutating func append(_ node: Node) -> Int {
    assert(node.inputs.allSatisfy { $0.node < nodes.count })
    nodes.append(node)
    if let input = node.input, inputNodes[input.name] == nil { inputNodes[input.name] = nodes.count - 1 }
    return nodes.count - 1
  }

  public func type(_ value: Value) -> TensorType { nodes[value.node].types[value.output] }

  /// The inputs in the order of their nodes.
  public var inputs: [(value: Value, input: Input, type: TensorType)] {
    nodes.enumerated().compactMap { index, node in node.input.map { (Value(index), $0, node.types[0]) } }
  }

  public func input(named name: String) -> (value: Value, input: Input, type: TensorType)? {
    inputNodes[name].map { (Value($0), nodes[$0].input!, nodes[$0].types[0]) }
  }

  public func output(named name: String) -> Output? { outputs.first { $0.name == name } }

  /// The symbols of all types, sorted.
  public var symbols: [String] {
    Set(nodes.flatMap { $0.types.flatMap { $0.shape.flatMap(\.symbols) } }).sorted()
  }

  /// For each node, the nodes that read it, in order.
  public var users: [[Int]] {
    var users = [[Int]](repeating: [], count: nodes.count)
    for (index, node) in nodes.enumerated() {
      for producer in Set(node.inputs.map(\.node)) { users[producer].append(index) }
    }
    return users
  }

  /// The nodes that some output needs, in order.
  public var liveNodes: [Int] {
    var live = Set(outputs.map(\.value.node))
    for index in nodes.indices.reversed() where live.contains(index) {
      live.formUnion(nodes[index].inputs.map(\.node))
    }
    return live.sorted()
  }
}
