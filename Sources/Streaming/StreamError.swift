/// A model or a state that cannot be streamed, or samples that are none.
public struct StreamError: Error, CustomStringConvertible {
  public let message: String
  /// What would be right.
  public let detail: String
  public init(_ message: String, _ detail: String) { (self.message, self.detail) = (message, detail) }
  public var description: String { "\(message)\n\(detail)" }
}
