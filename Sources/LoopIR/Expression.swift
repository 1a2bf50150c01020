/// A named register of a kernel: a loop variable, a size, or a value. Names are unique within a kernel.
public struct Variable: Hashable, Sendable, Codable {
  public let name: String
  public let type: ElementType
  /// True where the register holds one element per lane.
  public let isVector: Bool

  public init(_ name: String, _ type: ElementType = .index, isVector: Bool = false) {
    (self.name, self.type, self.isVector) = (name, type, isVector)
  }
}

/// Memory that a kernel touches: an argument, or a local array.
public struct Buffer: Hashable, Sendable, Codable {
  public let name: String
  public let type: ElementType
  /// Element count of a local array, nil for an argument.
  public let localCount: Int?
  /// True where each element of a local array is a whole vector.
  public let isVector: Bool

  public init(_ name: String, _ type: ElementType, localCount: Int? = nil, isVector: Bool = false) {
    (self.name, self.type, self.localCount, self.isVector) = (name, type, localCount, isVector)
  }

  /// Bytes that memory moves at once.
  public static let cacheLine = 64
}

/// An expression of the loop language: a scalar, or a vector of as many lanes as the kernel has.
///
/// Scalars and vectors mix only through `broadcast`, which the vectoriser inserts.
public indirect enum Expression: Hashable, Sendable, Codable {
  /// An index constant.
  case integer(Int)
  /// A constant of an element type.
  case number(Double, ElementType)
  case variable(Variable)
  /// One element at an index; with `vector`, as many consecutive elements as there are lanes. `active`: only that many
  /// leading lanes are read, the others are zero.
  case load(Buffer, Expression, vector: Bool = false, active: Expression? = nil)
  /// One element per lane, a fixed distance apart.
  case gather(Buffer, Expression, stride: Expression, active: Expression? = nil)
  /// Four neighbouring bytes of an `i8` or `u8` buffer, from an index on, as one `i32`, the first one lowest; with `vector`, as
  /// many consecutive ones as there are lanes.
  case word(Buffer, Expression, vector: Bool = false)
  /// One element per lane, at a vector of `i32` indices.
  case lookup(Buffer, Expression)
  case unary(UnaryFunction, Expression)
  case binary(BinaryFunction, Expression, Expression)
  case fma(Expression, Expression, Expression)
  case compare(Comparison, Expression, Expression)
  case select(Expression, Expression, Expression)
  case cast(Expression, ElementType)
  /// A scalar in every lane.
  case broadcast(Expression)
  /// 0, 1, 2, ... as `i32`.
  case lanes
  /// True in the leading lanes.
  case firstLanes(Expression)
  /// Lanes of a vector in another order: for each lane, which one it gets.
  case shuffle(Expression, [Int])
  case reduceLanes(Reduction, Expression)
  /// One word of the Threefry-2x32 counter-based generator: (counter, stream, key, key) to 32 random bits.
  case threefry(Expression, Expression, Expression, Expression)
}

extension Expression: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) { self = .integer(value) }
}

extension Expression {
  public static func variable(_ name: String) -> Expression { .variable(Variable(name)) }

  public static func + (a: Expression, b: Expression) -> Expression {
    switch (a, b) {
    case (.integer(0), let x), (let x, .integer(0)): x
    case (.integer(let x), .integer(let y)): .integer(x + y)
    default: .binary(.add, a, b)
    }
  }

  public static func - (a: Expression, b: Expression) -> Expression {
    switch (a, b) {
    case (let x, .integer(0)): x
    case (.integer(let x), .integer(let y)): .integer(x - y)
    default: .binary(.sub, a, b)
    }
  }

  public static func * (a: Expression, b: Expression) -> Expression {
    switch (a, b) {
    case (.integer(1), let x), (let x, .integer(1)): x
    case (.integer(0), _), (_, .integer(0)): .integer(0)
    case (.integer(let x), .integer(let y)): .integer(x * y)
    default: .binary(.mul, a, b)
    }
  }

  public static func / (a: Expression, b: Expression) -> Expression {
    switch (a, b) {
    case (let x, .integer(1)): x
    case (.integer(let x), .integer(let y)) where y != 0: .integer(x / y)
    default: .binary(.div, a, b)
    }
  }

  public static func % (a: Expression, b: Expression) -> Expression {
    switch (a, b) {
    case (_, .integer(1)): .integer(0)
    case (.integer(let x), .integer(let y)) where y != 0: .integer(x % y)
    default: .binary(.mod, a, b)
    }
  }

  public static func minimum(_ a: Expression, _ b: Expression) -> Expression {
    if case (.integer(let x), .integer(let y)) = (a, b) { return .integer(min(x, y)) }
    return a == b ? a : .binary(.min, a, b)
  }

  public static func maximum(_ a: Expression, _ b: Expression) -> Expression {
    if case (.integer(let x), .integer(let y)) = (a, b) { return .integer(max(x, y)) }
    return a == b ? a : .binary(.max, a, b)
  }

  /// Quotient rounded up, for non-negative operands.
  public func dividedUp(by divisor: Int) -> Expression { (self + .integer(divisor - 1)) / .integer(divisor) }

