import Audio
import Foundation

/// How well held-out clips are reconstructed, all mean squared errors on standardised log-mels.
public struct Evaluation: Sendable, Hashable, Codable {
  /// Steps that were behind it.
  public let step: Int
  /// On hidden patches.
  public let maskedLoss: Double
  /// What the model is trained on: all patches, if it is trained as released.
  public let loss: Double
  /// On the same hidden patches.
  public let baselines: Baselines
}

/// How well a linear classifier does on a labelled task, from the frozen encoder.
public struct ProbeScore: Sendable, Hashable, Codable {
  public let task: String
  public let metric: String
  public let score: Double
  public init(task: String, metric: String, score: Double) { (self.task, self.metric, self.score) = (task, metric, score) }
}

/// A line of a run's metrics.
public struct Metric: Sendable, Hashable, Codable {
  public let step: Int
  /// Mean over the clips of the step, before its update; nil for an evaluation.
  public var loss: Double?
  public var gradientNorm: Double?
  public var learningRate: Double?
  public var clipsPerSecond: Double?
  public var evaluation: Evaluation?
  /// Linear probes, by task.
  public var probe: [ProbeScore]?
  /// The most memory that the process has had so far, with an evaluation.
  public var peakMemoryBytes: Int?
}

/// The metrics of a run as a file with a JSON object in each line.
public final class MetricsLog {
  public let path: String
  private let file: FileHandle

  /// Opens a log, and forgets what is behind a step: a run that is resumed computes it again.
  ///
  /// - Throws: `FeatureError.cannotWrite`.
  public init(_ path: String, keepingThrough step: Int) throws {
    self.path = path
    let kept = Self.read(path).filter { $0.step <= step }
    let lines = try kept.map { try Self.line($0) }
    try AtomicFile.write(lines.reduce(Data(), +), to: path)
    guard let file = FileHandle(forWritingAtPath: path) else {
      throw FeatureError.cannotWrite(path: path, reason: String(cString: strerror(errno)))
    }
    self.file = file
    try file.seekToEnd()
  }

  public func append(_ metric: Metric) throws {
    do { try file.write(contentsOf: Self.line(metric)) } catch {
      throw FeatureError.cannotWrite(path: path, reason: error.localizedDescription)
    }
  }

  /// The lines of a log; one that a kill has cut off is left out.
  public static func read(_ path: String) -> [Metric] {
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    return data.split(separator: UInt8(ascii: "\n")).compactMap { try? JSONDecoder.stable.decode(Metric.self, from: $0) }
  }

  private static func line(_ metric: Metric) throws -> Data {
    try JSONEncoder.stable().encode(metric) + Data("\n".utf8)
  }
}
