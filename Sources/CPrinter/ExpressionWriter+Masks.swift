import LoopIR

/// Tests, selections and conversions: where truth values change form. A register holds 0 or -1, memory 0 or 1, and a C
/// condition anything but 0.
extension ExpressionWriter {
  /// A test as a mask.
  func mask(_ test: Comparison, _ a: Expression, _ b: Expression) -> Piece {
    let sample = a.isVector ? a : b
    switch (sample.laneType, test) {
    // As numbers masks are ordered the wrong way round, so these are spelt in bits.
    case (.bool, .lt): return Piece("~\(text(a, within: Level.unary)) & \(text(b, within: Level.unary))", Level.bitAnd)
    case (.bool, .le): return Piece("~\(text(a, within: Level.unary)) | \(text(b, within: Level.unary))", Level.bitOr)
    case (.u32, _): return Piece("SG_MASK(\(infix(test, a, b).text))")
    default: return call(name(test.rawValue, sample), [a, b])
    }
  }

  private func infix(_ test: Comparison, _ a: Expression, _ b: Expression) -> Piece {
    let (symbol, level) =
      switch test {
      case .lt: ("<", Level.relation)
      case .le: ("<=", Level.relation)
      case .eq: ("==", Level.equality)
      case .ne: ("!=", Level.equality)
      }
    return Piece("\(text(a, within: Level.shift)) \(symbol) \(text(b, within: Level.shift))", level)
  }

  /// A scalar truth value where C only asks whether it is 0: in `if` and before `?`.
  func condition(_ test: Expression) -> Piece { ownTest(test) ?? piece(test) }

  /// A scalar truth value as 0 or 1.
  func bit(_ test: Expression) -> Piece {
    ownTest(test) ?? Piece("-\(text(test, within: Level.primary))", Level.unary)
  }

  /// A scalar truth value that C can spell as a test of its own or that comes from memory, so that it is 0 or 1.
  private func ownTest(_ test: Expression) -> Piece? {
    switch test {
    case .compare(.lt, let a, _) where a.type == .bool: nil
    case .compare(.le, let a, _) where a.type == .bool: nil
    case .compare(let comparison, let a, let b): infix(comparison, a, b)
    case .binary(.and, let a, let b): logical("&&", Level.and, a, b)
    case .binary(.or, let a, let b): logical("||", Level.or, a, b)
    case .unary(.not, let x): Piece("!\(enclose(condition(x), Level.unary))", Level.unary)
    case .load(let buffer, let index, _, _) where !buffer.isVector: Piece(element(buffer, index))
    case .cast(let x, .bool) where x.type == .bool: ownTest(x)
    case .cast(let x, .bool): Piece("\(text(x, within: Level.shift)) != 0", Level.equality)
    default: nil
    }
  }

  /// Each operand in parentheses unless it is a single test: compilers warn about `a && b || c`.
  private func logical(_ symbol: String, _ level: Int, _ a: Expression, _ b: Expression) -> Piece {
    Piece("\(enclose(condition(a), Level.equality)) \(symbol) \(enclose(condition(b), Level.equality))", level)
  }

  func select(_ test: Expression, _ a: Expression, _ b: Expression, isVector: Bool) -> Piece {
    if isVector { return call(name("select", a.isVector ? a : b), [test, a, b]) }
    let branches = "\(text(a, within: Level.or)) : \(text(b, within: Level.or))"
    return Piece("\(enclose(condition(test), Level.equality)) ? \(branches)", Level.conditional)
  }

  func cast(_ x: Expression, to type: ElementType) -> Piece {
    let target = x.isVector && type == .index ? .i32 : type
    if x.laneType == target { return piece(x) }
    return x.isVector ? vectorCast(x, x.laneType, target) : scalarCast(x, target)
  }

  private func vectorCast(_ x: Expression, _ from: ElementType, _ to: ElementType) -> Piece {
    switch (from, to) {
    case (.u32, .bool): Piece("v_ne_i32(v_i32_from_u32(\(text(x))), v_splat_i32(0))")
    case (_, .bool): Piece("v_ne_\(from.rawValue)(\(text(x)), v_splat_\(from.rawValue)(0))")
    // Random bits become a number in [0, 1) of 24 bits, whatever the type.
    case (.u32, .f64): Piece("v_f64_from_f32(v_f32_from_u32(\(text(x))))")
    case (.f32, .u32), (.f64, .u32), (.bool, .u32): Piece("v_u32_from_i32(v_i32_from_\(from.rawValue)(\(text(x))))")
    default: Piece("v_\(to.rawValue)_from_\(from.rawValue)(\(text(x)))")
    }
  }

  private func scalarCast(_ x: Expression, _ to: ElementType) -> Piece {
    if case .integer(let value) = x, to == .i32, Int32(exactly: value) != nil { return Piece(text(x)) }
    let operand = text(x, within: Level.unary)
    switch (x.type, to) {
    case (_, .bool): return Piece("-(\(text(x, within: Level.shift)) != 0)", Level.unary)
    case (.bool, _): return Piece("(\(CNames.scalar(to)))\(enclose(bit(x), Level.unary))", Level.unary)
    case (.u32, .f32): return call("s_f32_from_u32", [x])
    case (.u32, .f64): return Piece("(double)s_f32_from_u32(\(text(x)))", Level.unary)
    case (.f32, .u32), (.f64, .u32): return Piece("(uint32_t)(int32_t)\(operand)", Level.unary)
    default: return Piece("(\(CNames.scalar(to)))\(operand)", Level.unary)
    }
  }
}
