import Audio
import Features
import Foundation

/// The mean and deviation of the log-mels of a training set. A run keeps them, because a stream cannot be standardised over
/// a recording that has not ended.
public struct FeatureScale: Sendable, Hashable, Codable {
  public let mean: Double
  /// Of the population, above zero.
  public let deviation: Double

  /// - Throws: `TrainingError` if a number is not finite, or the deviation not above zero.
  public init(mean: Double, deviation: Double) throws {
    guard mean.isFinite, deviation.isFinite, deviation > 0 else {
      throw TrainingError("mean \(mean) and deviation \(deviation) of log-mels make no sense", "expected finite numbers, the deviation above 0")
    }
    (self.mean, self.deviation) = (mean, deviation)
  }

  /// The most clips that are measured, evenly spread over all.
  static let clips = 64

  /// Over all values of some clips.
  ///
  /// - Returns: nil without a value, or if all are the same.
  init?(_ clips: some Sequence<[Float]>) {
    // Clip by clip with what the others had (Chan et al. 1979), so that large sums of squares do not cancel.
    var (count, mean, squares) = (0.0, 0.0, 0.0)
    for values in clips where !values.isEmpty {
      let size = Double(values.count)
      let own = values.reduce(0) { $0 + Double($1) } / size
      let around = values.reduce(0) { $0 + (Double($1) - own) * (Double($1) - own) }
      squares += around + (own - mean) * (own - mean) * count * size / (count + size)
      mean += (own - mean) * size / (count + size)
      count += size
    }
    try? self.init(mean: mean, deviation: count > 0 ? (squares / count).squareRoot() : 0)
  }

  /// Of the sound files of a directory.
  ///
  /// - Parameter seconds: of a clip.
  /// - Throws: `AudioError` if there are none, or none can be read; `TrainingError` if they are silent.
  public init(directory: String, extract: LogMelExtractor, seconds: Double = 10) throws {
    let rate = extract.settings.sampleRate
    let plan = ClipPlan(try Corpus(directory: directory), sampleRate: rate, length: Int(seconds * Double(rate)))
    guard let scale = FeatureScale(try Self.measured(plan, extract)) else {
      throw TrainingError("\(directory) has no sound to measure", "expected readable files that are not all digital silence")
    }
    self = scale
  }

  /// The log-mels of some clips; those that cannot be read are left out, as in training.
  static func measured(_ plan: ClipPlan, _ extract: LogMelExtractor) throws -> [[Float]] {
    try TrainingData.spread(plan.count, clips).compactMap { number in
      do { return try extract(plan.samples(plan[number])) } catch is AudioError { return nil }
    }
  }
}
