import Foundation

/// What the evaluation needs of `task_metadata.json`.
struct Metadata {
  let prediction: EvaluationTask.Prediction
  let splitMode: EvaluationTask.SplitMode
  let metrics: [Metric]
  let duration: Double?
  let splits: [String]
  let note: String?

  /// - Throws: `EvaluationError` that names the file and the key at fault.
  init(_ values: [String: Any], _ path: String) throws {
    func value<T: RawRepresentable & CaseIterable>(_ key: String, _ type: T.Type) throws -> T where T.RawValue == String {
      if let found = (values[key] as? String).flatMap(T.init) { return found }
      throw EvaluationError(
        "\(path), key '\(key)' is \(Self.shown(values[key]))",
        "expected one of: \(T.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    guard values["embedding_type"] as? String == "scene" else {
      throw EvaluationError(
        "\(path), key 'embedding_type' is \(Self.shown(values["embedding_type"]))",
        "expected scene: tasks of events in time are not evaluated")
    }
    prediction = try value("prediction_type", EvaluationTask.Prediction.self)
    splitMode = try value("split_mode", EvaluationTask.SplitMode.self)
    metrics = try Self.metrics(values["evaluation"], path)
    let seconds = values["sample_duration"].flatMap { $0 is NSNull ? nil : $0 }
    duration = (seconds as? NSNumber)?.doubleValue
    if seconds != nil, !(duration.map { $0 > 0 && $0 <= 86_400 } ?? false) {
      throw EvaluationError("\(path), key 'sample_duration' is \(Self.shown(seconds))", "expected seconds above 0, or null")
    }
    splits = try Self.splits(values, splitMode, path)
    note = values["note"] as? String
  }

  private static func metrics(_ value: Any?, _ path: String) throws -> [Metric] {
    guard let names = value as? [String], !names.isEmpty else {
      throw EvaluationError("\(path), key 'evaluation' is \(shown(value))", "expected a list of metrics")
    }
    return try names.map { name in
      if let metric = Metric(rawValue: name) { return metric }
      throw EvaluationError(
        "\(path), key 'evaluation': unknown metric '\(name)'",
        "expected some of: \(Metric.allCases.map(\.rawValue).joined(separator: ", "))")
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

  private static func shown(_ value: Any?) -> String { value.map { "'\($0)'" } ?? "missing" }
}
