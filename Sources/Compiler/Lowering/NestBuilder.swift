import GraphIR
import LoopIR
import Operators

/// Builds one kernel: loops that are open, registers that are defined in them, and elements that are already computed.
///
/// Elements are *pulled*: asking for the element of a value at an index loads it if the value has memory, else computes
/// it from its own inputs, at most once per loop. A register is defined in the outermost loop that has what it needs.
final class NestBuilder {
  let graph: Graph
  let target: Target
  private let lowerings: [Lowering?]
  /// The memory of a value, nil if it has none and must be computed.
  private let storage: (Value) -> Int?

  /// Where the elements of values come from that have neither memory nor a rule: the inputs of a scan's body.
  var providers: [Value: ([Expression]) -> Expression] = [:]

  private(set) var parameters: [(buffer: Buffer, storage: Int)] = []
  private var parameterOf: [Int: Buffer] = [:]
  private(set) var symbols: Set<String> = []
  private var scopes: [Scope] = [Scope()]
  private var names: Set<String> = []

  private struct Key: Hashable {
    let value: Value
    let index: [Expression]
  }

  private struct Scope {
    var statements: [Statement] = []
    var elements: [Key: Expression] = [:]
    var bound: [Expression: Expression] = [:]
    var variables: Set<Variable> = []
    var close: (([Statement]) -> Statement)?
  }

  /// - Parameter reserved: names of sizes, which no variable of the kernel may hide.
  init(
    _ graph: Graph, lowerings: [Lowering?], target: Target, reserved: [String] = [], storage: @escaping (Value) -> Int?
  ) {
    names = Set(reserved)
    (self.graph, self.lowerings, self.target, self.storage) = (graph, lowerings, target, storage)
  }

  /// The finished statements; all loops must be closed.
  var body: [Statement] { scopes[0].statements }

  var lanes: Int { target.lanes }

  // MARK: Names and sizes

  func fresh(_ name: String, _ type: ElementType = .index, isVector: Bool = false) -> Variable {
    // A number at the end of a stem must not make it another name's twin.
    var text = name
    var number = 1
    while !names.insert(text).inserted {
      number += 1
      text = "\(name)\(number)"
    }
    return Variable(text, type, isVector: isVector)
  }

  /// A size as an expression of the kernel's size arguments.
  func size(_ dim: Dim) -> Expression {
    symbols.formUnion(dim.symbols)
    return dim.expression
  }

  func buffer(_ value: Value) -> Buffer? {
    storage(value).map { parameter($0, graph.type(value).element, hint: graph.nodes[value.node].input?.name) }
  }

  /// The kernel parameter for a storage. Names are the same for the same layer at any depth, so that kernels are shared.
  func parameter(_ storage: Int, _ element: ElementType, hint: String? = nil) -> Buffer {
    if let known = parameterOf[storage] { return known }
    let stem = hint.map { String($0.split(separator: "/").last!).identifier } ?? "x"
    let buffer = Buffer(fresh(stem).name, element)
    parameterOf[storage] = buffer
    parameters.append((buffer, storage))
    return buffer
  }

  // MARK: Loops

  func open(_ axis: String, to: Expression, kind: LoopKind = .serial) -> Expression {
    let variable = fresh(axis.identifier)
    openScope(defining: variable) { .loop(Loop(variable, to: to, kind: kind, body: $0)) }
    return .variable(variable)
  }

  func open(_ axes: [Axis], vectorLast: Bool) -> [Expression] {
    axes.enumerated().map { position, axis in
      open(axis.name.text, to: size(axis.size), kind: vectorLast && position == axes.count - 1 ? .vector : .serial)
    }
  }

  /// Opens a loop with the bounds and kind of `loop`, whose body is ignored.
  func open(_ loop: Loop) -> Expression {
    openScope(defining: loop.variable) { body in
      var complete = loop
      complete.body = body
      return .loop(complete)
    }
    return .variable(loop.variable)
  }

  func openScope(defining variable: Variable, _ close: @escaping ([Statement]) -> Statement) {
    var scope = Scope()
    scope.variables = [variable]
    scope.close = close
    scopes.append(scope)
  }

  func close(_ count: Int = 1) {
    for _ in 0..<count {
      let scope = scopes.removeLast()
      // A loop that nobody wanted anything of.
      if scope.statements.isEmpty, scopes.count > 1 { continue }
      scopes[scopes.count - 1].statements.append(scope.close!(scope.statements))
    }
  }

  func append(_ statement: Statement) {
    scopes[scopes.count - 1].statements.append(statement)
  }

  /// The statements that `body` would add to the innermost open loop. Nothing stays of them here but the kernel's parameters
  /// that they name.
  func preview(_ body: () -> Void) -> [Statement] {
    let before = (scopes, names, written)
    defer { (scopes, names, written) = (before.0, before.1.union(parameters.map(\.buffer.name)), before.2) }
    body()
    return Array(scopes[scopes.count - 1].statements.dropFirst(before.0[scopes.count - 1].statements.count))
  }

  func declare(_ name: String, _ type: ElementType, _ value: Expression) -> Variable {
    let variable = fresh(name, type)
    append(.declare(variable, value))
    scopes[scopes.count - 1].variables.insert(variable)
    return variable
  }

  /// Names an index expression in the innermost open loop.
  func bindIndex(_ name: String, _ value: Expression) -> Expression {
    let value = value.simplifiedIndex
    if value.constant != nil { return value }
    let variable = fresh(name)
    append(.define(variable, value))
    scopes[scopes.count - 1].variables.insert(variable)
    return .variable(variable)
  }

