/// Types, axes and sizes.
extension GraphParser {
  /// Limits that no model comes near and that keep the arithmetic of hostile texts short.
  private static let (largestDegree, mostTerms) = (32, 256)

  static func text(_ types: [TensorType]) -> String {
    types.isEmpty ? "()" : types.map(\.text).joined(separator: ", ")
  }

  /// One type per result, `()` for none.
  mutating func types() throws(GraphParseError) -> [TensorType] {
    if try accept("(") {
      try expect(")")
      return []
    }
    var types: [TensorType] = []
    repeat { types.append(try type()) } while try accept(",")
    return types
  }

  /// `f32[batch=B, time=5*P + 1]`
  mutating func type() throws(GraphParseError) -> TensorType {
    let start = current.start
    guard case .word(let word) = current.kind, let element = ElementType(rawValue: word) else {
      throw unexpected("an element type (\(ElementType.allCases.map(\.rawValue).joined(separator: ", ")))")
    }
    try advance()
    let type = TensorType(element, try axes())
    if let problem = type.problem { throw error(problem.message, at: start, notes: problem.facts) }
    return type
  }

  mutating func axes() throws(GraphParseError) -> [Axis] {
    var axes: [Axis] = []
    try expect("[")
    if try accept("]") { return axes }
    repeat {
      let name = AxisName(try name("the name of an axis"))
      try expect("=")
      axes.append(Axis(name, try dim()))
    } while try accept(",")
    if try !accept("]") { throw unexpected("',' or ']'") }
    return axes
  }

  /// `5*P + 1`: sums, differences and products of integers and symbols.
  mutating func dim() throws(GraphParseError) -> Dim {
    try descend()
    defer { ascend() }
    let start = current.start
    var sum = try product()
    while true {
      let isDifference = current.kind == .sign("-")
      guard try isDifference ? accept("-") : accept("+") else { return sum }
      let term = try product()
      sum = try checked(isDifference ? sum - term : sum + term, at: start)
    }
  }

  private mutating func product() throws(GraphParseError) -> Dim {
    let start = current.start
    var product = try factor()
    while try accept("*") {
      let factor = try factor()
      if product.terms.count * factor.terms.count > Self.mostTerms {
        throw error("the size has too many terms", at: start)
      }
      product = try checked(product * factor, at: start)
    }
    return product
  }

  private mutating func factor() throws(GraphParseError) -> Dim {
    let start = current.start
    switch current.kind {
    case .integer: return try checked(Dim(try integer("a size")), at: start)
    case .word(let symbol), .quotedWord(let symbol):
      try advance()
      if symbol == "ceil", try accept("(") { return try quotient() }
      return Dim(symbol: symbol)
    case .sign("-"):
      try descend()
      defer { ascend() }
      try advance()
      return Dim(-1) * (try factor())
    case .sign("("):
      try advance()
      let size = try dim()
      try expect(")")
      return size
    default: throw unexpected("a size")
    }
  }

  /// What follows `ceil(`: `5*P + 1, 16)`.
  private mutating func quotient() throws(GraphParseError) -> Dim {
    try descend()
    defer { ascend() }
    let numerator = try dim()
    try expect(",")
    let start = current.start
    let divisor = try integer("the divisor of a size")
    if divisor <= 0 { throw error("the divisor of a size is not positive", at: start) }
    try expect(")")
    return numerator.dividedUp(by: divisor)
  }

  private func checked(_ size: Dim, at start: Int) throws(GraphParseError) -> Dim {
    if size.isSaturated { throw error("the size is too large", at: start) }
    if size.terms.count > Self.mostTerms || size.terms.keys.contains(where: { $0.count > Self.largestDegree }) {
      throw error("the size has too many terms", at: start)
    }
    return size
  }
}
