/// Nodes and results of a graph.
extension GraphParser {
  /// A graph being read, with the names of its values.
  struct Body {
    var graph: Graph
    /// A name without a value is that of a node without results.
    var values: [String: Value?] = [:]
    var inputs: Set<String> = []
    /// Names and updated inputs of the results so far.
    var outputs: Set<String> = []
    var updates: Set<String> = []
  }

  private typealias Result = (name: String, start: Int)

  /// `%0, %1 = operator(...) : types in "scope" at "file":line:column`
  mutating func node(_ body: inout Body) throws(GraphParseError) {
    let results = try results(body)
    try expect("=")
    let start = current.start
    var node = try accept(word: "input") ? try input(&body, start) : try operation(body)
    if results.count != max(node.types.count, 1) {
      throw error("wrong number of results", at: results[0].start, notes: facts("\(node.types.count)", "\(results.count)"))
    }
    if try accept(word: "in") { node.scope = try string("a scope as string") }
    if try accept(word: "at") { node.location = try location() }
    let index = body.graph.append(node)
    for (number, result) in results.enumerated() {
      body.values[result.name] = .some(node.types.isEmpty ? nil : Value(index, number))
    }
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
  private mutating func input(_ body: inout Body, _ start: Int) throws(GraphParseError) -> Node {
    guard case .word(let word) = current.kind, let role = InputRole(rawValue: word) else {
      throw unexpected("data, parameter or state")
    }
    try advance()
    let nameStart = current.start
    let name = try string("the name of the input as string")
    if !body.inputs.insert(name).inserted { throw error("input \(Spelling.quoted(name)) is defined twice", at: nameStart) }
    var initializer: Initializer?
    if try accept(word: "init") {
      let expressionStart = current.start
      initializer = Initializer(try braced())
      if let problem = initializer?.problem {
        throw error(problem.message, at: expressionStart, notes: problem.facts)
      }
    }
    try expect(":")
    return Node(
      kind: .input(Input(name, role, initializer: initializer)), inputs: [], types: [try type()], location: nil,
      scope: "")
  }

  /// `operator(%0, %1, key: value) : types`, the types checked against those that follow from the operands.
  private mutating func operation(_ body: Body) throws(GraphParseError) -> Node {
    let start = current.start
    let mnemonic = try name("an operator")
    guard let kind = operators[mnemonic] else {
      let hint = operators.nearest(to: mnemonic).map { "; did you mean '\($0)'?" } ?? ""
      throw error("unknown operator '\(mnemonic)'\(hint)", at: start)
    }
    let arguments = try arguments(body)
    let operation = try instance(of: kind, arguments.attributes, at: start)
    let inferred = try infer(operation, arguments.operands.map { body.graph.type($0) }, at: start)
    if try accept(":") {
      let typesStart = current.start
      let written = try types()
      if written != inferred {
        throw error(
          "\(mnemonic): this is not the type of the result", at: typesStart,
          notes: facts(Self.text(inferred), Self.text(written)))
      }
    }
    return Node(
      kind: .operation(AnyOperator(operation)), inputs: arguments.operands, types: inferred, location: nil, scope: "")
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

  /// `"Models/MLP.swift":12:5`; the column may be missing.
  private mutating func location() throws(GraphParseError) -> SourceLocation {
    let file = try string("a source file as string")
    try expect(":")
    let line = try integer("a line number")
    let column = try accept(":") ? try integer("a column number") : 1
    return SourceLocation(file: file, line: line, column: column)
  }

  /// `"loss" = %3, "w" = %4 updates "w"`
  mutating func outputs(_ body: inout Body) throws(GraphParseError) {
    repeat {
      let start = current.start
      let name = try string("the name of a result as string")
      if !body.outputs.insert(name).inserted { throw error("result \(Spelling.quoted(name)) is given twice", at: start) }
      try expect("=")
      var output = Output(name, try value(body))
      if try accept(word: "updates") {
        let inputStart = current.start
        let input = try string("the name of an input as string")
        output.updates = input
        if !body.updates.insert(input).inserted {
          throw error("input \(Spelling.quoted(input)) is updated twice", at: inputStart)
        }
        if let problem = body.graph.problem(updating: output) {
          throw error(problem.message, at: inputStart, notes: problem.facts)
        }
      }
      body.graph.outputs.append(output)
    } while try accept(",")
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