  public var constant: Int? {
    if case .integer(let value) = self { return value }
    return nil
  }
}

extension Expression {
  /// The element type that the expression yields.
  public var type: ElementType {
    switch self {
    case .integer: .index
    case .number(_, let type), .cast(_, let type): type
    case .variable(let variable): variable.type
    case .load(let buffer, _, _, _), .gather(let buffer, _, _, _), .lookup(let buffer, _): buffer.type.inRegisters
    case .unary(_, let x), .broadcast(let x), .shuffle(let x, _), .reduceLanes(_, let x): x.type
    case .binary(_, let a, _), .fma(let a, _, _): a.type
    case .compare, .firstLanes: .bool
    case .select(_, let a, _): a.type
    case .lanes, .word: .i32
    case .threefry: .u32
    }
  }

  /// True where the expression yields one element per lane.
  public var isVector: Bool {
    switch self {
    case .integer, .number, .reduceLanes: false
    case .variable(let variable): variable.isVector
    case .load(let buffer, _, let vector, _): vector || buffer.isVector
    case .word(_, _, let vector): vector
    case .gather, .lookup, .broadcast, .lanes, .firstLanes, .shuffle: true
    case .unary(_, let x), .cast(let x, _): x.isVector
    case .binary(_, let a, let b), .compare(_, let a, let b): a.isVector || b.isVector
    case .fma(let a, let b, let c): a.isVector || b.isVector || c.isVector
    case .select(let mask, let a, let b): mask.isVector || a.isVector || b.isVector
    case .threefry(let a, let b, let c, let d): a.isVector || b.isVector || c.isVector || d.isVector
    }
  }

  /// The buffer that the expression itself reads, apart from its subexpressions.
  var source: Buffer? {
    switch self {
    case .load(let buffer, _, _, _), .gather(let buffer, _, _, _), .lookup(let buffer, _), .word(let buffer, _, _): buffer
    default: nil
    }
  }

  /// The direct subexpressions.
  public var children: [Expression] {
    switch self {
    case .integer, .number, .variable, .lanes: []
    case .load(_, let index, _, let active): [index] + (active.map { [$0] } ?? [])
    case .gather(_, let index, let stride, let active): [index, stride] + (active.map { [$0] } ?? [])
    case .lookup(_, let x), .word(_, let x, _), .unary(_, let x), .cast(let x, _), .broadcast(let x), .firstLanes(let x),
      .shuffle(let x, _), .reduceLanes(_, let x):
      [x]
    case .binary(_, let a, let b), .compare(_, let a, let b): [a, b]
    case .fma(let a, let b, let c), .select(let a, let b, let c): [a, b, c]
    case .threefry(let a, let b, let c, let d): [a, b, c, d]
    }
  }

  /// The same expression with every direct subexpression replaced.
  public func mapChildren(_ f: (Expression) -> Expression) -> Expression {
    switch self {
    case .integer, .number, .variable, .lanes: self
    case .load(let b, let i, let vector, let active): .load(b, f(i), vector: vector, active: active.map(f))
    case .gather(let b, let i, let stride, let active): .gather(b, f(i), stride: f(stride), active: active.map(f))
    case .lookup(let b, let x): .lookup(b, f(x))
    case .word(let b, let x, let vector): .word(b, f(x), vector: vector)
    case .unary(let op, let x): .unary(op, f(x))
    case .binary(let op, let a, let b): .binary(op, f(a), f(b))
    case .fma(let a, let b, let c): .fma(f(a), f(b), f(c))
    case .compare(let op, let a, let b): .compare(op, f(a), f(b))
    case .select(let a, let b, let c): .select(f(a), f(b), f(c))
    case .cast(let x, let type): .cast(f(x), type)
    case .broadcast(let x): .broadcast(f(x))
    case .firstLanes(let x): .firstLanes(f(x))
    case .shuffle(let x, let sources): .shuffle(f(x), sources)
    case .reduceLanes(let op, let x): .reduceLanes(op, f(x))
    case .threefry(let a, let b, let c, let d): .threefry(f(a), f(b), f(c), f(d))
    }
  }

  /// Replaces variables, children first.
  public func substituting(_ values: [Variable: Expression]) -> Expression {
    if case .variable(let variable) = self { return values[variable] ?? self }
    return mapChildren { $0.substituting(values) }
  }

  public func contains(where test: (Expression) -> Bool) -> Bool {
    test(self) || children.contains { $0.contains(where: test) }
  }

  public func uses(_ variable: Variable) -> Bool { contains { $0 == .variable(variable) } }
}

extension Expression {
  /// An index for each extent from an offset into row-major memory; the first extent bounds nothing.
  public func delinearized(_ extents: [Expression]) -> [Expression] {
    if extents.isEmpty { return [] }
    var (rest, indices) = (self, [Expression]())
    for extent in extents.dropFirst().reversed() {
      indices.append(rest % extent)
      rest = rest / extent
    }
    return (indices + [rest]).reversed()
  }
}

extension Int {
  /// The quotient, rounded up; of numbers that are not negative.
  package func dividedUp(by divisor: Int) -> Int { (self + divisor - 1) / divisor }
  package func roundedUp(to multiple: Int) -> Int { dividedUp(by: multiple) * multiple }
}
