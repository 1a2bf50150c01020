/// A function of scalars, the body of an elementwise map: `$0 * exp($1)`.
///
/// Fusion is substitution, the gradient is symbolic differentiation, C is printing.
public indirect enum ScalarExpression: Hashable, Sendable {
  case input(Int)
  case constant(Double)
  case unary(UnaryFunction, ScalarExpression)
  case binary(BinaryFunction, ScalarExpression, ScalarExpression)
  case compare(Comparison, ScalarExpression, ScalarExpression)
  /// The second where the first holds, else the third.
  case select(ScalarExpression, ScalarExpression, ScalarExpression)
  case cast(ScalarExpression, ElementType)
}

extension ScalarExpression {
  public var children: [ScalarExpression] {
    switch self {
    case .input, .constant: []
    case .unary(_, let x), .cast(let x, _): [x]
    case .binary(_, let a, let b), .compare(_, let a, let b): [a, b]
    case .select(let a, let b, let c): [a, b, c]
    }
  }

  /// The number of inputs: one more than the largest that occurs.
  public var arity: Int {
    if case .input(let i) = self { return i + 1 }
    return children.map(\.arity).max() ?? 0
  }

  public func mapChildren(_ f: (ScalarExpression) -> ScalarExpression) -> ScalarExpression {
    switch self {
    case .input, .constant: self
    case .unary(let op, let x): .unary(op, f(x))
    case .cast(let x, let type): .cast(f(x), type)
    case .binary(let op, let a, let b): .binary(op, f(a), f(b))
    case .compare(let op, let a, let b): .compare(op, f(a), f(b))
    case .select(let a, let b, let c): .select(f(a), f(b), f(c))
    }
  }

  public func substituting(_ inputs: [ScalarExpression]) -> ScalarExpression {
    if case .input(let i) = self { return inputs[i] }
    return mapChildren { $0.substituting(inputs) }
  }

  /// The value in double precision; truth is 1, falsehood 0.
  public func evaluate(_ inputs: [Double]) -> Double {
    switch self {
    case .input(let i): inputs[i]
    case .constant(let value): value
    case .unary(let op, let x): op(x.evaluate(inputs))
    case .binary(let op, let a, let b): op(a.evaluate(inputs), b.evaluate(inputs))
    case .compare(let op, let a, let b): op(a.evaluate(inputs), b.evaluate(inputs)) ? 1 : 0
    case .select(let test, let a, let b): test.evaluate(inputs) != 0 ? a.evaluate(inputs) : b.evaluate(inputs)
    case .cast(let x, let type): Self.cast(x.evaluate(inputs), to: type)
    }
  }

  private static func cast(_ x: Double, to type: ElementType) -> Double {
    switch type {
    case .i32, .index, .u32: x.rounded(.towardZero)
    case .i8: max(-128, min(127, x.rounded(.towardZero)))
    case .u8: max(0, min(255, x.rounded(.towardZero)))
    case .bool: x != 0 ? 1 : 0
    case .f32, .f64, .bf16: x
    }
  }

  /// The element type for given input types; nil where the types do not fit. A constant takes the type beside it.
  public func type(_ inputs: [ElementType]) -> ElementType? {
    switch self {
    case .input(let i): return i < inputs.count ? inputs[i] : nil
    case .constant: return nil
    case .unary(let op, let x): return op == .not ? .bool : x.type(inputs)
    case .binary(_, let a, let b): return a.type(inputs) ?? b.type(inputs)
    case .compare: return .bool
    case .select(_, let a, let b): return a.type(inputs) ?? b.type(inputs)
    case .cast(_, let type): return type
    }
  }

  /// Arithmetic operations per element, and transcendental calls among them.
  public var operationCount: (arithmetic: Int, transcendental: Int) {
    var (arithmetic, transcendental) = (0, 0)
    switch self {
    case .unary(let op, _): if op.isTranscendental { transcendental += 1 } else { arithmetic += 1 }
    case .binary(.pow, _, _): transcendental += 1
    case .binary, .compare, .select: arithmetic += 1
    case .input, .constant, .cast: break
    }
    for child in children {
      let inner = child.operationCount
      arithmetic += inner.arithmetic
      transcendental += inner.transcendental
    }
    return (arithmetic, transcendental)
  }
}

extension ScalarExpression {
  public static func + (a: Self, b: Self) -> Self {
    switch (a, b) {
    case (.constant(0), let x), (let x, .constant(0)): x
    case (.constant(let x), .constant(let y)): .constant(x + y)
    case (let x, .unary(.neg, let y)): x - y
    default: .binary(.add, a, b)
    }
  }
  public static func - (a: Self, b: Self) -> Self {
    switch (a, b) {
    case (let x, .constant(0)): x
    case (.constant(let x), .constant(let y)): .constant(x - y)
    case (.constant(0), let x): -x
    case (let x, .unary(.neg, let y)): x + y
    default: .binary(.sub, a, b)
    }
  }
  public static func * (a: Self, b: Self) -> Self {
    switch (a, b) {
    case (.constant(1), let x), (let x, .constant(1)): x
    case (.constant(0), _), (_, .constant(0)): .constant(0)
    case (.constant(-1), let x), (let x, .constant(-1)): -x
    case (.constant(let x), .constant(let y)): .constant(x * y)
    case (.constant(let x), .binary(.mul, .constant(let y), let z)): .constant(x * y) * z
    case (let x, .constant(let c)): .constant(c) * x
    default: .binary(.mul, a, b)
    }
  }
  public static func / (a: Self, b: Self) -> Self {
    switch (a, b) {
    case (let x, .constant(1)): x
    case (.constant(0), _): .constant(0)
    case (.constant(let x), .constant(let y)) where y != 0: .constant(x / y)
    default: .binary(.div, a, b)
    }
  }
  public static prefix func - (a: Self) -> Self {
    switch a {
    case .constant(let x): .constant(-x)
    case .unary(.neg, let x): x
    default: .unary(.neg, a)
    }
  }
}
