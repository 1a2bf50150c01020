import LoopIR

/// C text of expressions. Arithmetic is infix on scalars and vectors alike; functions are `v_name_type` or `s_name_type`.
struct ExpressionWriter {
  static func memoryType(_ type: ElementType) -> String {
    switch type {
    case .f32: "float"
    case .f64: "double"
    case .i32: "int32_t"
    case .u32: "uint32_t"
    case .bool: "uint8_t"
    case .index: "int64_t"
    }
  }

  func vectorType(_ type: ElementType) -> String { type == .bool ? "vi32" : "v\(type.rawValue)" }

  func registerType(_ variable: Variable) -> String {
    if variable.isVector { return vectorType(variable.type) }
    return variable.type == .bool ? "int32_t" : Self.memoryType(variable.type)
  }

  func text(_ expression: Expression) -> String { text(expression, within: 0) }

  /// The expression, in parentheses if its operator binds less tightly than `level`.
  private func text(_ expression: Expression, within level: Int) -> String {
    switch expression {
    case .integer(let value): return "\(value)"
    case .number(let value, let type): return number(value, type)
    case .variable(let variable): return variable.name
    case .load(let buffer, let index, let vector, let active): return load(buffer, index, vector, active)
    case .gather(let buffer, let index, let stride, let active):
      let (suffix, count) = active.map { ("part_", ", \(text($0))") } ?? ("", "")
      return "v_gather_\(suffix)\(buffer.type.rawValue)(\(address(buffer, index)), \(text(stride))\(count))"
    case .lookup(let buffer, let index): return "v_index_\(buffer.type.rawValue)(\(buffer.name), \(text(index)))"
    case .unary(let function, let x): return unary(function, x, level)
    case .binary(let function, let a, let b): return binary(function, a, b, expression, level)
    case .fma(let a, let b, let c): return parenthesised("\(text(a, within: 12)) * \(text(b, within: 12)) + \(text(c, within: 11))", 11, level)
    case .compare(let test, let a, let b): return call(test.rawValue, a.type, [a, b], expression.isVector)
    case .select(let test, let a, let b): return select(test, a, b)
    case .cast(let x, let type): return cast(x, to: type)
    case .broadcast(let x): return "v_splat_\(x.type == .bool ? "i32" : x.type.rawValue)(\(text(x)))"
    case .lanes: return "v_lane_i32()"
    case .firstLanes(let count): return "v_first(\(text(count)))"
    case .reduceLanes(let reduction, let x): return "v_reduce_\(reduction.rawValue)_\(x.type.rawValue)(\(text(x)))"
    case .threefry(let a, let b, let c, let d): return call("threefry", .u32, [a, b, c, d], expression.isVector)
    }
  }

  private func parenthesised(_ text: String, _ own: Int, _ level: Int) -> String { own < level ? "(\(text))" : text }

  private func call(_ name: String, _ type: ElementType, _ arguments: [Expression], _ isVector: Bool) -> String {
    "\(isVector ? "v" : "s")_\(name)_\(type.rawValue)(\(arguments.map { text($0) }.joined(separator: ", ")))"
  }

  private func unary(_ function: UnaryFunction, _ x: Expression, _ level: Int) -> String {
    switch function {
    case .neg: parenthesised("-\(text(x, within: 13))", 13, level)
    case .not: parenthesised("~\(text(x, within: 13))", 13, level)
    default: call(function.rawValue, x.type, [x], x.isVector)
    }
  }

  private func binary(
    _ function: BinaryFunction, _ a: Expression, _ b: Expression, _ whole: Expression, _ level: Int
  ) -> String {
    let (symbol, own): (String, Int)
    switch function {
    case .add: (symbol, own) = ("+", 11)
    case .sub: (symbol, own) = ("-", 11)
    case .mul: (symbol, own) = ("*", 12)
    case .div: (symbol, own) = ("/", 12)
    case .mod: (symbol, own) = ("%", 12)
    case .shiftLeft: (symbol, own) = ("<<", 10)
    case .shiftRight: (symbol, own) = (">>", 10)
    case .and: (symbol, own) = ("&", 6)
    case .xor: (symbol, own) = ("^", 5)
    case .or: (symbol, own) = ("|", 4)
    case .min, .max, .pow: return call(function.rawValue, whole.type, [a, b], whole.isVector)
    }
    // The bit operators' precedence is a trap for readers, so their operands always get parentheses.
    let right = own + 1
    let left = own < 11 ? 13 : own
    return parenthesised("\(text(a, within: left)) \(symbol) \(text(b, within: own < 11 ? 13 : right))", own, level)
  }

  private func select(_ test: Expression, _ a: Expression, _ b: Expression) -> String {
    if test.isVector || a.isVector || b.isVector {
      return "v_select_\(a.type.rawValue)(\(text(test)), \(text(a)), \(text(b)))"
    }
    return "(\(text(test)) ? \(text(a)) : \(text(b)))"
  }

  private func cast(_ x: Expression, to type: ElementType) -> String {
    if x.type == type { return text(x) }
    if x.isVector {
      if type == .index { return text(x) }
      if type == .bool { return "v_ne_\(x.type.rawValue)(\(text(x)), v_splat_\(x.type.rawValue)(0))" }
      if x.type == .bool || type != .u32 || x.type == .i32 { return "v_\(type.rawValue)_from_\(x.type.rawValue)(\(text(x)))" }
      return "v_u32_from_i32(v_i32_from_\(x.type.rawValue)(\(text(x))))"
    }
    if x.type == .u32, type == .f32 { return "s_f32_from_u32(\(text(x)))" }
    if x.type == .bool { return "(\(Self.memoryType(type)))-(\(text(x)))" }
    if type == .bool { return "-(\(text(x)) != 0)" }
    return "(\(Self.memoryType(type)))\(text(x, within: 13))"
  }

  func address(_ buffer: Buffer, _ index: Expression) -> String {
    index == .integer(0) ? buffer.name : "\(buffer.name) + \(text(index, within: 11))"
  }

  private func load(_ buffer: Buffer, _ index: Expression, _ vector: Bool, _ active: Expression?) -> String {
    if vector, !buffer.isVector {
      let count = active.map { ", \(text($0))" } ?? ""
      return "v_load_\(active == nil ? "" : "part_")\(buffer.type.rawValue)(\(address(buffer, index))\(count))"
    }
    let element = "\(buffer.name)[\(text(index))]"
    return buffer.type == .bool && !buffer.isVector ? "-(int32_t)\(element)" : element
  }

  func store(_ buffer: Buffer, _ index: Expression, _ value: Expression, _ active: Expression?) -> String {
    if value.isVector, !buffer.isVector {
      let count = active.map { ", \(text($0))" } ?? ""
      return "v_store_\(active == nil ? "" : "part_")\(buffer.type.rawValue)(\(address(buffer, index)), \(text(value))\(count));"
    }
    let cast = buffer.type == .bool && !buffer.isVector ? "(uint8_t)(\(text(value)) & 1)" : text(value)
    return "\(buffer.name)[\(text(index))] = \(cast);"
  }

  private func number(_ value: Double, _ type: ElementType) -> String {
    switch type {
    case .f32, .f64:
      if value.isNaN { return "NAN" }
      if value.isInfinite { return value < 0 ? "-INFINITY" : "INFINITY" }
      let text = type == .f32 ? "\(Float(value))" : "\(value)"
      return type == .f32 ? text + "f" : text
    case .u32: return "\(UInt32(truncatingIfNeeded: Int64(value)))u"
    case .bool: return value == 0 ? "0" : "-1"
    case .i32, .index: return "\(Int64(value))"
    }
  }
}
