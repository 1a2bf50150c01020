import Foundation

/// How good a predictor is on the validation data.
struct Judgement: Sendable, Codable {
  /// What is compared: larger is better.
  let merit: Double
  /// The task's first metric.
  let score: Double
  /// For tasks of events: how moments became events best.
  let processing: EventProcessing?
}

extension EmbeddedTask {
  /// Judges the logits (row, class) of a split's rows.
  ///
  /// Of equal event processings the later one of the grid is taken, as the evaluation kit's sort in descending order does.
  func judgement(_ logits: [[Double]], split: Int) -> Judgement {
    let metric = task.metrics[0]
    var (score, processing) = (task.score(metric, logits, splits[split].targets), EventProcessing?.none)
    if task.embedding == .event {
      for candidate in task.processing {
        // Where there is nothing to be found every state is as good: the kit counts 0.
        let value = eventScore(metric, logits, candidate, split: split)
        let found = value.isNaN ? 0 : value
        let isBetter = processing == nil || (metric.isError ? found <= score : found >= score)
        if isBetter { (score, processing) = (found, candidate) }
      }
    }
    let merit = task.stopsByScore ? (metric.isError ? -score : score) : -loss(logits, split: split)
    return Judgement(merit: merit, score: score, processing: processing)
  }

  func eventScore(_ metric: Metric, _ logits: [[Double]], _ processing: EventProcessing, split: Int) -> Double {
    EventMetrics.score(
      metric, reference: clips(split).map(\.events), found: events(logits, processing, split: split))
  }

  /// The events of each clip of a split.
  func events(_ logits: [[Double]], _ processing: EventProcessing, split: Int) -> [[SoundEvent]] {
    var row = 0
    return moments[split].map { own in
      defer { row += own.count }
      return processing.events(logits[row..<row + own.count], at: own)
    }
  }

  /// The mean cross entropy, or over classes and rows the mean binary one.
  func loss(_ logits: [[Double]], split: Int) -> Double {
    zip(logits, splits[split].targets).reduce(0) { sum, pair in
      let (row, own) = pair
      switch task.prediction {
      case .multiclass:
        let largest = row.max() ?? 0
        return sum + log(row.reduce(0) { $0 + exp($1 - largest) }) + largest - (own.first.map { row[$0] } ?? 0)
      case .multilabel:
        // log(1 + exp(x)) - x y, without overflow.
        let parts = row.enumerated().map { max($1, 0) + log1p(exp(-abs($1))) - (own.contains($0) ? $1 : 0) }
        return sum + parts.reduce(0, +) / Double(max(1, row.count))
      }
    } / Double(max(1, logits.count))
  }
}
