/// Splits vector loops where a quotient of their variable changes, and computes once what depends on the quotient alone.
///
/// Before: `for vector i in 0 ..< 384 { s = 1 / sqrt(v[i / 96]); y[i] = x[i] * s }`
/// After:  `for q in 0 ..< 4 { s = 1 / sqrt(v[q]); for vector i in q*96 ..< q*96 + 96 { y[i] = x[i] * s } }`
///
/// Norms over heads are of this form: the axis of all channels, and per head a mean and a scale.
public struct SplitQuotients {
  public static func apply(_ kernel: Kernel) -> Kernel {
    guard kernel.lanes > 1 else { return kernel }
    var result = kernel
    let pass = SplitQuotients(lanes: kernel.lanes, uses: KernelUses(kernel))
    result.body = kernel.body.map(pass.rewrite)
    return result
  }

  private let lanes: Int
  private let uses: KernelUses

  private func rewrite(_ statement: Statement) -> Statement {
    if case .loop(let loop) = statement, loop.kind == .vector, let split = split(loop) { return .loop(split) }
    return statement.mapBodies { $0.map(rewrite) }
  }

  private func split(_ loop: Loop) -> Loop? {
    guard let quotient = loop.body.lazy.compactMap({ Quotient(in: $0, of: loop, lanes: lanes) }).first else { return nil }
    let share = Variable(uses.fresh(loop.variable.name + "_share"))
    let (fixed, rest) = parted(loop.body.map { quotient.replaced(in: $0, by: share) }, loop.variable)
    if fixed.isEmpty { return nil }
    var inner = loop
    (inner.from, inner.to) = quotient.bounds(loop, share)
    inner.body = rest
    return Loop(
      share, from: (quotient.of(loop.from) / .integer(quotient.divisor)).simplifiedIndex,
      to: quotient.of(loop.to).dividedUp(by: quotient.divisor).simplifiedIndex, body: fixed + [.loop(inner)])
  }

  /// The definitions that are the same for all values of a variable, and the other statements.
  private func parted(_ body: [Statement], _ variable: Variable) -> (fixed: [Statement], rest: [Statement]) {
    var varying: Set<Variable> = [variable]
    var (fixed, rest): ([Statement], [Statement]) = ([], [])
    for statement in body {
      switch statement {
      case .define(_, let value) where !value.contains(where: { varies($0, varying) }): fixed.append(statement)
      case .define(let name, _), .declare(let name, _):
        varying.insert(name)
        rest.append(statement)
      default: rest.append(statement)
      }
    }
    return (fixed, rest)
  }

  private func varies(_ expression: Expression, _ varying: Set<Variable>) -> Bool {
    switch expression {
    case .variable(let variable): varying.contains(variable)
    case .load(let buffer, _, _, _), .word(let buffer, _, _): uses.written.contains(buffer.name)
    default: false
    }
  }
}

/// A quotient of `variable + rest` that is the same for whole vectors.
private struct Quotient {
  let variable: Variable
  let rest: Expression
  let divisor: Int

  /// The first one of several vectors in the definitions of a statement.
  init?(in statement: Statement, of loop: Loop, lanes: Int) {
    var found: Quotient?
    statement.forEachExpression { expression in
      _ = expression.contains {
        if found == nil { found = Quotient($0, of: loop, lanes: lanes) }
        return found != nil
      }
    }
    guard let found else { return nil }
    self = found
  }

  private init?(_ expression: Expression, of loop: Loop, lanes: Int) {
    guard case .binary(.div, let dividend, .integer(let divisor)) = expression, divisor >= 2 * lanes,
      LaneIndex(loop, lanes: lanes).isUniform(expression), let (_, rest) = Polynomial(dividend).split(by: loop.variable)
    else { return nil }
    (variable, self.rest, self.divisor) = (loop.variable, rest.expression, divisor)
  }

  /// What is divided for a value of the variable.
  func of(_ value: Expression) -> Expression { value + rest }

  /// Between which values of the variable the quotient is `share`.
  func bounds(_ loop: Loop, _ share: Variable) -> (from: Expression, to: Expression) {
    let from = Expression.variable(share) * .integer(divisor) - rest
    let to = from + .integer(divisor)
    return (
      (of(loop.from).isMultiple(of: divisor) ? from : .maximum(loop.from, from)).simplifiedIndex,
      (of(loop.to).isMultiple(of: divisor) ? to : .minimum(loop.to, to)).simplifiedIndex
    )
  }

  func replaced(in statement: Statement, by share: Variable) -> Statement {
    statement.mapExpressions { replaced(in: $0, by: share) }.mapBodies { $0.map { replaced(in: $0, by: share) } }
  }

  private func replaced(in expression: Expression, by share: Variable) -> Expression {
    switch expression {
    case .binary(.div, let a, .integer(divisor)) where isDividend(a): .variable(share)
    case .binary(.mod, let a, .integer(divisor)) where isDividend(a): of(.variable(variable)) - .variable(share) * .integer(divisor)
    default: expression.mapChildren { replaced(in: $0, by: share) }
    }
  }

  private func isDividend(_ expression: Expression) -> Bool { Polynomial(expression) == Polynomial(of(.variable(variable))) }
}
