/// Operands and attributes.
extension GraphParser {
  typealias GivenAttribute = (key: String, value: Attribute, start: Int)

  /// `(%0, %1, key: value)`, operands first.
  mutating func arguments(
    _ body: Body
  ) throws(GraphParseError) -> (operands: [Value], attributes: [GivenAttribute]) {
    var operands: [Value] = []
    var attributes: [GivenAttribute] = []
    try expect("(")
    if try accept(")") { return (operands, attributes) }
    repeat {
      if case .value = current.kind {
        if !attributes.isEmpty { throw error("operands stand before attributes") }
        operands.append(try value(body))
      } else {
        let start = current.start
        let key = try name("an operand or an attribute")
        if attributes.contains(where: { $0.key == key }) { throw error("attribute '\(key)' is given twice", at: start) }
        try expect(":")
        attributes.append((key, try attribute(), start))
      }
    } while try accept(",")
    if try !accept(")") { throw unexpected("',' or ')'") }
    return (operands, attributes)
  }

  /// What a value begins with tells what it is.
  private mutating func attribute() throws(GraphParseError) -> Attribute {
    switch current.kind {
    case .word("graph"): return .graph(try graph())
    case .string(let text):
      try advance()
      return .string(text)
    case .quotedWord, .word: return try wordAttribute()
    case .sign("("): return .list(try list())
    case .sign("["): return .axes(try axes())
    case .sign("{"): return .expression(try braced())
    case .sign("<"):
      try advance()
      let size = try dim()
      try expect(">")
      return .dim(size)
    case .sign("-"):
      try advance()
      return try numberAttribute(isNegative: true)
    default: return try numberAttribute(isNegative: false)
    }
  }

  private mutating func wordAttribute() throws(GraphParseError) -> Attribute {
    if case .word(let word) = current.kind, word == "inf" || word == "nan" {
      return try numberAttribute(isNegative: false)
    }
    let isQuoted = if case .quotedWord = current.kind { true } else { false }
    let word = try name("a value")
    if !isQuoted, word == "true" || word == "false" { return .bool(word == "true") }
    return .name(word)
  }

  private mutating func numberAttribute(isNegative: Bool) throws(GraphParseError) -> Attribute {
    if case .integer(let magnitude) = current.kind {
      guard let value = isNegative ? Self.negated(magnitude) : Int(exactly: magnitude) else {
        throw error("the integer is too large")
      }
      try advance()
      return .int(value)
    }
    guard let value = try real() else { throw unexpected("the value of an attribute") }
    return .number(isNegative ? -value : value)
  }

  /// The least integer has no positive counterpart.
  private static func negated(_ magnitude: UInt) -> Int? {
    magnitude == Int.min.magnitude ? .min : Int(exactly: magnitude).map { -$0 }
  }

  /// A number with a fraction, `inf` or `nan`; nil, and nothing read, if something else stands here.
  mutating func real() throws(GraphParseError) -> Double? {
    let value: Double
    switch current.kind {
    case .number(let number): value = number
    case .word("inf"): value = .infinity
    case .word("nan"): value = .nan
    default: return nil
    }
    try advance()
    return value
  }

  /// `(a, b)`
  private mutating func list() throws(GraphParseError) -> [Attribute] {
    try descend()
    defer { ascend() }
    var values: [Attribute] = []
    try expect("(")
    if try accept(")") { return values }
    repeat { values.append(try attribute()) } while try accept(",")
    if try !accept(")") { throw unexpected("',' or ')'") }
    return values
  }
}
