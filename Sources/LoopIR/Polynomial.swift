/// An index expression as a sum of products, the canonical form in which equality, strides and merging are decided.
///
/// Whatever is not `+`, `-` or `*` (a quotient, a load) is an atom.
public struct Polynomial: Hashable, Sendable {
  /// Coefficient by monomial; a monomial is its factors in a fixed order, with repeats.
  private var terms: [[Expression]: Int] = [:]

  public init(_ expression: Expression) {
    switch expression {
    case .integer(0): break
    case .integer(let value): terms[[]] = value
    case .binary(.add, let a, let b): self = Polynomial(a) + Polynomial(b)
    case .binary(.sub, let a, let b): self = Polynomial(a) + Polynomial(b) * Polynomial(-1)
    case .binary(.mul, let a, let b): self = Polynomial(a) * Polynomial(b)
    case .unary(.neg, let a): self = Polynomial(a) * Polynomial(-1)
    default: terms[[expression.simplifyingIndexChildren]] = 1
    }
  }

  private init(_ value: Int) { terms = value == 0 ? [:] : [[]: value] }

  public var constant: Int? {
    terms.isEmpty ? 0 : terms.count == 1 ? terms[[]] : nil
  }

  /// True if every coefficient is a multiple of a number.
  func isMultiple(of number: Int) -> Bool { terms.values.allSatisfy { $0 % number == 0 } }

  public static func + (a: Polynomial, b: Polynomial) -> Polynomial {
    var sum = a
    for (monomial, coefficient) in b.terms {
      let value = (sum.terms[monomial] ?? 0) + coefficient
      sum.terms[monomial] = value == 0 ? nil : value
    }
    return sum
  }

  public static func * (a: Polynomial, b: Polynomial) -> Polynomial {
    var product = Polynomial(0)
    for (left, x) in a.terms {
      for (right, y) in b.terms {
        var term = Polynomial(0)
        term.terms[(left + right).sorted(by: Polynomial.precedes)] = x * y
        product = product + term
      }
    }
    return product
  }

  /// Splits `self` into `coefficient * variable + rest`; nil if the variable occurs within an atom or squared.
  public func split(by variable: Variable) -> (coefficient: Polynomial, rest: Polynomial)? {
    var (coefficient, rest) = (Polynomial(0), Polynomial(0))
    for (monomial, value) in terms {
      let others = monomial.filter { $0 != .variable(variable) }
      if others.contains(where: { $0.uses(variable) }) || monomial.count > others.count + 1 { return nil }
      if others.count == monomial.count { rest.terms[monomial] = value } else { coefficient.terms[others] = value }
    }
    return (coefficient, rest)
  }

  /// The expression with constants last and terms in a fixed order.
  public var expression: Expression {
    let ordered = terms.sorted { left, right in
      left.key.count != right.key.count
        ? left.key.count > right.key.count
        : left.key.lexicographicallyPrecedes(right.key, by: Polynomial.precedes)
    }
    var result = Expression.integer(0)
    for (monomial, coefficient) in ordered {
      let product = monomial.reduce(Expression.integer(1)) { $0 * $1 }
      if coefficient < 0, result != .integer(0) {
        result = result - product * .integer(-coefficient)
      } else {
        result = result + (monomial.isEmpty ? .integer(coefficient) : product * .integer(coefficient))
      }
    }
    return result
  }

  private static func precedes(_ a: Expression, _ b: Expression) -> Bool {
    switch (a, b) {
    case (.variable(let x), .variable(let y)): return x.name < y.name
    // As by their descriptions, which take long to write.
    case (.variable, _): return false
    case (_, .variable): return true
    default: return String(describing: a) < String(describing: b)
    }
  }
}

extension Polynomial {
  /// Puts together again what a quotient and a remainder took apart: `(e / c) * c + e % c` is `e`.
  var recombined: Polynomial {
    for (monomial, coefficient) in terms {
      for (position, atom) in monomial.enumerated() {
        guard case .binary(.mod, let whole, let divisor) = atom else { continue }
        var others = monomial
        others.remove(at: position)
        var rest = Polynomial(0)
        rest.terms[others] = coefficient
        let quotient = rest * Polynomial(divisor) * Polynomial(atom: .binary(.div, whole, divisor))
        // A divisor that is a sum has made several terms of the quotient.
        guard quotient.terms.allSatisfy({ terms[$0.key] == $0.value }) else { continue }
        return (self + (rest * Polynomial(atom) + quotient) * Polynomial(-1) + rest * Polynomial(whole)).recombined
      }
    }
    return self
  }

  private init(atom: Expression) { terms = [[atom]: 1] }
}

extension Expression {
  /// The canonical form of an index expression.
  public var simplifiedIndex: Expression { Polynomial(self).recombined.expression }

  /// A quotient or remainder whose operands are canonical, and is itself evaluated where a divisor divides exactly.
  fileprivate var simplifyingIndexChildren: Expression {
    type == .index ? mapChildren { $0.type == .index ? $0.simplifiedIndex : $0 } : self
  }
}
