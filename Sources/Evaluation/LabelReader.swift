import Foundation

/// Labels and events in the JSON file of a split.
struct LabelReader {
  private let path: String
  private let labels: [String]
  private let numbers: [String: Int]

  init(path: String, labels: [String]) {
    (self.path, self.labels) = (path, labels)
    numbers = Dictionary(zip(labels, labels.indices), uniquingKeysWith: { first, _ in first })
  }

  /// The index of a label, which is compared as text: those of pitch tasks are numbers.
  func label(_ value: Any, _ key: String) throws -> Int {
    guard let text = (value as? String) ?? (value as? NSNumber)?.stringValue else {
      throw EvaluationError("\(path), key '\(key)' holds a label that is neither text nor a number", "\(value)")
    }
    guard let number = numbers[text] else {
      throw EvaluationError("\(path), key '\(key)': the label '\(text)' is not in labelvocabulary.csv", "known: \(labels.brief)")
    }
    return number
  }

  /// `{"label": ..., "start": ..., "end": ...}`, in milliseconds.
  func event(_ value: Any, _ key: String) throws -> SoundEvent {
    guard let fields = value as? [String: Any], let label = fields["label"], let start = fields["start"] as? NSNumber,
      let end = fields["end"] as? NSNumber
    else {
      throw EvaluationError(
        "\(path), key '\(key)' holds an event without label, start and end: \(value)",
        "expected {\"label\": ..., \"start\": ..., \"end\": ...}, in milliseconds")
    }
    let (from, to) = (start.doubleValue, end.doubleValue)
    guard from >= 0, from <= to, to <= 86_400_000 else {
      throw EvaluationError(
        "\(path), key '\(key)' holds an event from \(from) to \(to) ms", "expected a start from 0 on, and an end that is not before it")
    }
    return SoundEvent(label: try self.label(label, key), start: from, end: to)
  }
}
