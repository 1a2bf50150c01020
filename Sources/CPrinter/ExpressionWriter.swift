import LoopIR

/// C text of expressions. Arithmetic is infix on scalars and vectors alike; functions are `v_name_type` on vectors and
/// `s_name_type` on scalars.
struct ExpressionWriter {
  /// Text with the precedence of its outermost operator, so that parentheses appear only where C needs them.
  struct Piece {
    var text: String
    var level: Int

    init(_ text: String, _ level: Int = Level.primary) { (self.text, self.level) = (text, level) }
  }

  /// C's precedences; higher binds tighter.
  enum Level {
    static let conditional = 1, or = 2, and = 3, bitOr = 4, bitXor = 5, bitAnd = 6, equality = 7, relation = 8
    static let shift = 9, sum = 10, product = 11, unary = 12, primary = 13
  }

  func text(_ expression: Expression, within level: Int = 0) -> String { enclose(piece(expression), level) }

  /// The text, in parentheses if its operator binds less tightly than `level`.
  func enclose(_ piece: Piece, _ level: Int) -> String { piece.level < level ? "(\(piece.text))" : piece.text }

  func piece(_ expression: Expression) -> Piece {
    switch expression {
    case .integer(let value): return literal(value == .min ? "INT64_MIN" : "\(value)")
    case .number(let value, let type): return literal(CNames.literal(value, type))
    case .variable(let variable): return Piece(CNames.identifier(variable.name))
    case .load(let buffer, let index, let vector, let active): return load(buffer, index, vector, active)
    case .gather(let buffer, let index, let stride, let active):
      return memory("gather", buffer, index, stride: stride, active: active)
    case .lookup(let buffer, let index):
      return Piece("v_index_\(buffer.type.rawValue)(\(CNames.identifier(buffer.name)), \(text(index)))")
    case .word(let buffer, let index, let vector): return Piece("\(vector ? "v" : "s")_word(\(address(buffer, index)))")
    case .unary(let function, let x): return unary(function, x)
    case .binary(let function, let a, let b): return binary(function, a, b)
    case .fma(let a, let b, let c):
      let product = "\(text(a, within: Level.product)) * \(text(b, within: Level.unary))"
      return Piece("\(product) + \(text(c, within: Level.product))", Level.sum)
    case .compare(let test, let a, let b): return mask(test, a, b)
    case .select(let test, let a, let b): return select(test, a, b, isVector: expression.isVector)
    case .cast(let x, let type): return cast(x, to: type)
    case .broadcast(let x): return broadcast(x)
    case .lanes: return Piece("v_lane_i32()")
    case .firstLanes(let count): return call("v_first", [count])
    case .shuffle(let x, let sources):
      return Piece("v_shuffle_f32(\(text(x)), \(sources.map(String.init).joined(separator: ", ")))")
    case .reduceLanes(let reduction, let x): return call("v_reduce_\(reduction.rawValue)_\(x.laneType.rawValue)", [x])
    case .threefry(let a, let b, let c, let d): return call(name("threefry", expression), [a, b, c, d])
    }
  }

  private func literal(_ text: String) -> Piece { Piece(text, text.hasPrefix("-") ? Level.unary : Level.primary) }

  func call(_ name: String, _ arguments: [Expression]) -> Piece {
    Piece("\(name)(\(arguments.map { text($0) }.joined(separator: ", ")))")
  }

  /// The prelude's name of a function on operands like `x`.
  func name(_ function: String, _ x: Expression) -> String {
    "\(x.isVector ? "v" : "s")_\(function)_\(x.laneType.rawValue)"
  }

  private func broadcast(_ x: Expression) -> Piece {
    switch x.type {
    case .index: call("v_splat_i32", [.cast(x, .i32)])
    case .bool: call("v_splat_i32", [x])
    case .f32, .f64, .i32, .u32, .bf16, .i8, .u8: call("v_splat_\(x.type.rawValue)", [x])
    }
  }

  // MARK: Functions

