extension Graph {
  /// Checks what every pass may rely on, and reports all that is wrong.
  public func verify() throws(GraphErrors) {
    let diagnostics = GraphVerifier.rules.flatMap { $0.diagnostics(self) }
    if !diagnostics.isEmpty { throw GraphErrors(diagnostics) }
  }
}

/// One promise about graphs. Rules are independent: each passes over what another one reports.
protocol GraphRule: Sendable {
  func diagnostics(_ graph: Graph) -> [Diagnostic]
}

/// The list of all rules.
enum GraphVerifier {
  static let rules: [any GraphRule] = [
    OperandsComeEarlier(), TypesAreSound(), TypesFollowFromOperands(), InputsAreSound(), OutputsAreSound(),
    UpdatesFit(), NestedGraphsAreSound(),
  ]
}

/// Nodes are in topological order and read results that exist.
private struct OperandsComeEarlier: GraphRule {
  func diagnostics(_ graph: Graph) -> [Diagnostic] {
    graph.nodes.indices.flatMap { index in
      graph.nodes[index].inputs.enumerated().filter { !graph.has($0.element, before: index) }.map { number, value in
        graph.nodes[index].diagnostic(
          "an operand does not stand before its use", index, role: "operand \(number)",
          found: "%\(value.node).\(value.output)")
      }
    }
  }
}

/// Axes of a type have different names; sizes are not negative and small enough to be counted.
private struct TypesAreSound: GraphRule {
  func diagnostics(_ graph: Graph) -> [Diagnostic] {
    graph.nodes.enumerated().flatMap { index, node in
      node.types.compactMap(\.problem).map {
        node.diagnostic($0.message, index, expected: $0.expected, found: $0.found)
      }
    }
  }
}

/// The types of a node are those that its operator infers from its operands.
private struct TypesFollowFromOperands: GraphRule {
  func diagnostics(_ graph: Graph) -> [Diagnostic] {
    graph.nodes.enumerated().flatMap { index, node -> [Diagnostic] in
      guard let operation = node.operation, node.inputs.allSatisfy({ graph.has($0, before: index) }) else { return [] }
      var report = InferenceReport()
      let types = operation.infer(node.inputs.map { graph.type($0) }, &report)
      if !report.diagnostics.isEmpty {
        return report.diagnostics.map {
          node.diagnostic($0.message, index, role: $0.role, axis: $0.axis, expected: $0.expected, found: $0.found)
        }
      }
      if types == node.types { return [] }
      return [
        node.diagnostic(
          "this is not the type of the result", index, expected: types.map(GraphParser.text) ?? "no result",
          found: GraphParser.text(node.types))
      ]
    }
  }
}

/// Inputs have names of their own, one type, no operands, and start from known draws.
private struct InputsAreSound: GraphRule {
  func diagnostics(_ graph: Graph) -> [Diagnostic] {
    var names: Set<String> = []
    var diagnostics: [Diagnostic] = []
    for (index, node) in graph.nodes.enumerated() {
      guard let input = node.input else { continue }
      if !names.insert(input.name).inserted { diagnostics.append(node.diagnostic("an input is defined twice", index)) }
      if !node.inputs.isEmpty { diagnostics.append(node.diagnostic("an input has operands", index)) }
      if node.types.count != 1 {
        diagnostics.append(
          node.diagnostic("an input has one type", index, expected: "1", found: "\(node.types.count)"))
      }
      if let problem = input.initializer?.problem {
        diagnostics.append(
          node.diagnostic(problem.message, index, expected: problem.expected, found: problem.found))
      }
    }
    return diagnostics
  }
}

/// Results of the graph exist and have names of their own.
private struct OutputsAreSound: GraphRule {
  func diagnostics(_ graph: Graph) -> [Diagnostic] {
    var names: Set<String> = []
    return graph.outputs.flatMap { output in
      let value = "%\(output.value.node).\(output.value.output)"
      return [
        names.insert(output.name).inserted
          ? nil : Diagnostic("a result is given twice", role: "result '\(output.name)'"),
        graph.has(output.value)
          ? nil : Diagnostic("a result does not exist", role: "result '\(output.name)'", found: value),
      ].compactMap { $0 }
    }
  }
}

/// A result that updates an input is its new value: of the same type, and the only one.
private struct UpdatesFit: GraphRule {
  func diagnostics(_ graph: Graph) -> [Diagnostic] {
    let inputs = Dictionary(
      graph.nodes.compactMap { node in node.input.map { ($0.name, node) } }, uniquingKeysWith: { first, _ in first })
    var updated: Set<String> = []
    return graph.outputs.flatMap { output -> [Diagnostic] in
      guard let input = output.updates else { return [] }
      let isFirst = updated.insert(input).inserted
      let twice = isFirst ? nil : Diagnostic("an input is updated twice", role: "input '\(input)'")
      return [twice, graph.problem(updating: output, inputs[input])].compactMap { $0 }
    }
  }
}

/// Graphs among the attributes of operators obey the same rules.
private struct NestedGraphsAreSound: GraphRule {
  func diagnostics(_ graph: Graph) -> [Diagnostic] {
    graph.nodes.flatMap { node in (node.operation?.attributes ?? []).flatMap { diagnostics($0.1) } }
  }

  private func diagnostics(_ attribute: Attribute) -> [Diagnostic] {
    switch attribute {
    case .graph(let nested): GraphVerifier.rules.flatMap { $0.diagnostics(nested) }
    case .list(let values): values.flatMap { diagnostics($0) }
    default: []
    }
  }
}
