/// The extent of an axis: a number, a symbol fixed when a program is bound (`B`, `T`), or sums and products of these.
///
/// Two dims are equal if and only if they are equal for every value of their symbols: the canonical form is a
/// polynomial with integer coefficients, so that `5*P + 1` is proven equal to `P*5 + 1` while the graph is built.
/// Coefficients saturate at the largest integer and its negative, so that no arithmetic on absurd sizes traps.
public struct Dim: Hashable, Sendable, Codable {
  /// Coefficient by monomial; a monomial is its symbols, sorted, with repeats.
  public private(set) var terms: [[String]: Int]

  public init(_ value: Int) { terms = value == 0 ? [:] : [[]: max(value, -.max)] }
  public init(symbol: String) { terms = [[symbol]: 1] }

  /// The value, if no symbol occurs.
  public var constant: Int? { terms.isEmpty ? 0 : terms.count == 1 ? terms[[]] : nil }
  /// True where some coefficient is too large to be known.
  public var isSaturated: Bool { terms.values.contains { abs($0) == .max } }
  /// The symbols, sorted; those of a quotient are the symbols that it is computed from.
  public var symbols: [String] {
    Set(terms.keys.joined().flatMap { Quotient(symbol: $0)?.numerator.symbols ?? [$0] }).sorted()
  }

  public static func + (a: Dim, b: Dim) -> Dim {
    var sum = a
    for (monomial, coefficient) in b.terms {
      let value = (sum.terms[monomial] ?? 0).saturatingAdd(coefficient)
      sum.terms[monomial] = value == 0 ? nil : value
    }
    return sum
  }

  public static func * (a: Dim, b: Dim) -> Dim {
    var product = Dim(0)
    for (left, x) in a.terms {
      for (right, y) in b.terms {
        var term = Dim(0)
        term.terms[(left + right).sorted()] = x.saturatingMultiply(y)
        product = product + term
      }
    }
    return product
  }

  public static func - (a: Dim, b: Dim) -> Dim { a + b * Dim(-1) }

  /// The exact quotient by a number or a product of symbols, nil where it is not exact for every value.
  public func divided(by divisor: Dim) -> Dim? {
    guard divisor.terms.count == 1, let (monomial, coefficient) = divisor.terms.first else {
      return self == divisor ? Dim(1) : nil
    }
    var quotient = Dim(0)
    for (key, value) in terms {
      guard value % coefficient == 0, let rest = key.removing(monomial) else { return nil }
      quotient.terms[rest] = value / coefficient
    }
    return quotient
  }

  /// The value for given symbols; nil if one is missing.
  public func value(_ symbols: [String: Int]) -> Int? {
    var sum = 0
    for (monomial, coefficient) in terms {
      var product = coefficient
      for symbol in monomial {
        guard let value = symbols[symbol] ?? Quotient(symbol: symbol)?.value(symbols) else { return nil }
        product = product.saturatingMultiply(value)
      }
      sum = sum.saturatingAdd(product)
    }
    return sum
  }
}

extension Int {
  fileprivate func saturatingAdd(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? -.max : .max) : Swift.max(sum, -.max)
  }

  fileprivate func saturatingMultiply(_ other: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: other)
    return overflow ? ((self < 0) == (other < 0) ? .max : -.max) : Swift.max(product, -.max)
  }
}

extension [String] {
  /// The multiset difference, nil unless every element of `other` is present.
  fileprivate func removing(_ other: [String]) -> [String]? {
    var rest = self
    for element in other {
      guard let position = rest.firstIndex(of: element) else { return nil }
      rest.remove(at: position)
    }
    return rest
  }
}

extension Dim: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, CustomStringConvertible {
  public init(integerLiteral value: Int) { self.init(value) }
  public init(stringLiteral value: String) { self.init(symbol: value) }

  /// `5*P + 1`: highest degree first, the constant last.
  public var description: String { text { $0 } }

  /// The description with each symbol in a spelling of its own.
  func text(symbol: (String) -> String) -> String {
    if terms.isEmpty { return "0" }
    let ordered = terms.sorted {
      $0.key.count != $1.key.count ? $0.key.count > $1.key.count : $0.key.lexicographicallyPrecedes($1.key)
    }
    var text = ""
    for (monomial, coefficient) in ordered {
      let factors = (abs(coefficient) == 1 && !monomial.isEmpty ? [] : ["\(abs(coefficient))"]) 
        + monomial.map { Quotient(symbol: $0)?.text(symbol: symbol) ?? symbol($0) }
      let sign = coefficient < 0 ? (text.isEmpty ? "-" : " - ") : (text.isEmpty ? "" : " + ")
      text += sign + factors.joined(separator: "*")
    }
    return text
  }
}