  private func unary(_ function: UnaryFunction, _ x: Expression) -> Piece {
    guard function == .neg || function == .not else { return call(name(function.rawValue, x), [x]) }
    // Two minus signs in a row would be C's decrement.
    let operand = text(x, within: Level.unary)
    return Piece((function == .neg ? "-" : "~") + (operand.hasPrefix("-") ? "(\(operand))" : operand), Level.unary)
  }

  private func binary(_ function: BinaryFunction, _ a: Expression, _ b: Expression) -> Piece {
    switch function {
    case .add: return arithmetic("+", Level.sum, a, b, regroups: true)
    case .sub: return arithmetic("-", Level.sum, a, b)
    case .mul: return arithmetic("*", Level.product, a, b, regroups: b.isProduct)
    case .div: return arithmetic("/", Level.product, a, b)
    case .mod where a.type.isFloat: return text(remainderOf: a, b)
    case .mod: return arithmetic("%", Level.product, a, b)
    case .shiftLeft: return bitwise("<<", Level.shift, a, b)
    case .shiftRight: return bitwise(">>", Level.shift, a, b)
    case .and: return bitwise("&", Level.bitAnd, a, b)
    case .xor: return bitwise("^", Level.bitXor, a, b)
    case .or: return bitwise("|", Level.bitOr, a, b)
    case .dotBytes: return call(name("dot_bytes", a.isVector ? a : b), [a, b])
    case .min, .max, .pow: return call(name(function.rawValue, a.isVector ? a : b), [a, b])
    }
  }

  /// `regroups`: the right operand may lose its parentheses where the arithmetic is associative, that is, in integers.
  private func arithmetic(
    _ symbol: String, _ level: Int, _ a: Expression, _ b: Expression, regroups: Bool = false
  ) -> Piece {
    let right = regroups && !a.type.isFloat ? level : level + 1
    return Piece("\(text(a, within: level)) \(symbol) \(text(b, within: right))", level)
  }

  /// The precedence of C's bit operators is a trap for readers, so their operands always stand in parentheses.
  private func bitwise(_ symbol: String, _ level: Int, _ a: Expression, _ b: Expression) -> Piece {
    Piece("\(text(a, within: Level.unary)) \(symbol) \(text(b, within: Level.unary))", level)
  }

  /// a - b floor(a / b)
  private func text(remainderOf a: Expression, _ b: Expression) -> Piece {
    piece(.binary(.sub, a, .binary(.mul, b, .unary(.floor, .binary(.div, a, b)))))
  }

  // MARK: Memory

  /// The address of an element.
  private func address(_ buffer: Buffer, _ index: Expression) -> String {
    let name = CNames.identifier(buffer.name)
    return index == .integer(0) ? name : "&\(name)[\(text(index))]"
  }

  func element(_ buffer: Buffer, _ index: Expression) -> String {
    "\(CNames.identifier(buffer.name))[\(text(index))]"
  }

  private func load(_ buffer: Buffer, _ index: Expression, _ vector: Bool, _ active: Expression?) -> Piece {
    if vector, !buffer.isVector { return memory("load", buffer, index, active: active) }
    let element = element(buffer, index)
    switch buffer.type {
    case .bool where !buffer.isVector: return Piece("-\(element)", Level.unary)
    case .bf16: return Piece("s_f32_from_bf16(\(element))")
    default: return Piece(element)
    }
  }

  /// A call of one of the prelude's vector memory functions.
  func memory(
    _ operation: String, _ buffer: Buffer, _ index: Expression, stride: Expression? = nil, value: Expression? = nil,
    active: Expression? = nil
  ) -> Piece {
    let arguments = [stride, value, active].compactMap { $0.map { text($0) } }
    let part = active == nil ? "" : "part_"
    let all = [address(buffer, index)] + arguments
    return Piece("v_\(operation)_\(part)\(buffer.type.rawValue)(\(all.joined(separator: ", ")))")
  }
}

extension Expression {
  /// True where the text is a product of factors without a quotient, so that it may follow a `*` as it stands.
  fileprivate var isProduct: Bool {
    guard case .binary(.mul, let a, _) = self else { return false }
    if case .binary(let inner, _, _) = a { return ![.div, .mod].contains(inner) && (inner != .mul || a.isProduct) }
    return true
  }
}
