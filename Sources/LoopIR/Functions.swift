import Foundation

/// Functions of one scalar, elementwise on vectors. The graph's maps and the loop language share them, so a map lowers
/// by renaming and its derivative is a table over this list.
public enum UnaryFunction: String, Hashable, Sendable, CaseIterable, Codable {
  case neg, abs, sign, sqrt, rsqrt, floor, round, not
  case exp, exp2, log, log1p, expm1, tanh, sigmoid, softplus, erf, ndtr, sin, cos

  /// The meaning in double precision; `not` takes and returns 0 or 1.
  public func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .neg: -x
    case .abs: Swift.abs(x)
    case .sign: x > 0 ? 1 : x < 0 ? -1 : x
    case .exp: Foundation.exp(x)
    case .exp2: Foundation.exp2(x)
    case .log: Foundation.log(x)
    case .log1p: Foundation.log1p(x)
    case .expm1: Foundation.expm1(x)
    case .tanh: Foundation.tanh(x)
    case .sigmoid: 1 / (1 + Foundation.exp(-x))
    case .softplus: max(x, 0) + Foundation.log1p(Foundation.exp(-Swift.abs(x)))
    case .erf: Foundation.erf(x)
    case .ndtr: 0.5 * Foundation.erfc(-x * 0.5.squareRoot())
    case .sqrt: x.squareRoot()
    case .rsqrt: 1 / x.squareRoot()
    case .sin: Foundation.sin(x)
    case .cos: Foundation.cos(x)
    case .floor: x.rounded(.down)
    case .round: x.rounded(.toNearestOrEven)
    case .not: x == 0 ? 1 : 0
    }
  }

  /// True where a call costs tens of instructions, so that fusion should not duplicate it.
  public var isTranscendental: Bool {
    switch self {
    case .exp, .exp2, .log, .log1p, .expm1, .tanh, .sigmoid, .softplus, .erf, .ndtr, .sin, .cos: true
    case .neg, .abs, .sign, .sqrt, .rsqrt, .floor, .round, .not: false
    }
  }
}

/// Functions of two scalars. `div` and `mod` on integers round towards minus infinity for the non-negative operands
/// that index arithmetic produces; the bit operations act on `i32`, `u32` and masks.
///
/// `dotBytes` takes two `i32` as four bytes each, unsigned ones and signed ones, and sums their products.
public enum BinaryFunction: String, Hashable, Sendable, CaseIterable, Codable {
  case add, sub, mul, div, mod, min, max, pow, and, or, xor, shiftLeft, shiftRight, dotBytes

  /// The meaning on floating-point values; `and`, `or`, `xor` take and return 0 or 1.
  public func callAsFunction(_ a: Double, _ b: Double) -> Double {
    switch self {
    case .add: a + b
    case .sub: a - b
    case .mul: a * b
    case .div: a / b
    case .mod: a - b * (a / b).rounded(.down)
    // NaN in either operand gives NaN.
    case .min: a < b || a.isNaN ? a : b
    case .max: a > b || a.isNaN ? a : b
    case .pow: Foundation.pow(a, b)
    case .and: a != 0 && b != 0 ? 1 : 0
    case .or: a != 0 || b != 0 ? 1 : 0
    case .xor: (a != 0) != (b != 0) ? 1 : 0
    case .shiftLeft, .shiftRight, .dotBytes: .nan
    }
  }
}

/// A test of two scalars, giving a `bool`.
public enum Comparison: String, Hashable, Sendable, CaseIterable, Codable {
  case lt, le, eq, ne

  public func callAsFunction(_ a: Double, _ b: Double) -> Bool {
    switch self {
    case .lt: a < b
    case .le: a <= b
    case .eq: a == b
    case .ne: a != b
    }
  }
}

/// An associative way to combine many elements into one. The order is fixed by shape, never by thread count.
public enum Reduction: String, Hashable, Sendable, CaseIterable, Codable {
  case sum, max, min

  public var neutral: Double {
    switch self {
    case .sum: 0
    case .max: -.infinity
    case .min: .infinity
    }
  }

  public var function: BinaryFunction {
    switch self {
    case .sum: .add
    case .max: .max
    case .min: .min
    }
  }
}
