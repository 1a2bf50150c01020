extension ScalarExpression {
  /// Infix arithmetic and comparisons, calls for everything else, `$0` for the inputs.
  ///
  /// Different trees have different texts: `-0.5` is a number, `neg(0.5)` the negation of one.
  public var text: String { text(within: .comparison) }

  /// How tightly operators bind, loosest first; comparisons do not chain.
  enum Precedence: Int, Comparable {
    case comparison, sum, product, negation, primary

    var next: Precedence { Precedence(rawValue: rawValue + 1) ?? .primary }
    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  /// The text of a tree whose surroundings bind as tightly as `level`.
  private func text(within level: Precedence) -> String {
    let (text, own) = spelling
    return own < level ? "(\(text))" : text
  }

  private var spelling: (text: String, precedence: Precedence) {
    switch self {
    case .input(let number): return ("$\(number)", .primary)
    case .constant(let value):
      let isNegative = value.sign == .minus && !value.isNaN
      return (Spelling.constant(value), isNegative ? .negation : .primary)
    case .unary(.neg, .constant(let value)): return ("neg(\(Spelling.constant(value)))", .primary)
    case .unary(.neg, let x): return ("-\(x.text(within: .primary))", .negation)
    case .unary(let function, let x): return (Self.call(function.rawValue, [x]), .primary)
    case .binary(let function, let a, let b):
      guard let (symbol, own) = function.infix else { return (Self.call(function.rawValue, [a, b]), .primary) }
      return (Self.infix(a, symbol, b, own), own)
    case .compare(let test, let a, let b):
      return ("\(a.text(within: .sum)) \(test.symbol) \(b.text(within: .sum))", .comparison)
    case .select(let test, let a, let b): return (Self.call("select", [test, a, b]), .primary)
    case .cast(let x, let type): return (Self.call(type.rawValue, [x]), .primary)
    }
  }

  private static func call(_ name: String, _ arguments: [ScalarExpression]) -> String {
    "\(name)(\(arguments.map(\.text).joined(separator: ", ")))"
  }

  /// Left-associative; `$0 - (-$1)` rather than two signs in a row.
  private static func infix(
    _ a: ScalarExpression, _ symbol: String, _ b: ScalarExpression, _ own: Precedence
  ) -> String {
    let right = b.text(within: own.next)
    return "\(a.text(within: own)) \(symbol) " + (own == .sum && right.hasPrefix("-") ? "(\(right))" : right)
  }
}

extension BinaryFunction {
  /// The operator sign, nil for what is written as a call.
  var infix: (symbol: String, precedence: ScalarExpression.Precedence)? {
    switch self {
    case .add: ("+", .sum)
    case .sub: ("-", .sum)
    case .mul: ("*", .product)
    case .div: ("/", .product)
    case .mod, .min, .max, .pow, .and, .or, .xor, .shiftLeft, .shiftRight, .dotBytes: nil
    }
  }
}

extension Comparison {
  var symbol: String {
    switch self {
    case .lt: "<"
    case .le: "<="
    case .eq: "=="
    case .ne: "!="
    }
  }
}
