/// Merges nested loops that walk memory without gaps into one loop.
///
/// Before: `for b in 0 ..< B { for c in 0 ..< 192 { y[b*192 + c] = x[b*192 + c] } }`
/// After:  `for c in 0 ..< B*192 { y[c] = x[c] }`
public struct Collapse {
  public static func apply(_ kernel: Kernel) -> Kernel {
    var result = kernel
    result.body = kernel.body.map(collapse)
    return result
  }

  private static func collapse(_ statement: Statement) -> Statement {
    guard case .loop(var outer) = statement else { return statement.mapBodies { $0.map(collapse) } }
    outer.body = outer.body.map(collapse)
    guard outer.body.count == 1, case .loop(let inner) = outer.body[0], outer.kind == .serial,
      inner.kind == .serial || inner.kind == .vector, outer.from == 0, inner.from == 0, outer.step == 1,
      inner.step == 1, !inner.to.uses(outer.variable),
      inner.body.allSatisfy({ isContiguous($0, outer.variable, inner.variable, inner.to) })
    else { return .loop(outer) }
    let merged = Loop(
      inner.variable, to: (outer.to * inner.to).simplifiedIndex, kind: inner.kind,
      body: inner.body.map { $0.substituting([outer.variable: 0]).mapIndices { $0.simplifiedIndex } })
    return .loop(merged)
  }

  /// True if every index that uses either variable is `(outer * extent + inner) * stride + rest`.
  private static func isContiguous(
    _ statement: Statement, _ outer: Variable, _ inner: Variable, _ extent: Expression
  ) -> Bool {
    var holds = true
    statement.forEachExpression { expression in
      holds = holds && expression.allIndices { index in
        guard index.uses(outer) || index.uses(inner) else { return true }
        let polynomial = Polynomial(index)
        guard let (outerStride, _) = polynomial.split(by: outer), let (innerStride, _) = polynomial.split(by: inner),
          !outerStride.expression.uses(inner)
        else { return false }
        return outerStride == innerStride * Polynomial(extent)
      }
    }
    return holds
  }
}

extension Expression {
  /// Tests every outermost index-typed subexpression.
  func allIndices(_ test: (Expression) -> Bool) -> Bool {
    type == .index ? test(self) : children.allSatisfy { $0.allIndices(test) }
  }

  /// Replaces every outermost index-typed subexpression.
  func mapIndices(_ f: (Expression) -> Expression) -> Expression {
    type == .index ? f(self) : mapChildren { $0.mapIndices(f) }
  }
}

extension Statement {
  func mapIndices(_ f: (Expression) -> Expression) -> Statement {
    mapExpressions { $0.mapIndices(f) }.mapBodies { $0.map { $0.mapIndices(f) } }
  }
}
