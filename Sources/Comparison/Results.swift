import Evaluation
import FineTuning
import Training

/// What pre-training has come to.
public struct PretrainResult: Sendable, Hashable, Codable {
  public let steps: Int
  /// Mean squared errors on hidden patches of held-out clips.
  public let firstLoss: Double
  public let lastLoss: Double
  public let constantLoss: Double
  public let parameters: Int
  /// The median over steps.
  public let trainClipsPerSecond: Double?
}

/// The speed of an encoder alone.
public struct ThroughputResult: Sendable, Hashable, Codable {
  /// Clips of the length that it was trained with, front end included.
  public let clipsPerSecond: Double
  /// Tokens of such a clip: patches and cls.
  public let tokens: Int
  /// Parameters and working memory for one clip.
  public let memoryBytes: Int
}

/// Scores of one subject on one task.
public struct ScoreResult: Sendable, Hashable, Codable {
  public let task: String
  public let metric: String
  public let seeds: [UInt32]
  /// By seed: the mean over folds.
  public let scores: [Double]
  public let majority: Double?
  public let labels: [String]
  /// (true class, predicted class): test clips of all folds and seeds; nil for tasks of several labels for a clip.
  public let confusion: [[Int]]?

  public var interval: MeanInterval { MeanInterval(scores) }

  init(_ result: TaskResult) {
    let task = result.task
    let metric = task.metrics[0]
    (self.task, self.metric, labels, majority) = (task.name, metric.rawValue, task.labels, result.majority)
    seeds = result.seeds.map(\.seed)
    scores = result.seeds.map { $0.score(metric) }
    guard task.prediction == .multiclass else {
      confusion = nil
      return
    }
    confusion = Self.confusion(result.seeds.flatMap(\.folds).flatMap(\.predictions), labels)
  }

  init(_ summary: FineTuneSummary, labels: [String]) {
    (task, metric, self.labels, majority) = (summary.task, summary.metric, labels, nil)
    seeds = summary.results.reduce(into: []) { if !$0.contains($1.seed) { $0.append($1.seed) } }
    scores = summary.scores
    let predictions = summary.results.flatMap(\.predictions)
    confusion = predictions.allSatisfy { $0.targets.count == 1 } ? Self.confusion(predictions, labels) : nil
  }

  private static func confusion(_ predictions: [FoldResult.Prediction], _ labels: [String]) -> [[Int]] {
    let numbers = Dictionary(labels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var counts = [[Int]](repeating: [Int](repeating: 0, count: labels.count), count: labels.count)
    for prediction in predictions {
      guard let target = prediction.targets.first.flatMap({ numbers[$0] }), let predicted = numbers[prediction.predicted] else { continue }
      counts[target][predicted] += 1
    }
    return counts
  }
}

/// The difference of two subjects on a task.
public struct ScoreDifference: Sendable, Hashable, Codable {
  public let task: String
  public let first: String
  public let second: String
  /// First minus second.
  public let difference: MeanInterval

  /// Nil where there is one seed: then nothing can be said.
  public var areToldApart: Bool? { difference.halfWidth.map { abs(difference.mean) > $0 } }

  /// - Parameter isPaired: whether equal seeds mean the same draws on both sides: then seed by seed, otherwise by Welch's
  ///   interval.
  init(_ task: String, _ first: String, _ a: ScoreResult, _ second: String, _ b: ScoreResult, isPaired: Bool) {
    (self.task, self.first, self.second) = (task, first, second)
    difference = isPaired && a.seeds == b.seeds
      ? MeanInterval(zip(a.scores, b.scores).map { $0 - $1 }) : MeanInterval(of: a.scores, minus: b.scores)
  }
}
