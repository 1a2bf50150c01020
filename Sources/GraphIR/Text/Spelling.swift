/// How names, strings and numbers are written, shared by everything that prints.
enum Spelling {
  /// Words with a meaning of their own among attribute values; a name spelt like one goes in backquotes.
  static let reserved: Set<String> = ["true", "false", "inf", "nan", "graph"]

  /// A bare name, or one in backquotes where it could be taken for something else.
  static func name(_ text: String) -> String {
    isWord(text, kebab: true) && !reserved.contains(text) ? text : quoted(text, mark: "`")
  }

  /// A symbol within a size, where `-` is subtraction.
  static func symbol(_ text: String) -> String { isWord(text, kebab: false) ? text : quoted(text, mark: "`") }

  /// The title of a graph: bare or a string.
  static func title(_ text: String) -> String { isWord(text, kebab: true) ? text : quoted(text) }

  /// A string on one line, whatever it contains.
  static func quoted(_ text: String, mark: Unicode.Scalar = "\"") -> String {
    var result = String(mark)
    for scalar in text.unicodeScalars {
      switch scalar {
      case mark, "\\": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + String(mark)
  }

  /// The shortest text that reads back as the same number, and never as an integer.
  static func number(_ value: Double) -> String { value.isNaN ? "nan" : "\(value)" }

  /// The shortest text where nothing but a number can stand: `2`, not `2.0`.
  static func constant(_ value: Double) -> String {
    let text = number(value)
    return text.hasSuffix(".0") && text != "-0.0" ? String(text.dropLast(2)) : text
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
    default: false
    }
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

  /// Letters, digits and `_`, beginning with a letter; with `kebab`, parts joined by single hyphens.
  private static func isWord(_ text: String, kebab: Bool) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    if !kebab { return text.utf8.allSatisfy { isLetter($0) || isDigit($0) } }
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { isLetter($0) || isDigit($0) } }
  }
}
