import Foundation
import Sonograph

/// The mean and deviation of log-mels that a stream is measured in: those of the data that its model was trained on.
public struct FeatureScale: Sendable, Hashable, Codable {
  public let mean: Double
  /// Of the population, above zero.
  public let deviation: Double

  /// - Throws: `StreamError` if a number is not finite, or the deviation not above zero.
  public init(mean: Double, deviation: Double) throws {
    guard mean.isFinite, deviation.isFinite, deviation > 0 else {
      throw StreamError("mean \(mean) and deviation \(deviation) of log-mels make no sense", "expected finite numbers, the deviation above 0")
    }
    (self.mean, self.deviation) = (mean, deviation)
  }
}

/// A model or a state that cannot be streamed, or samples that are none.
public struct StreamError: Error, CustomStringConvertible {
  public let message: String
  /// What would be right.
  public let detail: String
  public init(_ message: String, _ detail: String) { (self.message, self.detail) = (message, detail) }
  public var description: String { "\(message)\n\(detail)" }
}
