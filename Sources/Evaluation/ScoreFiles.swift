import Audio
import Foundation

/// Scores and predictions in files with the evaluation kit's names: for each seed a directory `seed-N` with
/// `test.predicted-scores.json`, `prediction-done.json` and, for each fold, `FOLD.predictions.json` with logits, and
/// `FOLD.predictions.pkl`: lists of a file and its predicted label. For tasks of events both hold the events that were found,
/// in the pickle as lists of file, label, start and end, in whole milliseconds.
public struct ScoreFiles {
  public let directory: String
  public init(_ directory: String) { self.directory = directory }

  /// - Throws: `FeatureError.cannotWrite`.
  public func write(_ result: TaskResult) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    // A mean over classes of which one has no clip is not defined.
    encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    for seed in result.seeds {
      let path = "\(directory)/seed-\(seed.seed)"
      do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
        throw EvaluationError("cannot make the directory \(path)", error.localizedDescription)
      }
      for fold in seed.folds {
        let isOfEvents = result.task.embedding == .event
        let data = isOfEvents ? try encoder.encode(fold.events) : try encoder.encode(fold.predictions)
        try AtomicFile.write(data, to: "\(path)/\(fold.name).predictions.json")
        let rows = isOfEvents ? fold.events.map(\.fields) : fold.predictions.map { [$0.file, $0.predicted] }
        try AtomicFile.write(Pickle.encode(rows), to: "\(path)/\(fold.name).predictions.pkl")
      }
      try AtomicFile.write(try encoder.encode(Scores(seed, result.task)), to: "\(path)/test.predicted-scores.json")
      try AtomicFile.write(Data("{}\n".utf8), to: "\(path)/prediction-done.json")
    }
  }

  private struct Scores: Encodable {
    private let seed: SeedResult
    private let task: EvaluationTask
    init(_ seed: SeedResult, _ task: EvaluationTask) { (self.seed, self.task) = (seed, task) }

    private struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(_ text: String) { stringValue = text }
      init?(stringValue: String) { self.init(stringValue) }
      init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
      var all = encoder.container(keyedBy: Key.self)
      for fold in seed.folds {
        var own = all.nestedContainer(keyedBy: Key.self, forKey: Key(fold.name))
        try own.encode(fold.scores[task.metrics[0]]!, forKey: Key("test_score"))
        for (metric, score) in fold.scores { try own.encode(score, forKey: Key("test_\(metric.rawValue)")) }
        try own.encode(fold.loss, forKey: Key("test_loss"))
        try own.encode(fold.validationScore, forKey: Key("validation_score"))
        try own.encode(fold.epoch, forKey: Key("epoch"))
        try own.encodeIfPresent(fold.processing, forKey: Key("postprocessing"))
      }
      var aggregated = all.nestedContainer(keyedBy: Key.self, forKey: Key("aggregated_scores"))
      let mean = seed.score(task.metrics[0])
      try aggregated.encode(mean, forKey: Key("test_score_mean"))
      if seed.folds.count > 1 {
        let squares = seed.folds.reduce(0.0) { sum, fold in
          let difference = (fold.scores[task.metrics[0]] ?? .nan) - mean
          return sum + difference * difference
        }
        try aggregated.encode((squares / Double(seed.folds.count - 1)).squareRoot(), forKey: Key("test_score_std"))
      }
      var point = all.nestedContainer(keyedBy: Key.self, forKey: Key("hparams"))
      let settings = seed.settings
      try point.encode(settings.hiddenLayers, forKey: Key("hidden_layers"))
      try point.encode(settings.hiddenSize, forKey: Key("hidden_dim"))
      try point.encode(settings.dropout, forKey: Key("dropout"))
      try point.encode(settings.learningRate, forKey: Key("lr"))
      try point.encode(settings.initialization, forKey: Key("initialization"))
      try point.encode(settings.batchSize, forKey: Key("batch_size"))
      try point.encode(settings.maxEpochs, forKey: Key("max_epochs"))
      try point.encode(settings.checkEvery, forKey: Key("check_val_every_n_epoch"))
      try point.encode(settings.patience, forKey: Key("patience"))
      // Whether what stops a training is better when it is larger: errors and losses are not.
      try all.encode(task.stopsByScore && !task.metrics[0].isError ? "max" : "min", forKey: Key("score_mode"))
      try all.encodeIfPresent(task.note, forKey: Key("note"))
    }
  }
}

extension FoldResult.PredictedEvent {
  fileprivate var fields: [String] { [file, label] + [start, end].map { String(format: "%.0f", $0) } }
}
