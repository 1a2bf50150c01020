import Foundation

/// A loss, gradient or parameter that became infinite or not a number; the run stops before it does more harm.
public struct NonFiniteLoss: Error, Sendable, Hashable, Codable, CustomStringConvertible {
  /// What is not finite.
  public enum Cause: Sendable, Hashable, Codable {
    case loss(Double, gradientNorm: Double)
    /// After the step's update.
    case parameter(String)
    /// After the update of the step before.
    case heldOutLoss
  }

  public let run: String
  /// The step whose replay shows where it began.
  public let step: Int
  public let cause: Cause
  /// The files of the step's clips.
  public let files: [String]
  /// The last checkpoint before it.
  public let checkpoint: String?

  public var description: String {
    """
    \(what); training has stopped
    files of the batch: \(files.joined(separator: ", "))
    last good checkpoint: \(checkpoint ?? "none")
    where it began: sonograph replay \(run) --step \(step)
    """
  }

  private var what: String {
    switch cause {
    case .loss(let loss, let norm):
      "step \(step) has the loss \(Self.text(loss)) and the gradient norm \(Self.text(norm))"
    case .parameter(let name): "the parameter '\(name)' is not finite after step \(step)"
    case .heldOutLoss: "the held-out loss after step \(step - 1) is not finite"
    }
  }

  /// A NaN has a sign that means nothing.
  private static func text(_ value: Double) -> String { value.isNaN ? "NaN" : "\(value)" }
}

/// A run's state is not finite; the run adds what it knows.
struct NotFinite: Error { let cause: NonFiniteLoss.Cause }
