/// Why a comparison cannot be planned or run: what is wrong and where, and what would be right.
public struct ComparisonError: Error, Hashable, Sendable, CustomStringConvertible {
  public let message: String
  /// What was expected, or what to do.
  public let detail: String
  public init(_ message: String, _ detail: String) { (self.message, self.detail) = (message, detail) }
  public var description: String { detail.isEmpty ? message : "\(message)\n\(detail)" }
}
