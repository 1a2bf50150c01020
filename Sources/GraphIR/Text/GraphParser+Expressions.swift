/// Scalar expressions, read without simplifying, so that they equal what was printed.
extension GraphParser {
  /// How high trees may grow: a long sum is no deeper in the text, but functions on trees recurse along it.
  private static let highest = 500

  /// An expression with the length of its longest path, counted on the way.
  private struct Tree {
    var root: ScalarExpression
    var height = 1
  }

  /// What is written as a call: `exp($0)`, `max($0, $1)`, `i32($0)`, `select(test, $0, $1)`.
  private enum Function {
    case unary(UnaryFunction), binary(BinaryFunction), cast(ElementType), select

    init?(_ name: String) {
      if let function = UnaryFunction(rawValue: name) {
        self = .unary(function)
      } else if let function = BinaryFunction(rawValue: name) {
        self = .binary(function)
      } else if let type = ElementType(rawValue: name) {
        self = .cast(type)
      } else if name == "select" {
        self = .select
      } else {
        return nil
      }
    }

    var count: Int {
      switch self {
      case .unary, .cast: 1
      case .binary: 2
      case .select: 3
      }
    }

    func callAsFunction(_ x: [Tree]) -> ScalarExpression {
      switch self {
      case .unary(let function): .unary(function, x[0].root)
      case .binary(let function): .binary(function, x[0].root, x[1].root)
      case .cast(let type): .cast(x[0].root, type)
      case .select: .select(x[0].root, x[1].root, x[2].root)
      }
    }
  }

  /// `{ $0 * 2 }`
  mutating func braced() throws(GraphParseError) -> ScalarExpression {
    try expect("{")
    let tree = try expression(.comparison)
    if try !accept("}") { throw unexpected("an operator or '}'") }
    return tree.root
  }

  private func grown(_ root: ScalarExpression, over trees: [Tree]) throws(GraphParseError) -> Tree {
    let height = trees.reduce(0) { max($0, $1.height) } + 1
    if height > Self.highest { throw error("the expression is deeper than \(Self.highest) levels") }
    return Tree(root: root, height: height)
  }

  /// Operators that bind at least as tightly as `least`, from left to right; comparisons do not chain.
  private mutating func expression(_ least: ScalarExpression.Precedence) throws(GraphParseError) -> Tree {
    var left = try operand()
    while let (function, precedence) = infixFunction, precedence >= least {
      try advance()
      let right = try expression(precedence.next)
      left = try grown(.binary(function, left.root, right.root), over: [left, right])
    }
    return least == .comparison ? try comparison(left) : left
  }

  private mutating func comparison(_ left: Tree) throws(GraphParseError) -> Tree {
    guard let test = try comparisonSign() else { return left }
    try advance()
    let right = try expression(.sum)
    return try grown(.compare(test, left.root, right.root), over: [left, right])
  }

  private var infixFunction: (BinaryFunction, ScalarExpression.Precedence)? {
    guard case .sign(let sign) = current.kind else { return nil }
    for function in [BinaryFunction.add, .sub, .mul, .div] {
      if let infix = function.infix, infix.symbol == sign { return (function, infix.precedence) }
    }
    return nil
  }

  private func comparisonSign() throws(GraphParseError) -> Comparison? {
    guard case .sign(let sign) = current.kind else { return nil }
    if sign == ">" { throw error("there is no '>'; write the smaller side first, with '<' or '<='") }
    return Comparison.allCases.first { $0.symbol == sign }
  }

  /// A minus before a number belongs to the number.
  private mutating func operand() throws(GraphParseError) -> Tree {
    if try !accept("-") { return try primary() }
    if let value = try constant() { return Tree(root: .constant(-value)) }
    try descend()
    defer { ascend() }
    let operand = try operand()
    return try grown(.unary(.neg, operand.root), over: [operand])
  }

  private mutating func constant() throws(GraphParseError) -> Double? {
    guard case .integer(let magnitude) = current.kind else { return try real() }
    guard let value = Double(exactly: magnitude) else {
      throw error("the integer is too large to be exact; write it with an exponent")
    }
    try advance()
    return value
  }

  private mutating func primary() throws(GraphParseError) -> Tree {
    if let value = try constant() { return Tree(root: .constant(value)) }
    if let number = try input() { return Tree(root: .input(number)) }
    let start = current.start
    let function = try function()
    return try applied(function, try operands(), start)
  }

  private mutating func input() throws(GraphParseError) -> Int? {
    guard case .input(let number) = current.kind else { return nil }
    try advance()
    return number
  }

  /// The function that is called here, nil where plain parentheses stand.
  private mutating func function() throws(GraphParseError) -> Function? {
    if current.kind == .sign("(") { return nil }
    guard case .word(let name) = current.kind else { throw unexpected("an expression") }
    guard let function = Function(name) else { throw error("unknown function '\(name)'") }
    try advance()
    return function
  }

  private func applied(_ function: Function?, _ operands: [Tree], _ start: Int) throws(GraphParseError) -> Tree {
    let count = function?.count ?? 1
    if operands.count != count {
      throw error("wrong number of operands", at: start, notes: ["expected: \(count)", "found: \(operands.count)"])
    }
    guard let function else { return operands[0] }
    return try grown(function(operands), over: operands)
  }

  /// `($0, $1 + 1)`
  private mutating func operands() throws(GraphParseError) -> [Tree] {
    try descend()
    defer { ascend() }
    var trees: [Tree] = []
    try expect("(")
    repeat { trees.append(try expression(.comparison)) } while try accept(",")
    if try !accept(")") { throw unexpected("an operator, ',' or ')'") }
    return trees
  }
}
