/// The text form of graphs; `Graph(text:file:operators:)` reads it back to an equal graph.
///
///     graph mlp {
///       %0 = input data "x" : f32[batch=B, channel=20] at "Models/MLP.swift":9:13
///       %1 = input parameter "fc1/weight" init { 0.2 * $0 - 0.1 } : f32[hidden=48, channel=20] in "fc1"
///       %2 = contract(%0, %1, output: [batch=B, hidden=48]) : f32[batch=B, hidden=48] in "fc1"
///       %3 = map(%2, body: { $0 * sigmoid($0) }) : f32[batch=B, hidden=48]
///       %4.0, %4.1 = split(%3, axis: hidden, at: 24) : f32[batch=B, hidden=24], f32[batch=B, hidden=24]
///       return
///         "left" = %4.0,
///         "fc1/weight" = %1 updates "fc1/weight"
///     }
///
/// A node is named by its number, so that names are the same after every reading and printing. It tells, in this
/// order: its results, the operator with its operands and attributes, the result types, the scope, the source line.
///
/// Attribute values: `true`, `12`, `1e-05`, a bare `name`, a `"string"`, a size `<5*P + 1>`, axes `[time=T, head=4]`,
/// a list `(time, channel)`, an expression `{ $0 + 1 }`, a `graph name { ... }`. A name that is no word, or that is
/// one of `true false inf nan graph`, stands in backquotes.
extension Graph {
  public var text: String { text(locations: true) }

  /// - Parameter locations: false leaves out source lines, for files whose differences people read.
  public func text(locations: Bool) -> String { GraphPrinter(locations: locations).text(self, indent: "") + "\n" }
}

extension Attribute {
  /// The value as it stands in a graph's text.
  public var text: String { GraphPrinter(locations: true).text(self, indent: "") }
}

struct GraphPrinter {
  let locations: Bool

  func text(_ graph: Graph, indent: String) -> String {
    var lines = ["graph \(Spelling.title(graph.name)) {"]
    for index in graph.nodes.indices {
      lines.append("\(indent)  \(text(node: index, of: graph, indent: indent + "  "))")
    }
    let results = graph.outputs.map { output in
      let updates = output.updates.map { " updates \(Spelling.quoted($0))" } ?? ""
      return "\(Spelling.quoted(output.name)) = \(reference(output.value, graph))\(updates)"
    }
    if results.count == 1 {
      lines.append("\(indent)  return \(results[0])")
    } else if !results.isEmpty {
      // One result per line, so that a new one is one line of difference.
      lines.append("\(indent)  return\n\(indent)    " + results.joined(separator: ",\n\(indent)    "))
    }
    return (lines + ["\(indent)}"]).joined(separator: "\n")
  }

  private func text(node index: Int, of graph: Graph, indent: String) -> String {
    let node = graph.nodes[index]
    let results = node.types.indices.map { reference(Value(index, $0), graph) }
    var text = results.isEmpty ? "%\(index)" : results.joined(separator: ", ")
    switch node.kind {
    case .input(let input):
      text += " = input \(input.role.rawValue) \(Spelling.quoted(input.name))"
      if let initializer = input.initializer { text += " init { \(initializer.expression.text) }" }
    case .operation(let box):
      let operands = node.inputs.map { reference($0, graph) }
      let attributes = box.base.attributes.map { "\(Spelling.name($0)): \(self.text($1, indent: indent))" }
      text += " = \(box.base.mnemonic)(\((operands + attributes).joined(separator: ", ")))"
    }
    text += " : " + (node.types.isEmpty ? "()" : node.types.map(\.text).joined(separator: ", "))
    if !node.scope.isEmpty { text += " in \(Spelling.quoted(node.scope))" }
    if locations, let place = node.location {
      text += " at \(Spelling.quoted(place.file)):\(place.line):\(place.column)"
    }
    return text
  }

  private func reference(_ value: Value, _ graph: Graph) -> String {
    let isOnly = graph.nodes.indices.contains(value.node) && graph.nodes[value.node].types.count == 1
    return isOnly && value.output == 0 ? "%\(value.node)" : "%\(value.node).\(value.output)"
  }

  func text(_ attribute: Attribute, indent: String) -> String {
    switch attribute {
    case .bool(let value): "\(value)"
    case .int(let value): "\(value)"
    case .number(let value): Spelling.number(value)
    case .name(let value): Spelling.name(value)
    case .string(let value): Spelling.quoted(value)
    case .dim(let value): "<\(value.text)>"
    case .axes(let axes): "[\(axes.map(\.text).joined(separator: ", "))]"
    case .list(let values): "(\(values.map { text($0, indent: indent) }.joined(separator: ", ")))"
    case .expression(let value): "{ \(value.text) }"
    case .graph(let value): text(value, indent: indent)
    }
  }
}

extension TensorType {
  /// The description with names quoted where needed.
  var text: String { "\(element.rawValue)[\(axes.map(\.text).joined(separator: ", "))]" }
}

extension Axis {
  var text: String { "\(Spelling.name(name.text))=\(size.text)" }
}

extension Dim {
  var text: String { text(symbol: Spelling.symbol) }
}
