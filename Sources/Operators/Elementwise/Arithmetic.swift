import GraphIR

/// Applies a scalar function elementwise to tensors, broadcasting by axis name.
///
/// - Parameter body: receives one placeholder per tensor.
public func map(
  _ tensors: [Tensor], file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column,
  _ body: ([ScalarExpression]) -> ScalarExpression
) -> Tensor {
  let expression = body(tensors.indices.map { .input($0) })
  let location = SourceLocation(file: file, path: path, line: line, column: column)
  // Only what the body uses becomes an operand: a gradient rule passes everything and uses little.
  let used = tensors.indices.filter { expression.uses(input: $0) }
  if used.isEmpty { return tensors[0].builder.add(Map(expression), [tensors[0]], at: location) }
  if used.count == tensors.count { return tensors[0].builder.add(Map(expression), tensors, at: location) }
  let renumbered = tensors.indices.map { ScalarExpression.input(used.firstIndex(of: $0) ?? 0) }
  return tensors[0].builder.add(Map(expression.substituting(renumbered)), used.map { tensors[$0] }, at: location)
}

extension ScalarExpression {
  func uses(input: Int) -> Bool { self == .input(input) || children.contains { $0.uses(input: input) } }
}

extension Tensor {
  func unary(
    _ function: UnaryFunction, _ file: String, _ path: String, _ line: Int, _ column: Int
  ) -> Tensor {
    map([self], file: file, path: path, line: line, column: column) { .unary(function, $0[0]) }
  }
}

/// An infix operator on tensors. Swift gives operators no way to know their caller's line, so the node takes that of its
/// latest operand, which is near.
private func infix(_ tensors: Tensor..., body: ([ScalarExpression]) -> ScalarExpression) -> Tensor {
  let builder = GraphBuilder.innermost(of: tensors)!
  let latest = tensors.filter { $0.builder === builder }.compactMap(\.value).max { $0.node < $1.node }
  let location = builder.inheritedLocation ?? latest.flatMap { builder.graph.nodes[$0.node].location }
  return builder.add(Map(body(tensors.indices.map { .input($0) })), tensors, at: location)
}

extension Tensor {
  public static func + (a: Tensor, b: Tensor) -> Tensor { infix(a, b) { $0[0] + $0[1] } }
  public static func - (a: Tensor, b: Tensor) -> Tensor { infix(a, b) { $0[0] - $0[1] } }
  public static func * (a: Tensor, b: Tensor) -> Tensor { infix(a, b) { $0[0] * $0[1] } }
  public static func / (a: Tensor, b: Tensor) -> Tensor { infix(a, b) { $0[0] / $0[1] } }
  public static prefix func - (a: Tensor) -> Tensor { infix(a) { -$0[0] } }

  public static func + (a: Tensor, b: Double) -> Tensor { infix(a) { $0[0] + .constant(b) } }
  public static func - (a: Tensor, b: Double) -> Tensor { infix(a) { $0[0] - .constant(b) } }
  public static func * (a: Tensor, b: Double) -> Tensor { infix(a) { $0[0] * .constant(b) } }
  public static func / (a: Tensor, b: Double) -> Tensor { infix(a) { $0[0] / .constant(b) } }
  public static func + (a: Double, b: Tensor) -> Tensor { infix(b) { .constant(a) + $0[0] } }
  public static func - (a: Double, b: Tensor) -> Tensor { infix(b) { .constant(a) - $0[0] } }
  public static func * (a: Double, b: Tensor) -> Tensor { infix(b) { .constant(a) * $0[0] } }
  public static func / (a: Double, b: Tensor) -> Tensor { infix(b) { .constant(a) / $0[0] } }
}
