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

/// A location parameter bundle is not possible for operators, whose callers cannot pass arguments; defaulted literals
/// still resolve at the operator's use.
extension Tensor {
  func unary(
    _ function: UnaryFunction, _ file: String, _ path: String, _ line: Int, _ column: Int
  ) -> Tensor {
    map([self], file: file, path: path, line: line, column: column) { .unary(function, $0[0]) }
  }
}

extension Tensor {
  public static func + (a: Tensor, b: Tensor) -> Tensor { map([a, b]) { $0[0] + $0[1] } }
  public static func - (a: Tensor, b: Tensor) -> Tensor { map([a, b]) { $0[0] - $0[1] } }
  public static func * (a: Tensor, b: Tensor) -> Tensor { map([a, b]) { $0[0] * $0[1] } }
  public static func / (a: Tensor, b: Tensor) -> Tensor { map([a, b]) { $0[0] / $0[1] } }
  public static prefix func - (a: Tensor) -> Tensor { map([a]) { -$0[0] } }

  public static func + (a: Tensor, b: Double) -> Tensor { map([a]) { $0[0] + .constant(b) } }
  public static func - (a: Tensor, b: Double) -> Tensor { map([a]) { $0[0] - .constant(b) } }
  public static func * (a: Tensor, b: Double) -> Tensor { map([a]) { $0[0] * .constant(b) } }
  public static func / (a: Tensor, b: Double) -> Tensor { map([a]) { $0[0] / .constant(b) } }
  public static func + (a: Double, b: Tensor) -> Tensor { map([b]) { .constant(a) + $0[0] } }
  public static func - (a: Double, b: Tensor) -> Tensor { map([b]) { .constant(a) - $0[0] } }
  public static func * (a: Double, b: Tensor) -> Tensor { map([b]) { .constant(a) * $0[0] } }
  public static func / (a: Double, b: Tensor) -> Tensor { map([b]) { .constant(a) / $0[0] } }
}
