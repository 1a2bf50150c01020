/// The first thing wrong with a graph's text.
///
///     mlp.graph:3:8: error: unknown operator 'sofmax'; did you mean 'softmax'?
///       3 |   %2 = sofmax(%1, over: time) : f32[time=T]
///         |        ^
///
/// A class, so that the frames of the recursive parser, which keep room for an error at each `try`, stay small.
public final class GraphParseError: Error, CustomStringConvertible {
  public let file: String
  /// Both count from 1; a column is a character.
  public let line: Int
  public let column: Int
  public let message: String
  /// More facts, one a line: `expected: f32[]`.
  public let notes: [String]
  /// The line of text, or the part of a long one around the error.
  public let excerpt: String
  /// The characters of the excerpt before the error.
  public let caret: Int

  init(
    file: String, line: Int, column: Int, message: String, notes: [String], excerpt: String, caret: Int
  ) {
    (self.file, self.line, self.column, self.message) = (file, line, column, message)
    (self.notes, self.excerpt, self.caret) = (notes, excerpt, caret)
  }

  public var description: String {
    let padding = String(excerpt.prefix(caret).map { $0 == "\t" ? "\t" : " " as Character })
    let margin = String(repeating: " ", count: "\(line)".count)
    return
      (["\(file):\(line):\(column): error: \(message)", "  \(line) | \(excerpt)", "  \(margin) | \(padding)^"]
      + notes.map { "  \($0)" }).joined(separator: "\n")
  }
}

/// The text being read, which turns positions into lines and columns when something is wrong.
struct SourceText {
  let file: String
  let bytes: [UInt8]

  /// The most characters of a line to show on each side of an error.
  private static let context = 80

  func error(_ message: String, at offset: Int, notes: [String] = []) -> GraphParseError {
    let newline = UInt8(ascii: "\n")
    let before = bytes[..<offset]
    let start = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
    let end = bytes[offset...].firstIndex(of: newline) ?? bytes.count
    let (left, right) = (Self.characters(bytes[start..<offset]), Self.characters(bytes[offset..<end]))
    let shownLeft = left.count > Self.context ? "..." + left.suffix(Self.context) : left
    let shownRight = right.count > Self.context ? right.prefix(Self.context) + "..." : right
    return GraphParseError(
      file: file, line: before.count { $0 == newline } + 1, column: left.count + 1, message: message, notes: notes,
      excerpt: shownLeft + shownRight, caret: shownLeft.count)
  }

  private static func characters(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
  }
}
