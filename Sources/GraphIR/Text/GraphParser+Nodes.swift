/// Nodes and results of a graph.
extension GraphParser {
  /// A graph being read, with the names of its values.
  struct Body {
    var graph: Graph
    /// A name without a value is that of a node without results.
    var values: [String: Value?] = [:]
    var inputs: [String: Node] = [:]
    /// Names and updated inputs of the results so far.
    var outputs: Set<String> = []
    var updates: Set<String> = []
  }

  private typealias Result = (name: String, start: Int)

  /// `%0, %1 = operator(...) : types in "scope" at "file":line:column`
  mutating func node(_ body: inout Body) throws(GraphParseError) {
    let results = try results(body)
    try expect("=")
    var node = try accept(word: "input") ? try input(&body) : try operation(body)
    try place(&node)
    if results.count != max(node.types.count, 1) {
      throw error(
        "wrong number of results", at: results[0].start, notes: facts("\(node.types.count)", "\(results.count)"))
    }
    let index = body.graph.append(node)
    for (number, result) in results.enumerated() {
      body.values[result.name] = .some(node.types.isEmpty ? nil : Value(index, number))
    }
  }

  /// `in "scope" at "Models/MLP.swift":12:5`; the column may be missing.
  private mutating func place(_ node: inout Node) throws(GraphParseError) {
    if try accept(word: "in") { node.scope = try string("a scope as string") }
    guard try accept(word: "at") else { return }
    let file = try string("a source file as string")
    try expect(":")
    let line = try integer("a line number")
    let column = try accept(":") ? try integer("a column number") : 1
    node.location = SourceLocation(file: file, line: line, column: column)
  }

  private mutating func results(_ body: Body) throws(GraphParseError) -> [Result] {
    var results: [Result] = []
    repeat {
      guard case .value(let name) = current.kind else { throw unexpected("a value") }
      if body.values[name] != nil || results.contains(where: { $0.name == name }) {
        throw error("value '%\(name)' is defined twice")
      }
      results.append((name, current.start))
      try advance()
    } while try accept(",")
    return results
  }

  /// `data "x" : type`, `parameter "w" init { ... } : type`
  private mutating func input(_ body: inout Body) throws(GraphParseError) -> Node {
    guard case .word(let word) = current.kind, let role = InputRole(rawValue: word) else {
      throw unexpected("data, parameter or state")
    }
    try advance()
    let nameStart = current.start
    let name = try string("the name of the input as string")
    if body.inputs[name] != nil {
      throw error("input \(Spelling.quoted(name)) is defined twice", at: nameStart)
    }
    let initializer = try accept(word: "init") ? try initializer() : nil
    try expect(":")
    let kind = NodeKind.input(Input(name, role, initializer: initializer))
    let node = Node(kind: kind, inputs: [], types: [try type()], location: nil, scope: "")
    body.inputs[name] = node
    return node
  }

  private mutating func initializer() throws(GraphParseError) -> Initializer {
    let start = current.start
    let initializer = Initializer(try braced())
    if let problem = initializer.problem { throw error(problem.message, at: start, notes: problem.facts) }
    return initializer
  }

  /// `operator(%0, %1, key: value) : types`
  private mutating func operation(_ body: Body) throws(GraphParseError) -> Node {
    let start = current.start
    let kind = try operatorType()
    let arguments = try arguments(body)
    let operation = try instance(of: kind, arguments.attributes, at: start)
    let types = try infer(operation, arguments.operands.map { body.graph.type($0) }, at: start)
    try typesIfWritten(kind.mnemonic, types)
    return Node(
      kind: .operation(AnyOperator(operation)), inputs: arguments.operands, types: types, location: nil, scope: "")
  }

  private mutating func operatorType() throws(GraphParseError) -> any Operator.Type {
    let start = current.start
    let mnemonic = try name("an operator")
    if let kind = operators[mnemonic] { return kind }
    let hint = operators.nearest(to: mnemonic).map { "; did you mean '\($0)'?" } ?? ""
    throw error("unknown operator '\(mnemonic)'\(hint)", at: start)
  }

  /// The types after a colon must be those that follow from the operands.
  private mutating func typesIfWritten(_ mnemonic: String, _ inferred: [TensorType]) throws(GraphParseError) {
    if try !accept(":") { return }
    let start = current.start
    let written = try types()
    if written == inferred { return }
    throw error(
      "\(mnemonic): this is not the type of the result", at: start,
      notes: facts(Self.text(inferred), Self.text(written)))
  }

  private func instance(
    of kind: any Operator.Type, _ attributes: [GivenAttribute], at start: Int
  ) throws(GraphParseError) -> any Operator {
    var reader = AttributeReader(attributes.map { ($0.key, $0.value) })
    do {
      let operation = try kind.init(attributes: &reader)
      try reader.finish()
      return operation
    } catch let failure as AttributeReader.Failure {
      let place = attributes.first { $0.key == failure.key }?.start
      throw error("\(kind.mnemonic): \(failure.message)", at: place ?? start)
    } catch let failure {
      throw error("\(kind.mnemonic): \(failure)", at: start)
    }
  }

  private func infer(
    _ operation: any Operator, _ inputs: [TensorType], at start: Int
  ) throws(GraphParseError) -> [TensorType] {
    var report = InferenceReport()
    let types = operation.infer(inputs, &report)
    if let first = report.diagnostics.first {
      throw error("\(operation.mnemonic): \(first.message)", at: start, notes: first.facts)
    }
    guard let types else { throw error("\(operation.mnemonic): these operands have no result", at: start) }
    return types
  }

  /// `"loss" = %3, "w" = %4 updates "w"`
  mutating func outputs(_ body: inout Body) throws(GraphParseError) {
    repeat {
      let start = current.start
      let name = try string("the name of a result as string")
      if !body.outputs.insert(name).inserted {
        throw error("result \(Spelling.quoted(name)) is given twice", at: start)
      }
      try expect("=")
      var output = Output(name, try value(body))
      if try accept(word: "updates") { try update(&output, &body) }
      body.graph.outputs.append(output)
    } while try accept(",")
  }

  private mutating func update(_ output: inout Output, _ body: inout Body) throws(GraphParseError) {
    let start = current.start
    let input = try string("the name of an input as string")
    output.updates = input
    if !body.updates.insert(input).inserted {
      throw error("input \(Spelling.quoted(input)) is updated twice", at: start)
    }
    if let problem = body.graph.problem(updating: output, body.inputs[input]) {
      throw error(problem.message, at: start, notes: problem.facts)
    }
  }

  /// A value that stands before.
  mutating func value(_ body: Body) throws(GraphParseError) -> Value {
    guard case .value(let name) = current.kind else { throw unexpected("a value") }
    guard let known = body.values[name] else { throw error("unknown value '%\(name)'") }
    guard let value = known else { throw error("'%\(name)' has no result") }
    try advance()
    return value
  }

  private func facts(_ expected: String, _ found: String) -> [String] { ["expected: \(expected)", "found: \(found)"] }
}
