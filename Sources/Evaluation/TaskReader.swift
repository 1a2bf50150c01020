import Audio
import Foundation

/// Reads task directories as hear-preprocess writes them: `task_metadata.json`, `labelvocabulary.csv`, a JSON file for
/// each split, and sound files in a folder for each sample rate.
struct TaskReader {
  let directory: String
  /// Whether there are sound files; beside embeddings there are none.
  var hasSounds = true

  /// - Throws: `EvaluationError` that names the file and the key at fault.
  func read() throws -> EvaluationTask {
    let path = "\(directory)/task_metadata.json"
    let metadata = try Metadata(object(path).values, path)
    try metadata.checkSplits(path)
    let labels = try vocabulary()
    let rate = hasSounds ? try sampleRateFolder() : nil
    let splits = try metadata.splits.map { try split($0, labels, metadata, rate) }
    try checkClasses(splits, labels)
    var task = EvaluationTask(
      name: URL(fileURLWithPath: directory).standardizedFileURL.lastPathComponent, prediction: metadata.prediction,
      splitMode: metadata.splitMode, metrics: metadata.metrics, duration: metadata.duration, labels: labels, splits: splits,
      sampleRate: rate)
    task.note = metadata.note
    (task.embedding, task.processing, task.stopsByScore) = (metadata.embedding, metadata.processing, metadata.stopsByScore)
    return task
  }

  private func data(_ path: String) throws -> Data {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw EvaluationError("there is no file \(path)", "a task directory as hear-preprocess writes it has one")
    }
    return data
  }

  private func object(_ path: String) throws -> (values: [String: Any], data: Data) {
    let data = try data(path)
    do {
      if let found = try JSONSerialization.jsonObject(with: data) as? [String: Any] { return (found, data) }
    } catch {
      let reason = (error as NSError).userInfo["NSDebugDescription"] as? String ?? error.localizedDescription
      throw EvaluationError("\(path) is not JSON", reason)
    }
    throw EvaluationError("\(path) holds no JSON object", "expected { ... }")
  }

  /// Column `label` by column `idx`, which counts from 0.
  private func vocabulary() throws -> [String] {
    let path = "\(directory)/labelvocabulary.csv"
    let rows = try CSVText.rows(String(decoding: data(path), as: UTF8.self))
    guard let head = rows.first, let idx = head.firstIndex(of: "idx"), let label = head.firstIndex(of: "label") else {
      throw EvaluationError("\(path) has no columns idx and label", "expected 'idx,label' in its first line")
    }
    var labels: [Int: String] = [:]
    for (number, row) in rows.enumerated().dropFirst() {
      guard row.count == head.count, let index = Int(row[idx]), index >= 0, labels[index] == nil else {
        throw EvaluationError(
          "\(path), line \(number + 1): '\(row.joined(separator: ","))'", "expected a new index from 0 and a label")
      }
      labels[index] = row[label]
    }
    guard !labels.isEmpty, labels.keys.max() == labels.count - 1 else {
      throw EvaluationError(
        "\(path): the largest idx is \(labels.keys.max() ?? -1) in \(labels.count) rows", "expected every idx from 0, once")
    }
    return (0..<labels.count).map { labels[$0]! }
  }

  /// The folder at 16 kHz, or the one of the highest rate, which is converted.
  private func sampleRateFolder() throws -> Int {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    let rates = entries.compactMap(Int.init).filter { $0 > 0 }
    guard let best = rates.contains(16_000) ? 16_000 : rates.max() else {
      throw EvaluationError("\(directory) has no folder of sound files", "expected one named by its rate, such as 16000")
    }
    return best
  }

  private func split(_ name: String, _ labels: [String], _ metadata: Metadata, _ rate: Int?) throws -> EvaluationTask.Split {
    let path = "\(directory)/\(name).json"
    let (values, data) = try object(path)
    let reader = LabelReader(path: path, labels: labels)
    let keys = try JSONKeys.ordered(data)
    var seen = Set<String>()
    if let key = keys.first(where: { !seen.insert($0).inserted }) {
      throw EvaluationError("\(path), key '\(key)' is there more than once", "expected each clip once")
    }
    let clips = try keys.map { key -> EvaluationTask.Clip in
      guard let list = values[key] as? [Any] else {
        throw EvaluationError("\(path), key '\(key)' holds no list", "expected a list of \(metadata.embedding == .event ? "events" : "labels")")
      }
      let events = metadata.embedding == .event ? try list.map { try reader.event($0, key) } : []
      let classes = metadata.embedding == .event ? events.map(\.label) : try list.map { try reader.label($0, key) }
      if metadata.prediction == .multiclass, classes.count != 1 {
        throw EvaluationError("\(path), key '\(key)' has \(classes.count) labels", "expected one: the task is multiclass")
      }
      let sound = rate.map { "\(directory)/\($0)/\(name)/\(key)" } ?? "\(name)/\(key)"
      if rate != nil, !FileManager.default.fileExists(atPath: sound) {
        throw EvaluationError("\(path), key '\(key)': there is no file \(sound)", "every clip of a split needs its sound file")
      }
      return EvaluationTask.Clip(name: key, path: sound, classes: Set(classes), events: events)
    }
    if clips.isEmpty { throw EvaluationError("\(path) names no clips", "expected at least one") }
    return EvaluationTask.Split(name: name, clips: clips)
  }

  private func checkClasses(_ splits: [EvaluationTask.Split], _ labels: [String]) throws {
    let used = splits.reduce(into: Set<Int>()) { set, split in split.clips.forEach { set.formUnion($0.classes) } }
    let unused = labels.indices.filter { !used.contains($0) }.map { labels[$0] }
    if !unused.isEmpty {
      throw EvaluationError(
        "\(directory)/labelvocabulary.csv: no clip of any split has the label \(unused.brief)",
        "remove it, or add clips of it")
    }
  }
}

extension [String] {
  /// The first few, for messages.
  var brief: String { prefix(12).joined(separator: ", ") + (count > 12 ? " and \(count - 12) more" : "") }
}
