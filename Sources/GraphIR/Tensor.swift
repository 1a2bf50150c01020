/// A value in a graph under construction, or the mark of one that could not be built.
///
/// Operators on an invalid tensor give invalid tensors without further errors, so that one mistake is reported once.
public struct Tensor {
  public let builder: GraphBuilder
  public let value: Value?

  public init(_ builder: GraphBuilder, _ value: Value?) { (self.builder, self.value) = (builder, value) }

  /// The type; a scalar f32 where the tensor is invalid.
  public var type: TensorType { value.map { builder.graph.type($0) } ?? TensorType() }
  public var isValid: Bool { value != nil }
  public func axis(_ name: AxisName) -> Axis? { type.axis(name) }
}

/// Builds a graph node by node: infers types, collects errors, remembers scopes and source lines, and returns an
/// existing node where an equal one is there (common subexpressions never arise).
public final class GraphBuilder {
  public private(set) var graph: Graph
  public private(set) var diagnostics: [Diagnostic] = []
  /// The scope path under which nodes and parameters are registered.
  public private(set) var scope = ""
  /// Where nodes come from while a pass copies or derives them; it goes before the lines of the rules that build them.
  public var inheritedLocation: SourceLocation?
  private var known: [Key: Int] = [:]
  private var streams = 0

  private struct Key: Hashable {
    let kind: NodeKind
    let inputs: [Value]
  }

  public init(name: String) { graph = Graph(name: name) }

  /// The finished graph, or all errors.
  public func finish() throws -> Graph {
    if !diagnostics.isEmpty { throw GraphErrors(diagnostics) }
    return graph
  }

  public func within<T>(scope name: String, _ body: () throws -> T) rethrows -> T {
    let outer = scope
    scope = outer.isEmpty || name.isEmpty ? outer + name : "\(outer)/\(name)"
    defer { scope = outer }
    return try body()
  }

  /// Runs a body whose nodes belong to an absolute scope and a source line, as passes do for what they derive.
  public func attributing<T>(to node: Node, _ body: () throws -> T) rethrows -> T {
    let (outerScope, outerLocation) = (scope, inheritedLocation)
    (scope, inheritedLocation) = (node.scope, node.location)
    defer { (scope, inheritedLocation) = (outerScope, outerLocation) }
    return try body()
  }

  public func report(_ diagnostic: Diagnostic, at location: SourceLocation? = nil) {
    var diagnostic = diagnostic
    diagnostic.location = diagnostic.location ?? inheritedLocation ?? location
    diagnostic.scope = scope
    diagnostics.append(diagnostic)
  }

  /// A number that no other random operator of this graph has.
  public func nextStream() -> Int {
    streams += 1
    return streams
  }

  public func input(_ input: Input, _ type: TensorType, at location: SourceLocation? = nil) -> Tensor {
    if let (value, existing, existingType) = graph.input(named: input.name) {
      if existing == input, existingType == type { return Tensor(self, value) }
      report(
        Diagnostic(
          "\(input.role.rawValue) '\(input.name)' is registered twice with different types", role: input.role.rawValue,
          expected: "\(existingType)", found: "\(type)"), at: location)
      return Tensor(self, nil)
    }
    return Tensor(self, Value(insert(.input(input), [], [type], location)))
  }

  public func add(_ operation: any Operator, _ inputs: [Tensor], at location: SourceLocation? = nil) -> [Tensor] {
    let values = inputs.compactMap(\.value)
    let types = values.map { graph.type($0) }
    if values.count < inputs.count { return invalid(operation) }
    let kind = NodeKind.operation(AnyOperator(operation))
    if let node = known[Key(kind: kind, inputs: values)] { return outputs(of: node) }
    var inference = InferenceReport()
    let inferred = operation.infer(types, &inference)
    for diagnostic in inference.diagnostics {
      var named = diagnostic
      named.message = "\(operation.mnemonic): \(diagnostic.message)"
      report(named, at: location)
    }
    guard let inferred, inference.diagnostics.isEmpty else { return invalid(operation) }
    return outputs(of: insert(kind, values, inferred, location))
  }

  /// The single result of an operator.
  public func add(_ operation: any Operator, _ inputs: [Tensor], at location: SourceLocation? = nil) -> Tensor {
    let results: [Tensor] = add(operation, inputs, at: location)
    return results[0]
  }

  public func output(_ name: String, _ tensor: Tensor, updates: String? = nil) {
    guard let value = tensor.value else { return }
    graph.outputs.append(Output(name, value, updates: updates))
  }

  private func insert(_ kind: NodeKind, _ inputs: [Value], _ types: [TensorType], _ location: SourceLocation?) -> Int {
    let node = graph.append(
      Node(kind: kind, inputs: inputs, types: types, location: inheritedLocation ?? location, scope: scope))
    known[Key(kind: kind, inputs: inputs)] = node
    return node
  }

  private func outputs(of node: Int) -> [Tensor] {
    graph.nodes[node].types.indices.map { Tensor(self, Value(node, $0)) }
  }

  /// More invalid tensors than any operator has results, so that positional access stays valid.
  private func invalid(_ operation: any Operator) -> [Tensor] {
    [Tensor](repeating: Tensor(self, nil), count: 8)
  }
}

/// What a gradient rule may use. Rules read as the mathematics in their operator's comment.
public struct GradientContext {
  public let inputs: [Tensor]
  public let outputs: [Tensor]
  /// The gradient of the loss by each output, nil where it does not depend on it.
  public let outputGradients: [Tensor?]
  /// Which inputs' gradients are asked for; others may be returned as nil.
  public let needed: [Bool]

  public init(inputs: [Tensor], outputs: [Tensor], outputGradients: [Tensor?], needed: [Bool]) {
    (self.inputs, self.outputs, self.outputGradients, self.needed) = (inputs, outputs, outputGradients, needed)
  }
  public var builder: GraphBuilder { inputs[0].builder }
  /// The gradient by the first output, which single-result operators always have.
  public var dy: Tensor { outputGradients[0]! }
}
