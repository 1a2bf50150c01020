import LoopIR

/// Scalar expressions, read without simplifying, so that they equal what was printed.
extension GraphParser {
  /// How high trees may grow: a long sum is no deeper in the text, but functions on trees recurse along it.
  private static let highest = 1000

  /// An expression with the length of its longest path, counted on the way.
  private struct Tree {
    var root: ScalarExpression
    var height = 1
  }

  /// `{ $0 * 2 }`
  mutating func braced() throws(GraphParseError) -> ScalarExpression {
    try expect("{")
    let tree = try comparison()
    if try !accept("}") { throw unexpected("an operator or '}'") }
    return tree.root
  }

  private func grown(_ root: ScalarExpression, over trees: Tree...) throws(GraphParseError) -> Tree {
    let height = (trees.map(\.height).max() ?? 0) + 1
    if height > Self.highest { throw error("the expression is deeper than \(Self.highest) levels") }
    return Tree(root: root, height: height)
  }

  /// `a < b`; comparisons do not chain.
  private mutating func comparison() throws(GraphParseError) -> Tree {
    try descend()
    defer { ascend() }
    let left = try infix(.sum)
    guard case .sign(let sign) = current.kind, let test = Comparison.allCases.first(where: { $0.symbol == sign }) else {
      if current.kind == .sign(">") { throw error("there is no '>'; write the smaller side first, with '<' or '<='") }
      return left
    }
    try advance()
    let right = try infix(.sum)
    return try grown(.compare(test, left.root, right.root), over: left, right)
  }

  /// Sums of products, from left to right.
  private mutating func infix(_ level: ScalarExpression.Precedence) throws(GraphParseError) -> Tree {
    if level > .product { return try negation() }
    var left = try infix(level.next)
    while let function = infixFunction(level) {
      try advance()
      let right = try infix(level.next)
      left = try grown(.binary(function, left.root, right.root), over: left, right)
    }
    return left
  }

  private func infixFunction(_ level: ScalarExpression.Precedence) -> BinaryFunction? {
    guard case .sign(let sign) = current.kind else { return nil }
    return BinaryFunction.allCases.first { $0.infix?.symbol == sign && $0.infix?.precedence == level }
  }

  /// A minus before a number belongs to the number.
  private mutating func negation() throws(GraphParseError) -> Tree {
    if try !accept("-") { return try primary() }
    if let value = try constant() { return Tree(root: .constant(-value)) }
    try descend()
    defer { ascend() }
    let operand = try negation()
    return try grown(.unary(.neg, operand.root), over: operand)
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
    switch current.kind {
    case .input(let number):
      try advance()
      return Tree(root: .input(number))
    case .sign("("):
      try advance()
      let tree = try comparison()
      if try !accept(")") { throw unexpected("an operator or ')'") }
      return tree
    case .word(let function): return try call(function)
    default: throw unexpected("an expression")
    }
  }

  /// `exp($0)`, `max($0, $1)`, `select(test, $0, $1)`, `i32($0)`
  private mutating func call(_ name: String) throws(GraphParseError) -> Tree {
    let start = current.start
    try advance()
    if let function = UnaryFunction(rawValue: name) {
      let x = try operands(of: name, 1, start)
      return try grown(.unary(function, x[0].root), over: x[0])
    }
    if let type = ElementType(rawValue: name) {
      let x = try operands(of: name, 1, start)
      return try grown(.cast(x[0].root, type), over: x[0])
    }
    if let function = BinaryFunction(rawValue: name) {
      let x = try operands(of: name, 2, start)
      return try grown(.binary(function, x[0].root, x[1].root), over: x[0], x[1])
    }
    if name == "select" {
      let x = try operands(of: name, 3, start)
      return try grown(.select(x[0].root, x[1].root, x[2].root), over: x[0], x[1], x[2])
    }
    throw error("unknown function '\(name)'", at: start)
  }

  private mutating func operands(of name: String, _ count: Int, _ start: Int) throws(GraphParseError) -> [Tree] {
    var trees: [Tree] = []
    try expect("(")
    repeat { trees.append(try comparison()) } while try accept(",")
    if try !accept(")") { throw unexpected("an operator, ',' or ')'") }
    if trees.count != count {
      throw error(
        "'\(name)' has the wrong number of operands", at: start, notes: ["expected: \(count)", "found: \(trees.count)"])
    }
    return trees
  }
}