  // MARK: Elements

  /// Makes an element known under an index, for the rest of the innermost open loop.
  func define(_ value: Value, at index: [Expression], as expression: Expression) {
    scopes[scopes.count - 1].elements[Key(value: value, index: index)] = expression
  }

  /// Names a result in the outermost loop that has its operands.
  func bind(_ expression: Expression) -> Expression {
    switch expression {
    case .variable, .number, .integer: return expression
    default: break
    }
    if expression.type == .index { return expression }
    let depth = self.depth(of: expression)
    for level in (0...depth).reversed() {
      if let known = scopes[level].bound[expression] { return known }
    }
    let variable = fresh("t", expression.type)
    scopes[depth].statements.append(.define(variable, expression))
    scopes[depth].variables.insert(variable)
    scopes[depth].bound[expression] = .variable(variable)
    return .variable(variable)
  }

  func lowering(_ node: Int) -> Lowering? { lowerings[node] }

  private func depth(of expression: Expression) -> Int {
    if case .variable(let variable) = expression {
      return scopes.lastIndex { $0.variables.contains(variable) } ?? 0
    }
    let own = if case .load(let buffer, _, _, _) = expression, written.contains(buffer) { scopes.count - 1 } else { 0 }
    return expression.children.reduce(own) { Swift.max($0, depth(of: $1)) }
  }

  /// Buffers that this kernel has stored to: their loads must not move to an outer loop.
  private var written: Set<Buffer> = []

  func element(_ value: Value, at index: [Expression]) -> Expression {
    let index = index.map(\.simplifiedIndex)
    let key = Key(value: value, index: index)
    for scope in scopes.reversed() {
      if let known = scope.elements[key] { return known }
    }
    let result = bind(compute(value, at: index))
    scopes[depth(of: result)].elements[key] = result
    return result
  }

  /// The element from its rule, even if the value has memory: what a kernel stores.
  func computed(_ value: Value, at index: [Expression]) -> Expression {
    let index = index.map(\.simplifiedIndex)
    switch lowerings[value.node] {
    case .element(let rule): return bind(rule(ElementContext(self, value.node), value.output, index))
    case .view: return bind(throughView(graph.nodes[value.node].inputs[0], graph.type(value), index))
    case .contraction where graph.mixedAxes(of: value.node).isEmpty: return bind(product(value, at: index))
    default: return element(value, at: index)
    }
  }

  /// The element of a contraction that sums over nothing.
  private func product(_ value: Value, at index: [Expression]) -> Expression {
    let factors = graph.nodes[value.node].inputs.map {
      element($0, at: graph.type($0).index(in: graph.type(value).axes, index))
    }
    return .binary(.mul, factors[0], factors[1])
  }

  private func compute(_ value: Value, at index: [Expression]) -> Expression {
    if let provider = providers[value] { return provider(index) }
    let type = graph.type(value)
    if let buffer = buffer(value) { return .load(buffer, linear(index, type)) }
    let node = graph.nodes[value.node]
    switch lowerings[value.node] {
    case .element(let rule): return rule(ElementContext(self, value.node), value.output, index)
    case .view: return throughView(node.inputs[0], type, index)
    case .contraction where graph.mixedAxes(of: value.node).isEmpty: return product(value, at: index)
    default: preconditionFailure("\(node.operation?.mnemonic ?? "input") has neither memory nor an element rule")
    }
  }

  func linear(_ index: [Expression], _ type: TensorType) -> Expression {
    zip(index, type.strides).reduce(Expression.integer(0)) { $0 + $1.0 * size($1.1) }.simplifiedIndex
  }

  /// Reads through a reshape: straight from memory if its source has any, else at the source's own index.
  private func throughView(_ source: Value, _ type: TensorType, _ index: [Expression]) -> Expression {
    let sourceType = graph.type(source)
    if let buffer = buffer(source) { return .load(buffer, linear(index, type)) }
    if case .view = lowerings[source.node] {
      return throughView(graph.nodes[source.node].inputs[0], type, index)
    }
    return element(source, at: sourceType.index(ofReshaped: type, index, size: size))
  }

  /// A local array that changes within loops: its loads stay where they stand.
  func allocate(_ buffer: Buffer, zeroed: Bool = false) {
    written.insert(buffer)
    append(.allocate(buffer, zeroed: zeroed))
  }

  /// Memory that this kernel writes: its loads stay where they stand.
  func willWrite(_ buffer: Buffer) { written.insert(buffer) }

  func store(_ buffer: Buffer, _ index: Expression, _ value: Expression) {
    written.insert(buffer)
    append(.store(buffer, index, value))
  }
}

/// An element lowering's view of the builder.
private struct ElementContext: LoweringContext {
  let builder: NestBuilder
  let node: Int
  init(_ builder: NestBuilder, _ node: Int) { (self.builder, self.node) = (builder, node) }

  var inputTypes: [TensorType] { builder.graph.nodes[node].inputs.map(builder.graph.type) }
  var outputTypes: [TensorType] { builder.graph.nodes[node].types }
  func input(_ number: Int, at index: [Expression]) -> Expression {
    builder.element(builder.graph.nodes[node].inputs[number], at: index)
  }
  func size(_ dim: Dim) -> Expression { builder.size(dim) }
  func bind(_ value: Expression) -> Expression { builder.bind(value) }
}
