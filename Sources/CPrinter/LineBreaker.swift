/// Breaks long lines of C where a reader would: at the outermost operator or comma, continuation lines further in.
enum LineBreaker {
  static let width = 110

  /// How tightly each spaced operator binds; a line breaks at the loosest.
  private static let tightness: [String: Int] = [
    "?": 1, ":": 1, "||": 2, "&&": 3, "|": 4, "^": 5, "&": 6, "==": 7, "!=": 7, "<": 8, "<=": 8, "<<": 9, ">>": 9,
    "+": 10, "-": 10, "*": 11, "/": 11, "%": 11,
  ]

  static func lines(_ text: String, indent: Int) -> [String] {
    var lines: [String] = []
    var (rest, own) = (text, indent)
    while own + rest.count > width, let position = breakPosition(in: rest, room: width - own) {
      let index = rest.index(rest.startIndex, offsetBy: position)
      lines.append(String(repeating: " ", count: own) + rest[..<index])
      rest = String(rest[rest.index(after: index)...])
      own = indent + 4
    }
    return lines + [String(repeating: " ", count: own) + rest]
  }

  /// The space to break at: the last one before `room` of those that are least nested and loosest.
  private static func breakPosition(in text: String, room: Int) -> Int? {
    let characters = Array(text)
    var (depth, best, bestCost) = (0, Int?.none, Int.max)
    for position in characters.indices.prefix(room + 1) {
      switch characters[position] {
      case "(", "[": depth += 1
      case ")", "]": depth -= 1
      case " ":
        guard let cost = cost(of: characters, at: position) else { continue }
        if depth * 32 + cost <= bestCost { (best, bestCost) = (position, depth * 32 + cost) }
      default: break
      }
    }
    return best
  }

  /// The price of a break at a space: after a comma or semicolon, before an operator, or else not at all.
  private static func cost(of characters: [Character], at position: Int) -> Int? {
    guard position > 0, position + 1 < characters.count else { return nil }
    if [",", ";"].contains(characters[position - 1]) { return 0 }
    if characters[position - 1] == "=", position > 1, characters[position - 2] == " " { return 31 }
    let word = String(characters[(position + 1)...].prefix { $0 != " " })
    return tightness[word]
  }
}
