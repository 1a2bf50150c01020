extension Dim {
  /// The quotient by a positive number, rounded up: how many chunks, blocks or parts there are.
  ///
  /// Where it is not exact for every value of the symbols it is a symbol of its own, written `ceil(5*P + 1, 16)`, whose
  /// value follows from the others.
  public func dividedUp(by divisor: Int) -> Dim {
    precondition(divisor > 0)
    if let value = constant { return Dim((value + divisor - 1) / divisor) }
    if let exact = divided(by: Dim(divisor)) { return exact }
    return Dim(symbol: Quotient(numerator: self, divisor: divisor).symbol)
  }

  /// What a symbol is computed from, if it stands for a quotient.
  public static func quotient(_ symbol: String) -> (numerator: Dim, divisor: Int)? {
    Quotient(symbol: symbol).map { ($0.numerator, $0.divisor) }
  }
}

/// A rounded-up quotient that stands for a symbol in a `Dim`.
struct Quotient: Hashable {
  let numerator: Dim
  let divisor: Int

  init(numerator: Dim, divisor: Int) { (self.numerator, self.divisor) = (numerator, divisor) }

  /// Reads the text that `symbol` writes; nil for an ordinary symbol.
  init?(symbol: String) {
    guard symbol.hasPrefix("ceil("), symbol.hasSuffix(")"), let comma = symbol.lastIndex(of: ",") else { return nil }
    let numerator = symbol[symbol.index(symbol.startIndex, offsetBy: 5)..<comma]
    let divisor = symbol[symbol.index(after: comma)...].dropLast().drop { $0 == " " }
    guard let number = Int(divisor), number > 0, let dim = Self.sum(numerator) else { return nil }
    self.init(numerator: dim, divisor: number)
  }

  var symbol: String { text { $0 } }

  func text(symbol: (String) -> String) -> String { "ceil(\(numerator.text(symbol: symbol)), \(divisor))" }

  func value(_ symbols: [String: Int]) -> Int? {
    numerator.value(symbols).map { $0 > .max - divisor ? $0 / divisor : ($0 + divisor - 1) / divisor }
  }

  /// `5*P*T + B - 1` in the canonical spelling of `Dim.text`.
  private static func sum(_ text: Substring) -> Dim? {
    var (total, sign, factors) = (Dim(0), 1, Dim(1))
    for (word, separator) in split(text) {
      if word.isEmpty, separator == "-" {
        sign = -sign
        continue
      }
      guard !word.isEmpty else { return nil }
      factors = factors * (Int(word).map { Dim($0) } ?? Dim(symbol: word))
      if separator == "*" { continue }
      total = total + Dim(sign) * factors
      (sign, factors) = (separator == "-" ? -1 : 1, Dim(1))
    }
    return total
  }

  /// The words between signs outside parentheses, each with the sign after it.
  private static func split(_ text: Substring) -> [(word: String, separator: Character?)] {
    var (words, word, depth) = ([(word: String, separator: Character?)](), "", 0)
    for character in text {
      depth += character == "(" ? 1 : character == ")" ? -1 : 0
      if depth == 0, "+-*".contains(character) {
        words.append((word, character))
        word = ""
      } else if depth > 0 || character != " " {
        word.append(character)
      }
    }
    return words + [(word, nil)]
  }
}
