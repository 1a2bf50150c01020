/// Something that another format cannot hold.
public struct ExchangeError: Error, CustomStringConvertible, Sendable {
  public let message: String
  /// What would be right.
  public let detail: String
  public init(_ message: String, _ detail: String) { (self.message, self.detail) = (message, detail) }
  public var description: String { "\(message)\n\(detail)" }
}
