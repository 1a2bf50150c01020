import Foundation

/// Where in the user's Swift source something was written.
public struct SourceLocation: Sendable, Hashable, Codable {
  /// `Module/File.swift`, the form that graphs print.
  public let file: String
  public let line: Int
  public let column: Int
  /// Where the file lay when it was compiled, for quoting the line; never printed, no part of equality.
  private let path: String

  public init(file: String, path: String = "", line: Int, column: Int = 1) {
    (self.file, self.path, self.line, self.column) = (file, path, line, column)
  }

  public static func == (a: Self, b: Self) -> Bool { a.file == b.file && a.line == b.line }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(file)
    hasher.combine(line)
  }

  /// The text of the line, where the source is still there.
  public var quotedLine: String? {
    guard !path.isEmpty, let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.indices.contains(line - 1) ? String(lines[line - 1]) : nil
  }
}

/// One error in a graph, worded like a compiler's: where, in which role, which axis, what was expected and found.
public struct Diagnostic: Error, Sendable, Hashable, CustomStringConvertible {
  public var message: String
  public var role: String?
  public var axis: AxisName?
  public var expected: String?
  public var found: String?
  public var location: SourceLocation?
  public var scope: String = ""

  public init(
    _ message: String, role: String? = nil, axis: AxisName? = nil, expected: String? = nil, found: String? = nil,
    location: SourceLocation? = nil
  ) {
    (self.message, self.role, self.axis) = (message, role, axis)
    (self.expected, self.found, self.location) = (expected, found, location)
  }

  public var description: String {
    var lines = ["\(location.map { "\($0.file):\($0.line):\($0.column): " } ?? "")error: \(message)"]
    if let location, let source = location.quotedLine {
      let number = "\(location.line)"
      lines.append("  \(number) | \(source)")
      lines.append("  \(String(repeating: " ", count: number.count)) | \(caretPadding(source, location.column))^")
    }
    return (lines + facts.map { "  \($0)" }).joined(separator: "\n")
  }

  /// What is known besides the message, `expected: f32[]`, one a line.
  public var facts: [String] {
    let facts: [(String, String?)] = [
      ("role", role), ("axis", axis?.text), ("expected", expected), ("found", found),
      ("in", scope.isEmpty ? nil : scope),
    ]
    return facts.compactMap { name, value in value.map { "\(name): \($0)" } }
  }

  private func caretPadding(_ source: String, _ column: Int) -> String {
    String(source.prefix(max(0, column - 1)).map { $0 == "\t" ? "\t" : " " })
  }
}

/// All errors of a graph: building goes on after the first.
public struct GraphErrors: Error, Sendable, CustomStringConvertible {
  public let diagnostics: [Diagnostic]
  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
  public var description: String {
    let count = diagnostics.count
    return diagnostics.map(\.description).joined(separator: "\n\n") + "\n\n\(count) error\(count == 1 ? "" : "s")"
  }
}
