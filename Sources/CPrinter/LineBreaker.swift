/// Breaks long lines of C where a reader would: at the outermost operator or comma, continuation lines further in.
enum LineBreaker {
  static let width = 110

  /// How tightly each spaced operator binds; a line breaks at the loosest.
  private static let tightness: [String: Int] = [
    "?": 1, ":": 1, "||": 2, "&&": 3, "|": 4, "^": 5, "&": 6, "==": 7, "!=": 7, "<": 8, "<=": 8, "<<": 9, ">>": 9,
    "+": 10, "-": 10, "*": 11, "/": 11, "%": 11,
  ]

  private struct Break {
    let position: Int
    /// How many brackets are open.
    let depth: Int
    let cost: Int
  }

  static func lines(_ text: String, indent: Int) -> [String] {
    let characters = Array(text)
    let breaks = breaks(in: characters)
    var lines: [String] = []
    var (start, own) = (0, indent)
    while own + characters.count - start > width {
      let fitting = breaks.filter { $0.position > start && $0.position - start <= width - own }
      // The least nested and loosest, and of those the last.
      guard let best = fitting.reversed().min(by: { $0.cost < $1.cost }) else { break }
      lines.append(String(repeating: " ", count: own) + String(characters[start..<best.position]))
      (start, own) = (best.position + 1, indent + 4 * max(1, best.depth))
    }
    return lines + [String(repeating: " ", count: own) + String(characters[start...])]
  }

  /// The spaces where a line may end.
  private static func breaks(in characters: [Character]) -> [Break] {
    var (depth, result) = (0, [Break]())
    for position in characters.indices {
      switch characters[position] {
      case "(", "[": depth += 1
      case ")", "]": depth -= 1
      case " ":
        if let cost = cost(of: characters, at: position) {
          result.append(Break(position: position, depth: depth, cost: depth * 32 + cost))
        }
      default: break
      }
    }
    return result
  }

  /// The price of a break at a space: after a comma or semicolon, before an operator, or else not at all.
  ///
  /// The right side of an assignment moves to its own line only if its outermost call cannot be broken.
  private static func cost(of characters: [Character], at position: Int) -> Int? {
    guard position > 0, position + 1 < characters.count else { return nil }
    if [",", ";"].contains(characters[position - 1]) { return 0 }
    if characters[position - 1] == "=", position > 1, characters[position - 2] == " " { return 63 }
    let word = String(characters[(position + 1)...].prefix { $0 != " " })
    return tightness[word]
  }
}
