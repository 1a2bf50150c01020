/// Arithmetic on single elements as compiled kernels do it, with every value held in a `Double`: all elements but large
/// indices fit one exactly.
extension ElementType {
  /// The nearest value of this type; integers wrap.
  func rounded(_ x: Double) -> Double {
    switch self {
    case .f32: Double(Float(x))
    case .f64: x
    case .bf16: Double(Float(brainFloatBits: Float(x).brainFloatBits))
    case .bool: x == 0 ? 0 : 1
    case .i32, .u32, .i8, .u8, .index: wrapped(Int64(exactly: x.rounded(.towardZero)) ?? 0)
    }
  }

  func wrapped(_ x: Int64) -> Double {
    switch self {
    case .i32: Double(Int32(truncatingIfNeeded: x))
    case .u32: Double(UInt32(truncatingIfNeeded: x))
    case .i8: Double(Int8(truncatingIfNeeded: x))
    case .u8: Double(UInt8(truncatingIfNeeded: x))
    case .f32, .f64, .bf16, .bool, .index: Double(x)
    }
  }

  /// The value of a constant; the infinite neutral elements of reductions become the ends of an integer's range.
  func constant(_ x: Double) -> Double {
    self == .i32 ? rounded(Swift.max(Double(Int32.min), Swift.min(Double(Int32.max), x))) : rounded(x)
  }

  /// The value converted to another type. Random bits become a number in [0, 1) of 24 bits. A number that no `i32` can
  /// hold becomes the least one, as on x86.
  func converted(_ x: Double, to target: ElementType) -> Double {
    switch (self, target) {
    case (.u32, .f32), (.u32, .f64): return (x / 256).rounded(.down) * 0x1p-24
    case (.f32, .i32), (.f64, .i32), (.f32, .u32), (.f64, .u32):
      return target.wrapped(Int64(Int32(exactly: x.rounded(.towardZero)) ?? .min))
    default: return target.rounded(x)
    }
  }

  /// Nil where compiled kernels have no such function.
  func apply(_ function: UnaryFunction, _ x: Double) -> Double? {
    switch (self, function) {
    case (.bool, .not): function(x)
    case (.i32, .not), (.u32, .not): wrapped(~Int64(x))
    case (_, .not), (.bool, _), (.bf16, _), (.i8, _), (.u8, _): nil
    case (.i32, .neg), (.u32, .neg), (.index, .neg), (.i32, .abs): rounded(function(x))
    case (.f32, _), (.f64, _): rounded(function(x))
    case (.i32, _), (.u32, _), (.index, _): nil
    }
  }

  /// Nil where compiled kernels have no such function, or for a division by zero or shift by more than the width.
  func apply(_ function: BinaryFunction, _ a: Double, _ b: Double) -> Double? {
    switch self {
    case .f32, .f64:
      switch function {
      case .and, .or, .xor, .shiftLeft, .shiftRight, .dotBytes: nil
      default: rounded(function(a, b))
      }
    case .bool: [.and, .or, .xor].contains(function) ? function(a, b) : nil
    case .bf16, .i8, .u8: nil
    case .i32, .u32, .index: applyToIntegers(function, Int64(a), Int64(b)).map(wrapped)
    }
  }

  private func applyToIntegers(_ function: BinaryFunction, _ a: Int64, _ b: Int64) -> Int64? {
    switch function {
    case .add: a &+ b
    case .sub: a &- b
    case .mul: a &* b
    case .div: b == 0 ? nil : a / b
    case .mod: b == 0 ? nil : a % b
    case .min: Swift.min(a, b)
    case .max: Swift.max(a, b)
    case .and: a & b
    case .or: a | b
    case .xor: a ^ b
    case .shiftLeft: (0..<Int64(byteCount * 8)).contains(b) ? a << b : nil
    case .shiftRight: (0..<Int64(byteCount * 8)).contains(b) ? a >> b : nil
    case .dotBytes: self == .i32 ? Self.dotBytes(Int32(truncatingIfNeeded: a), Int32(truncatingIfNeeded: b)) : nil
    case .pow: nil
    }
  }

  /// Unsigned bytes times signed ones.
  private static func dotBytes(_ a: Int32, _ b: Int32) -> Int64 {
    (0..<4).reduce(0) { sum, byte in
      let (left, right) = (UInt8(truncatingIfNeeded: a >> (8 * byte)), Int8(truncatingIfNeeded: b >> (8 * byte)))
      return sum + Int64(left) * Int64(right)
    }
  }

  /// a b + c, rounded once.
  func fusedMultiplyAdd(_ a: Double, _ b: Double, _ c: Double) -> Double {
    self == .f32 ? Double(Float(c).addingProduct(Float(a), Float(b))) : rounded(c.addingProduct(a, b))
  }
}

extension Float {
  /// The number whose upper half these bits are, and whose lower half is zero.
  public init(brainFloatBits bits: UInt16) { self.init(bitPattern: UInt32(bits) << 16) }

  /// The upper half of the bits, rounded to nearest, ties to even; NaN stays NaN.
  public var brainFloatBits: UInt16 {
    if isNaN { return UInt16(bitPattern >> 16) | 0x40 }
    return UInt16(truncatingIfNeeded: (bitPattern &+ 0x7fff &+ ((bitPattern >> 16) & 1)) >> 16)
  }
}
