/// One word, number, string or sign of a graph's text.
struct Token {
  enum Kind: Equatable {
    case word(String)
    /// A name in backquotes, which is never a keyword.
    case quotedWord(String)
    case integer(UInt)
    case number(Double)
    case string(String)
    /// `%3.0`, without the sign.
    case value(String)
    /// `$0`
    case input(Int)
    case sign(String)
    case end
  }
  let kind: Kind
  let start: Int
  let end: Int
}

/// Splits text into tokens on demand; spaces, line breaks and `// comments` only separate them.
struct Lexer {
  let source: SourceText
  private var position = 0

  init(_ source: SourceText) { self.source = source }

  /// The largest number of an input `$n`; larger ones could not be the arity of anything.
  private static let largestInput: UInt = 65_535
  private static let doubleSigns = ["<=", "==", "!="]
  private static let signs = Set("()[]{}<>=,:+-*/".utf8)

  mutating func next() throws(GraphParseError) -> Token {
    skipSpace()
    let start = position
    return Token(kind: try kind(), start: start, end: position)
  }

  /// A word token with the hyphens and words that follow it at once: operators and modes are kebab-case, but
  /// within sizes and expressions a hyphen is a minus.
  mutating func extended(_ token: Token) -> Token {
    guard case .word(var text) = token.kind else { return token }
    while byte(0) == UInt8(ascii: "-"), let next = byte(1), Self.isWord(next) {
      position += 1
      text += "-" + take(while: Self.isWord)
    }
    return Token(kind: .word(text), start: token.start, end: position)
  }

  private func byte(_ ahead: Int) -> UInt8? {
    position + ahead < source.bytes.count ? source.bytes[position + ahead] : nil
  }

  private static func isWord(_ byte: UInt8) -> Bool { Spelling.isLetter(byte) || Spelling.isDigit(byte) }

  private mutating func take(while belongs: (UInt8) -> Bool) -> String {
    let start = position
    while let next = byte(0), belongs(next) { position += 1 }
    return String(decoding: source.bytes[start..<position], as: UTF8.self)
  }

  private mutating func skipSpace() {
    while let next = byte(0) {
      if next == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "/") {
        while let rest = byte(0), rest != UInt8(ascii: "\n") { position += 1 }
      } else if [UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains(next) {
        position += 1
      } else {
        return
      }
    }
  }

  private mutating func kind() throws(GraphParseError) -> Token.Kind {
    let start = position
    guard let first = byte(0) else { return .end }
    if Spelling.isLetter(first) { return .word(take(while: Self.isWord)) }
    if Spelling.isDigit(first) { return try number() }
    switch first {
    case UInt8(ascii: "\""): return .string(try quoted(by: first))
    case UInt8(ascii: "`"): return .quotedWord(try quoted(by: first))
    case UInt8(ascii: "%"):
      position += 1
      let name = take { Self.isWord($0) || $0 == UInt8(ascii: ".") }
      if name.isEmpty { throw source.error("'%' without the name of a value", at: start) }
      return .value(name)
    case UInt8(ascii: "$"):
      position += 1
      guard let number = UInt(take(while: Spelling.isDigit)), number <= Self.largestInput else {
        throw source.error("'$' without the number of an input, 0 to \(Self.largestInput)", at: start)
      }
      return .input(Int(number))
    default: return .sign(try sign(first))
    }
  }

  private mutating func sign(_ first: UInt8) throws(GraphParseError) -> String {
    if let second = byte(1) {
      let both = String(decoding: [first, second], as: UTF8.self)
      if Self.doubleSigns.contains(both) {
        position += 2
        return both
      }
    }
    guard Self.signs.contains(first) else {
      let character = String(decoding: source.bytes[position...].prefix(4), as: UTF8.self).prefix(1)
      throw source.error("unexpected character \(Spelling.quoted(String(character), mark: "'"))", at: position)
    }
    position += 1
    return String(decoding: [first], as: UTF8.self)
  }

  /// Digits, with a fraction or an exponent where it is no integer.
  private mutating func number() throws(GraphParseError) -> Token.Kind {
    let start = position
    var text = take(while: Spelling.isDigit)
    var isInteger = true
    if byte(0) == UInt8(ascii: "."), let digit = byte(1), Spelling.isDigit(digit) {
      position += 1
      text += "." + take(while: Spelling.isDigit)
      isInteger = false
    }
    if byte(0) == UInt8(ascii: "e") || byte(0) == UInt8(ascii: "E") {
      position += 1
      text += "e"
      if let sign = byte(0), sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
        position += 1
        text += sign == UInt8(ascii: "-") ? "-" : "+"
      }
      text += take(while: Spelling.isDigit)
      isInteger = false
    }
    if let next = byte(0), Self.isWord(next) { throw source.error("a number ends in a letter", at: position) }
    if isInteger {
      guard let value = UInt(text) else { throw source.error("the integer is too large", at: start) }
      return .integer(value)
    }
    guard let value = Double(text) else { throw source.error("this is not a number", at: start) }
    if value.isInfinite { throw source.error("the number is too large", at: start) }
    return .number(value)
  }

  private mutating func quoted(by mark: UInt8) throws(GraphParseError) -> String {
    let start = position
    var result: [UInt8] = []
    position += 1
    while let next = byte(0), next != UInt8(ascii: "\n") {
      position += 1
      if next == mark { return String(decoding: result, as: UTF8.self) }
      if next == UInt8(ascii: "\\") { result += try escape() } else { result.append(next) }
    }
    throw source.error("the \(mark == UInt8(ascii: "`") ? "name" : "string") does not end on its line", at: start)
  }

  /// What stands after a backslash.
  private mutating func escape() throws(GraphParseError) -> [UInt8] {
    let start = position - 1
    guard let next = byte(0) else { return [] }
    position += 1
    switch next {
    case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "`"): return [next]
    case UInt8(ascii: "n"): return [UInt8(ascii: "\n")]
    case UInt8(ascii: "r"): return [UInt8(ascii: "\r")]
    case UInt8(ascii: "t"): return [UInt8(ascii: "\t")]
    case UInt8(ascii: "u") where byte(0) == UInt8(ascii: "{"):
      position += 1
      let digits = take(while: Self.isWord)
      if byte(0) == UInt8(ascii: "}"), let code = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(code) {
        position += 1
        return Array(String(scalar).utf8)
      }
    default: break
    }
    throw source.error("unknown escape; there are \\\\ \\\" \\` \\n \\r \\t \\u{...}", at: start)
  }
}
