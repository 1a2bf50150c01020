import Evaluation
import Foundation

/// An epoch of a fine-tuning.
public struct FineTuneEpoch: Sendable, Hashable, Codable {
  /// From 1.
  public let epoch: Int
  /// The mean over its steps.
  public let loss: Double
  /// The task's first metric on the validation data.
  public let validation: Double
}

/// One fold by one seed: curves, and the test scores of the epoch that was best on the validation data.
public struct FineTuneResult: Sendable, Codable {
  public let fold: String
  public let seed: UInt32
  public let epochs: [FineTuneEpoch]
  public let bestEpoch: Int
  public let validation: Double
  /// By the metric's name.
  public let scores: [String: Double]
  /// Of the test clips.
  public let predictions: [FoldResult.Prediction]
}

/// All folds and seeds of a task.
public struct FineTuneSummary: Sendable, Encodable {
  public let task: String
  public let model: String
  /// Whether it started from parameters, and not from random ones.
  public let isPretrained: Bool
  public let metric: String
  public let options: FineTuneOptions
  public let results: [FineTuneResult]
  /// By seed, the mean over folds.
  public let scores: [Double]
  /// Over seeds; for one seed and several folds, over those.
  public let interval: MeanInterval

  init(task: EvaluationTask, model: String, isPretrained: Bool, options: FineTuneOptions, results: [FineTuneResult]) {
    let metric = task.metrics[0].rawValue
    (self.task, self.model, self.isPretrained, self.metric) = (task.name, model, isPretrained, metric)
    (self.options, self.results) = (options, results)
    let seeds = results.reduce(into: [UInt32]()) { if !$0.contains($1.seed) { $0.append($1.seed) } }
    scores = seeds.map { seed in
      let own = results.filter { $0.seed == seed }.map { $0.scores[metric] ?? .nan }
      return own.reduce(0, +) / Double(own.count)
    }
    interval = MeanInterval(seeds.count == 1 ? results.map { $0.scores[metric] ?? .nan } : scores)
  }
}
