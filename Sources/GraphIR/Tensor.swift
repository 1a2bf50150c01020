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
  /// The builder of the graph around, for the body of a scan.
  public let parent: GraphBuilder?
  /// The axis along which a scan steps: what varies along it cannot be captured whole.
  private let steppedAxis: AxisName?
  /// The tensors of the graph around that this graph uses, with the inputs that stand for them, in order.
  public private(set) var captures: [(outer: Tensor, inner: Tensor)] = []
  /// True once the body of a scan is complete.
  private var isClosed = false
  private var known: [Key: Int] = [:]
  /// The largest number of a random stream so far.
  private var streams = 0

  private struct Key: Hashable {
    let kind: NodeKind
    let inputs: [Value]
  }

  public init(name: String) { (graph, parent, steppedAxis) = (Graph(name: name), nil, nil) }

  /// A builder for the body of a loop along an axis. Tensors of the graph around may be used in it: they become inputs.
  public init(name: String, within parent: GraphBuilder, stepping axis: AxisName) {
    (graph, self.parent, steppedAxis) = (Graph(name: name), parent, axis)
    (scope, inheritedLocation) = (parent.scope, parent.inheritedLocation)
  }

  private var depth: Int { parent.map { $0.depth + 1 } ?? 0 }

  /// Of the builders of some tensors, that of the innermost body.
  public static func innermost(of tensors: [Tensor]) -> GraphBuilder? {
    tensors.map(\.builder).max { $0.depth < $1.depth }
  }

  /// A tensor as a value of this graph: itself, or the input that stands for it in a body.
  public func adopted(_ tensor: Tensor) -> Tensor { tensor.builder === self ? tensor : captured(tensor, at: nil) }

  /// A tensor of a graph around this one as an input of this one; invalid where that cannot be.
  private func captured(_ tensor: Tensor, at location: SourceLocation?) -> Tensor {
    guard let parent, let value = tensor.value else {
      if tensor.isValid { report(Diagnostic("a value from the body of a scan is used outside of it"), at: location) }
      return Tensor(self, nil)
    }
    let outer = tensor.builder === parent ? tensor : parent.captured(tensor, at: location)
    if let known = captures.first(where: { $0.outer.value == outer.value }) { return known.inner }
    if let axis = steppedAxis, outer.axis(axis) != nil {
      report(
        Diagnostic(
          "a capture varies along the axis of the scan", role: "capture", axis: axis,
          expected: "a tensor without '\(axis)', or a step input", found: "\(outer.type)"), at: location)
      return Tensor(self, nil)
    }
    let name = tensor.builder.graph.nodes[value.node].input?.name ?? "capture\(captures.count)"
    let inner = input(Input(name, .data), outer.type, at: location)
    captures.append((outer, inner))
    return inner
  }

  /// The finished graph, or all errors.
  public func finish() throws -> Graph {
    if !diagnostics.isEmpty { throw GraphErrors(diagnostics) }
    return graph
  }

  /// Ends the body of a scan; its errors become those of the graph around.
  public func close() {
    isClosed = true
    diagnostics.forEach { parent?.diagnostics.append($0) }
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

  /// A number that no other random operator of this graph has, nor of the graphs around it.
  public func nextStream() -> Int {
    if let parent { return parent.nextStream() }
    streams += 1
    return streams
  }

  /// Keeps `nextStream` from giving out these numbers.
  public func reserve(streams reserved: [Int]) {
    if let parent { return parent.reserve(streams: reserved) }
    streams = reserved.reduce(streams, max)
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
    if let owner = Self.innermost(of: inputs), owner.depth > depth, !owner.isClosed {
      return owner.add(operation, inputs, at: location)
    }
    let inputs = inputs.map { $0.builder === self ? $0 : captured($0, at: location) }
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
    if tensor.isValid, tensor.builder !== self {
      report(Diagnostic("the output '\(name)' belongs to another graph: a value from the body of a scan is used outside of it"))
    }
    guard let value = tensor.value, tensor.builder === self else { return }
    graph.outputs.append(Output(name, value, updates: updates))
  }

  private func insert(_ kind: NodeKind, _ inputs: [Value], _ types: [TensorType], _ location: SourceLocation?) -> Int {
    if case .operation(let box) = kind, let random = box.base as? any StreamOperator { reserve(streams: random.streams) }
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
    [Tensor](repeating: Tensor(self, nil), count: 64)
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
