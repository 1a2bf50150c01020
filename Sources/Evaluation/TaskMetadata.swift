import Foundation

/// What the evaluation needs of `task_metadata.json`.
struct Metadata {
  let prediction: EvaluationTask.Prediction
  let splitMode: EvaluationTask.SplitMode
  let metrics: [Metric]
  let duration: Double?
  let splits: [String]
  let note: String?
  let embedding: EvaluationTask.Embedding
  let processing: [EventProcessing]
  let stopsByScore: Bool

  /// - Throws: `EvaluationError` that names the file and the key at fault.
  init(_ values: [String: Any], _ path: String) throws {
    func value<T: RawRepresentable & CaseIterable>(_ key: String, _ type: T.Type) throws -> T where T.RawValue == String {
      if let found = (values[key] as? String).flatMap(T.init) { return found }
      throw EvaluationError(
        "\(path), key '\(key)' is \(Self.shown(values[key]))",
        "expected one of: \(T.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    embedding = try value("embedding_type", EvaluationTask.Embedding.self)
    prediction = try value("prediction_type", EvaluationTask.Prediction.self)
    if embedding == .event, prediction != .multilabel {
      throw EvaluationError("\(path), key 'prediction_type' is 'multiclass'", "expected multilabel: events may overlap in time")
    }
    splitMode = try value("split_mode", EvaluationTask.SplitMode.self)
    metrics = try Self.metrics(values["evaluation"], embedding, path)
    let seconds = values["sample_duration"].flatMap { $0 is NSNull ? nil : $0 }
    duration = (seconds as? NSNumber)?.doubleValue
    if seconds != nil, !(duration.map { $0 > 0 && $0 <= 86_400 } ?? false) {
      throw EvaluationError("\(path), key 'sample_duration' is \(Self.shown(seconds))", "expected seconds above 0, or null")
    }
    splits = try Self.splits(values, splitMode, path)
    note = Self.note(values)
    processing = try EventProcessing.grid(values, path)
    let stops = values["use_scoring_for_early_stopping"] ?? true
    guard let stops = stops as? Bool else {
      throw EvaluationError("\(path), key 'use_scoring_for_early_stopping' is \(Self.shown(stops))", "expected true or false")
    }
    stopsByScore = stops
  }

  /// The task's own, and what of its metadata is not followed.
  private static func note(_ values: [String: Any]) -> String? {
    let grid = (values["evaluation_params"] as? [String: Any])?["task_specific_param_grid"] as? [String: Any] ?? [:]
    let unused = grid.isEmpty ? nil : "its own grid of predictors (task_specific_param_grid) is not used"
    let parts = [values["note"] as? String, unused].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private static func metrics(_ value: Any?, _ embedding: EvaluationTask.Embedding, _ path: String) throws -> [Metric] {
    guard let names = value as? [String], !names.isEmpty else {
      throw EvaluationError("\(path), key 'evaluation' is \(shown(value))", "expected a list of metrics")
    }
    return try names.map { name in
      let known = Metric.allCases.filter { $0.isOfEvents == (embedding == .event) }
      if let metric = known.first(where: { $0.rawValue == name }) { return metric }
      let place = Metric(rawValue: name) == nil ? "unknown metric '\(name)'" : "'\(name)' is not for embeddings of type \(embedding)"
      throw EvaluationError(
        "\(path), key 'evaluation': \(place)", "expected some of: \(known.map(\.rawValue).joined(separator: ", "))")
    }
  }

  private static func splits(_ values: [String: Any], _ mode: EvaluationTask.SplitMode, _ path: String) throws -> [String] {
    if mode == .trainValidTest { return ["train", "valid", "test"] }
    if let names = values["splits"] as? [String] { return names.sorted() }
    guard let count = values["nfolds"] as? Int else {
      throw EvaluationError("\(path) has neither the key 'splits' nor 'nfolds'", "expected the folds, such as [\"fold00\", ...]")
    }
    return (0..<max(0, count)).map { $0 < 10 ? "fold0\($0)" : "fold\($0)" }
  }

  /// Three folds at least: one to test, one to validate, the rest to train.
  func checkSplits(_ path: String) throws {
    if splits.count < 3 { throw EvaluationError("\(path): \(splits.count) folds", "expected three or more") }
  }

  static func shown(_ value: Any?) -> String { value.map { "'\($0)'" } ?? "missing" }
}

extension EventProcessing {
  /// Every combination of the lists in `evaluation_params.event_postprocessing_grid`; without them, the kit's.
  fileprivate static func grid(_ values: [String: Any], _ path: String) throws -> [EventProcessing] {
    guard let parameters = values["evaluation_params"] as? [String: Any],
      let grid = parameters["event_postprocessing_grid"].flatMap({ $0 is NSNull ? nil : $0 })
    else { return self.grid }
    let key = "\(path), key 'evaluation_params.event_postprocessing_grid"
    func milliseconds(_ name: String) throws -> [Double] {
      let found = (grid as? [String: Any])?[name]
      let list = (found as? [NSNumber])?.map(\.doubleValue) ?? []
      guard !list.isEmpty, list.allSatisfy({ $0 >= 0 && $0 <= 3_600_000 }) else {
        throw EvaluationError("\(key).\(name)' is \(Metadata.shown(found))", "expected a list of milliseconds, such as [250]")
      }
      return list
    }
    let (filters, durations) = (try milliseconds("median_filter_ms"), try milliseconds("min_duration"))
    return filters.flatMap { filter in durations.map { EventProcessing(medianFilter: filter, minDuration: $0) } }
  }
}
