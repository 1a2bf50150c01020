/// Symbolic differentiation of map bodies.
extension ScalarExpression {
  /// d self / d `$input`; comparisons, rounding and integer casts have derivative zero.
  ///
  /// Where `max` and `min` tie, each side gets half, as in PyTorch and JAX.
  public func derivative(by input: Int) -> ScalarExpression {
    switch self {
    case .input(let i): return .constant(i == input ? 1 : 0)
    case .constant, .compare: return .constant(0)
    case .cast(let x, let type):
      let dx = x.derivative(by: input)
      if !type.isFloat { return .constant(0) }
      if case .constant = dx { return dx }
      return .cast(dx, type)
    case .select(let test, let a, let b):
      let (da, db) = (a.derivative(by: input), b.derivative(by: input))
      return da == db ? da : .select(test, da, db)
    case .unary(let op, let x):
      let dx = x.derivative(by: input)
      return dx == .constant(0) ? dx : op.derivative(at: x, value: self) * dx
    case .binary(let op, let a, let b):
      return op.derivative(a, b, a.derivative(by: input), b.derivative(by: input), value: self)
    }
  }
}

extension UnaryFunction {
  /// f'(x), with y = f(x) at hand where the derivative is cheaper in terms of it.
  fileprivate func derivative(at x: ScalarExpression, value y: ScalarExpression) -> ScalarExpression {
    let one = ScalarExpression.constant(1)
    switch self {
    case .neg: return .constant(-1)
    case .abs: return .unary(.sign, x)
    case .sign, .floor, .round, .not: return .constant(0)
    case .exp: return y
    case .exp2: return .constant(0.693_147_180_559_945_3) * y
    case .log: return one / x
    case .log1p: return one / (one + x)
    case .expm1: return y + one
    case .tanh: return one - y * y
    case .sigmoid: return y * (one - y)
    case .softplus: return .unary(.sigmoid, x)
    case .erf: return .constant(2 / Double.pi.squareRoot()) * Self.bell(x, rate: 1)
    case .ndtr: return .constant(1 / (2 * Double.pi).squareRoot()) * Self.bell(x, rate: 0.5)
    case .sqrt: return .constant(0.5) / y
    case .rsqrt: return .constant(-0.5) * (y * y * y)
    case .sin: return .unary(.cos, x)
    case .cos: return -.unary(.sin, x)
    }
  }

  /// `e^(-rate x^2)` as a power of two, which needs no reduction by ln 2; where that matters, the square's rounding has
  /// cost as much.
  private static func bell(_ x: ScalarExpression, rate: Double) -> ScalarExpression {
    .unary(.exp2, .constant(-1.442_695_040_888_963_4 * rate) * (x * x))
  }
}

extension BinaryFunction {
  fileprivate func derivative(
    _ a: ScalarExpression, _ b: ScalarExpression, _ da: ScalarExpression, _ db: ScalarExpression,
    value y: ScalarExpression
  ) -> ScalarExpression {
    if da == .constant(0), db == .constant(0) { return .constant(0) }
    switch self {
    case .add: return da + db
    case .sub: return da - db
    case .mul: return da * b + a * db
    case .div: return db == .constant(0) ? da / b : (da - y * db) / b
    case .max: return Self.towards(.lt, a, b, da, db)
    case .min: return Self.towards(.lt, b, a, da, db)
    case .pow:
      let byBase = b * .binary(.pow, a, b - .constant(1)) * da
      return db == .constant(0) ? byBase : byBase + y * .unary(.log, a) * db
    // a mod b = a - b floor(a / b)
    case .mod: return da - .unary(.floor, a / b) * db
    case .and, .or, .xor, .shiftLeft, .shiftRight, .dotBytes: return .constant(0)
    }
  }

  /// `db` where a < b, `da` where b < a, the mean where they tie.
  private static func towards(
    _ test: Comparison, _ a: ScalarExpression, _ b: ScalarExpression, _ da: ScalarExpression, _ db: ScalarExpression
  ) -> ScalarExpression {
    .select(.compare(test, a, b), db, .select(.compare(test, b, a), da, .constant(0.5) * (da + db)))
  }
}
