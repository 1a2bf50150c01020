/// What may be wrong with single parts of a graph, worded once for the verifier and the parser.
extension Graph {
  /// Whether a value exists, and stands before a node if one is given.
  func has(_ value: Value, before node: Int? = nil) -> Bool {
    (0..<(node ?? nodes.count)).contains(value.node) && nodes[value.node].types.indices.contains(value.output)
  }

  /// Why a result cannot be the new value of the input that it updates.
  ///
  /// - Parameter input: the node of that input, nil if there is none; callers have looked it up for many results.
  func problem(updating output: Output, _ input: Node?) -> Diagnostic? {
    guard let name = output.updates else { return nil }
    guard let input, let role = input.input?.role, let type = input.types.first else {
      return Diagnostic("result '\(output.name)' updates an unknown input", found: "'\(name)'")
    }
    if role == .data {
      return Diagnostic(
        "result '\(output.name)' updates an input that is bound anew at each run", expected: "a parameter or state",
        found: "data '\(name)'")
    }
    if has(output.value), self.type(output.value) != type {
      return Diagnostic(
        "result '\(output.name)' has another type than '\(name)', which it updates", expected: type.text,
        found: self.type(output.value).text)
    }
    return nil
  }
}

extension Node {
  /// A diagnostic that says which node it speaks of.
  func diagnostic(
    _ message: String, _ index: Int, role: String? = nil, axis: AxisName? = nil, expected: String? = nil,
    found: String? = nil
  ) -> Diagnostic {
    let subject = operation?.mnemonic ?? input.map { "\($0.role.rawValue) '\($0.name)'" } ?? ""
    var diagnostic = Diagnostic(
      "%\(index), \(subject): \(message)", role: role, axis: axis, expected: expected, found: found, location: location)
    diagnostic.scope = scope
    return diagnostic
  }
}

extension TensorType {
  /// Why no tensor can have this type.
  var problem: Diagnostic? {
    for (position, axis) in axes.enumerated() {
      if axes[..<position].contains(where: { $0.name == axis.name }) {
        return Diagnostic("axis '\(axis.name)' occurs twice", found: text)
      }
      if let size = axis.size.constant, size < 0 {
        return Diagnostic("the size of axis '\(axis.name)' is negative", found: text)
      }
    }
    return count.isSaturated ? Diagnostic("there are more elements than can be counted", found: text) : nil
  }
}

extension Initializer {
  /// Why no values can be drawn.
  var problem: Diagnostic? {
    if expression.arity <= 3 { return nil }
    return Diagnostic(
      "an initialiser knows three inputs", expected: "$0 (uniform), $1 (normal), $2 (last index)",
      found: "$\(expression.arity - 1)")
  }
}
