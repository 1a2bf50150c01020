import GraphIR
import Testing

@Suite struct ScalarExpressionTests {
  private static let (x, y) = (ScalarExpression.input(0), ScalarExpression.input(1))

  /// Reads an expression by way of an initialiser.
  private func read(_ text: String) throws -> ScalarExpression {
    let graph = try parse("graph g { %0 = input state \"x\" init { \(text) } : f32[] }")
    return try #require(graph.nodes[0].input?.initializer).expression
  }

  @Test(arguments: [
    ("$0 + $1 - 2", .binary(.sub, .binary(.add, x, y), .constant(2))),
    ("$0 - ($1 - 2)", .binary(.sub, x, .binary(.sub, y, .constant(2)))),
    ("$0 * ($1 + 1) / $2", .binary(.div, .binary(.mul, x, .binary(.add, y, .constant(1))), .input(2))),
    ("$0 / ($1 / $2)", .binary(.div, x, .binary(.div, y, .input(2)))),
    ("-$0 * $1", .binary(.mul, .unary(.neg, x), y)),
    ("-($0 * $1)", .unary(.neg, .binary(.mul, x, y))),
    ("-(-$0)", .unary(.neg, .unary(.neg, x))),
    ("$0 - (-$1)", .binary(.sub, x, .unary(.neg, y))),
    ("-0.5", .constant(-0.5)),
    ("neg(0.5)", .unary(.neg, .constant(0.5))),
    ("neg(-0.5)", .unary(.neg, .constant(-0.5))),
    ("$0 + (-2 * $1)", .binary(.add, x, .binary(.mul, .constant(-2), y))),
    ("$0 * -2", .binary(.mul, x, .constant(-2))),
    ("1 + 2", .binary(.add, .constant(1), .constant(2))),
    ("-inf", .constant(-.infinity)),
    ("1e+300", .constant(1e300)),
    ("select($0 < $1 + 1, max($0, $1), sigmoid($1))", .select(
      .compare(.lt, x, .binary(.add, y, .constant(1))), .binary(.max, x, y), .unary(.sigmoid, y))),
    ("($0 <= $1) == ($0 != 0)", .compare(.eq, .compare(.le, x, y), .compare(.ne, x, .constant(0)))),
    ("f32($0 < 1) * i32($1)", .binary(.mul, .cast(.compare(.lt, x, .constant(1)), .f32), .cast(y, .i32))),
    ("and(not($0), shiftLeft($1, 3))", .binary(.and, .unary(.not, x), .binary(.shiftLeft, y, .constant(3)))),
  ] as [(String, ScalarExpression)])
  func printsAndReads(_ text: String, _ expression: ScalarExpression) throws {
    #expect(expression.text == text)
    #expect(try read(text) == expression)
  }

  @Test(arguments: [("-(0.5)", "neg(0.5)"), ("--$0", "-(-$0)"), ("add($0,1e0)", "$0 + 1"), ("(($0))", "$0")])
  func readsOtherSpellings(_ text: String, _ printed: String) throws {
    #expect(try read(text).text == printed)
  }

  @Test func readsRandomTrees() throws {
    var random = Random(state: 7)
    for _ in 0..<500 {
      let expression = Self.random(depth: 6, &random)
      #expect(try read(expression.text) == expression)
    }
  }

  private static func random(depth: Int, _ random: inout Random) -> ScalarExpression {
    func next() -> ScalarExpression { self.random(depth: depth - 1, &random) }
    switch depth == 0 ? Int.random(in: 0..<2, using: &random) : Int.random(in: 0..<7, using: &random) {
    case 0: return .input(Int.random(in: 0..<3, using: &random))
    case 1: return .constant([0, 1, -1, 0.1, -2.5, 1e20, .infinity, -.infinity].randomElement(using: &random)!)
    case 2: return .unary(UnaryFunction.allCases.randomElement(using: &random)!, next())
    case 3, 4: return .binary(BinaryFunction.allCases.randomElement(using: &random)!, next(), next())
    case 5: return .compare(Comparison.allCases.randomElement(using: &random)!, next(), next())
    default:
      return Bool.random(using: &random)
        ? .select(next(), next(), next()) : .cast(next(), ElementType.allCases.randomElement(using: &random)!)
    }
  }

  @Test(arguments: UnaryFunction.allCases) func derivativesOfUnaryFunctionsAreSlopes(_ function: UnaryFunction) {
    // No point is a corner or a step of any function.
    let inner = ScalarExpression.binary(.add, .binary(.mul, Self.x, Self.x), .constant(0.13))
    expectSlope(.unary(function, inner), at: [0.9])
    expectSlope(.unary(function, Self.x), at: [0.37])
    if ![.log, .log1p, .sqrt, .rsqrt].contains(function) { expectSlope(.unary(function, Self.x), at: [-1.7]) }
  }

  @Test(arguments: BinaryFunction.allCases.filter { ![.shiftLeft, .shiftRight, .dotBytes].contains($0) })
  func derivativesOfBinaryFunctionsAreSlopes(_ function: BinaryFunction) {
    expectSlope(.binary(function, Self.x, Self.y), at: [0.7, 1.9])
    expectSlope(.binary(function, Self.x, Self.y), at: [2.3, 0.6])
    expectSlope(.binary(function, .unary(.exp, Self.x), .binary(.mul, Self.x, Self.y)), at: [0.4, 1.3])
    expectSlope(.binary(function, Self.x, .constant(3)), at: [1.6, 0])
  }

  @Test func derivativesOfSelectionsAndCastsAreSlopes() {
    let branch = ScalarExpression.select(.compare(.lt, Self.x, Self.y), Self.x * Self.x, .unary(.sin, Self.y))
    expectSlope(branch, at: [0.3, 0.8])
    expectSlope(branch, at: [0.8, 0.3])
    expectSlope(.cast(Self.x * Self.x, .f64), at: [1.2])
    expectSlope(.cast(Self.x * Self.x, .i32), at: [1.2])
  }

  @Test func tiesAreShared() {
    for function in [BinaryFunction.max, .min] {
      let slope = ScalarExpression.binary(function, Self.x, Self.y).derivative(by: 0)
      #expect(slope.evaluate([2, 2]) == 0.5)
    }
  }

  @Test func powerOfAConstantExponentIsSmoothAtZeroAndBelow() {
    let square = ScalarExpression.binary(.pow, Self.x, .constant(2))
    #expect(square.derivative(by: 0).evaluate([-3]) == -6)
    #expect(square.derivative(by: 0).evaluate([0]) == 0)
  }

  private func expectSlope(_ expression: ScalarExpression, at point: [Double]) {
    let step = 1e-5
    for input in 0..<expression.arity {
      var (above, below) = (point, point)
      above[input] += step
      below[input] -= step
      let slope = (expression.evaluate(above) - expression.evaluate(below)) / (2 * step)
      let found = expression.derivative(by: input).evaluate(point)
      #expect(abs(found - slope) <= 1e-6 * max(1, abs(slope)), "d \(expression.text) / d $\(input) at \(point)")
    }
  }
}
