extension Expression {
  /// The value of an index expression for given sizes, as kernels compute it. Loads have none: the expression must be
  /// built from constants, sizes and arithmetic alone.
  public func value(_ sizes: [Variable: Int]) -> Int {
    switch self {
    case .integer(let value): return value
    case .variable(let variable): return sizes[variable] ?? 0
    case .binary(let function, let left, let right):
      let (a, b) = (left.value(sizes), right.value(sizes))
      switch function {
      case .add: return a + b
      case .sub: return a - b
      case .mul: return a * b
      case .div: return b == 0 ? 0 : a / b
      case .mod: return b == 0 ? 0 : a % b
      case .min: return Swift.min(a, b)
      case .max: return Swift.max(a, b)
      case .pow, .and, .or, .xor, .shiftLeft, .shiftRight, .dotBytes: return 0
      }
    default: return 0
    }
  }
}
