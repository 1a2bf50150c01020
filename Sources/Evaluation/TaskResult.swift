/// What one predictor gives on its test data.
public struct FoldResult: Sendable {
  public let name: String
  public let validationScore: Double
  /// The epoch of the best state.
  public let epoch: Int
  /// The mean cross entropy of the test rows, for tasks of several labels the mean binary one.
  public let loss: Double
  /// By metric of the task.
  public let scores: [Metric: Double]
  /// By clip, in the order of the rows; none for tasks of events.
  public let predictions: [Prediction]
  /// The events that were found, for tasks of events.
  public let events: [PredictedEvent]
  /// How moments became events: what was best on the validation data.
  public let processing: EventProcessing?

  /// An event that was found, in milliseconds.
  public struct PredictedEvent: Sendable, Hashable, Codable {
    public let file: String
    public let label: String
    public let start: Double
    public let end: Double
  }

  public struct Prediction: Sendable, Codable {
    public let file: String
    public let targets: [String]
    public let predicted: String
    /// (class).
    public let logits: [Double]

    /// The class with the largest logit is the predicted one, the first of equal ones.
    package init(_ clip: EvaluationTask.Clip, logits: [Double], _ task: EvaluationTask) {
      let best = logits.indices.dropFirst().reduce(0) { logits[$1] > logits[$0] ? $1 : $0 }
      (file, targets) = (clip.name, clip.classes.sorted().map { task.labels[$0] })
      (predicted, self.logits) = (task.labels[best], logits)
    }
  }

  init(fold: EvaluationTask.Fold, _ outcome: PredictorTraining.Outcome, _ embedded: EmbeddedTask) {
    let (task, clips, judgement) = (embedded.task, embedded.clips(fold.test), outcome.judgement)
    (name, validationScore, epoch, processing) = (fold.name, judgement.score, outcome.epoch, judgement.processing)
    loss = embedded.loss(outcome.logits, split: fold.test)
    guard let processing else {
      scores = task.metrics.reduce(into: [:]) { $0[$1] = task.score($1, outcome.logits, clips.map(\.classes)) }
      predictions = zip(clips, outcome.logits).map { Prediction($0, logits: $1, task) }
      events = []
      return
    }
    scores = task.metrics.reduce(into: [:]) { $0[$1] = embedded.eventScore($1, outcome.logits, processing, split: fold.test) }
    predictions = []
    events = zip(clips, embedded.events(outcome.logits, processing, split: fold.test)).flatMap { clip, own in
      own.map { PredictedEvent(file: clip.name, label: task.labels[$0.label], start: $0.start, end: $0.end) }
    }
  }
}

/// All folds by one seed.
public struct SeedResult: Sendable {
  public let seed: UInt32
  public let settings: PredictorSettings
  public let folds: [FoldResult]

  /// The mean over folds.
  public func score(_ metric: Metric) -> Double {
    folds.reduce(0) { $0 + ($1.scores[metric] ?? .nan) } / Double(folds.count)
  }
}

/// A task's scores.
public struct TaskResult: Sendable {
  public let embedded: EmbeddedTask
  public let seeds: [SeedResult]
  public var task: EvaluationTask { embedded.task }

  /// Over seeds.
  public func score(_ metric: Metric) -> MeanInterval { MeanInterval(seeds.map { $0.score(metric) }) }

  /// The accuracy of always naming the class that is most frequent in the training data, for tasks of one class: the mean
  /// over folds. Nil for multilabel tasks.
  public var majority: Double? {
    guard task.prediction == .multiclass else { return nil }
    let folds = task.folds
    return folds.reduce(0) { sum, fold in
      var counts: [Int: Int] = [:]
      for target in embedded.rows(fold.train).targets { counts[target.first!, default: 0] += 1 }
      let best = counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }!.key
      let test = embedded.rows([fold.test]).targets
      return sum + Double(test.count { $0 == [best] }) / Double(test.count)
    } / Double(folds.count)
  }
}
