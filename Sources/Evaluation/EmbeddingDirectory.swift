import Audio
import Foundation

/// A task's embeddings on the disk in the evaluation kit's format: `SPLIT.embeddings.npy` (single precision without a
/// header, in the kit's order of rows), `SPLIT.embedding-dimensions.json`, `SPLIT.target-labels.pkl`, for tasks of events
/// `SPLIT.filename-timestamps.json` (file and milliseconds of each row), and the task's own `task_metadata.json`,
/// `labelvocabulary.csv` and `SPLIT.json`.
public struct EmbeddingDirectory {
  public let path: String
  public init(_ path: String) { self.path = path }

  private var marker: String { file(".done.embeddings") }
  /// Whether everything was written.
  var isDone: Bool { FileManager.default.fileExists(atPath: marker) }

  /// Takes the marker away, so that what is there counts no more.
  func reopen() throws {
    guard isDone else { return }
    do { try FileManager.default.removeItem(atPath: marker) } catch {
      throw EvaluationError("cannot write in \(path)", error.localizedDescription)
    }
  }

  /// Writes everything; the marker `.done.embeddings` comes last.
  ///
  /// - Throws: `FeatureError.cannotWrite`.
  public func write(_ embedded: EmbeddedTask) throws {
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
      throw EvaluationError("cannot make the directory \(path)", error.localizedDescription)
    }
    let task = embedded.task
    try AtomicFile.write(try JSONSerialization.data(withJSONObject: metadata(task), options: [.prettyPrinted, .sortedKeys]), to: file("task_metadata.json"))
    let vocabulary = ["idx,label"] + task.labels.enumerated().map { "\($0),\(CSVText.field($1))" }
    try AtomicFile.write(Data((vocabulary.joined(separator: "\n") + "\n").utf8), to: file("labelvocabulary.csv"))
    for (number, split) in task.splits.enumerated() {
      let rows = embedded.splits[number]
      try AtomicFile.write(try labels(split, task), to: file("\(split.name).json"))
      try AtomicFile.write(rows.values.withUnsafeBytes { Data($0) }, to: file("\(split.name).embeddings.npy"))
      try AtomicFile.write(
        Data("[\(rows.count), \(embedded.features)]".utf8), to: file("\(split.name).embedding-dimensions.json"))
      let targets = rows.targets.map { $0.sorted().map { task.labels[$0] } }
      try AtomicFile.write(Pickle.encode(targets), to: file("\(split.name).target-labels.pkl"))
      if task.embedding == .event {
        try AtomicFile.write(
          try RowMoments(embedded.clips(number).map(\.name), embedded.moments[number]).data(), to: file("\(split.name).filename-timestamps.json"))
      }
    }
    try AtomicFile.write(Data(), to: marker)
  }

  /// Reads a directory that this, or the kit, wrote.
  ///
  /// - Throws: `EvaluationError` that names the file at fault.
  public func read() throws -> EmbeddedTask {
    let task = try TaskReader(directory: path, hasSounds: false).read()
    var found: [String: ClipEmbedding] = [:]
    for (split, order) in zip(task.splits, EmbeddedTask.order(task)) {
      let clips = order.map { split.clips[$0] }
      let moments = task.embedding == .event ? try self.moments(split.name, clips) : clips.map { _ in nil }
      let expected = moments.reduce(0) { $0 + ($1?.count ?? 1) }
      let (count, features, values) = try matrix(split.name)
      guard count == expected else {
        throw EvaluationError(
          "\(file("\(split.name).embedding-dimensions.json")) announces \(count) rows",
          "expected \(expected), as in \(split.name).\(task.embedding == .event ? "filename-timestamps.json" : "json")")
      }
      try checkLabels(split, clips, moments, task.labels)
      var row = 0
      for (clip, own) in zip(clips, moments) {
        let end = row + (own?.count ?? 1)
        found["\(split.name)/\(clip.name)"] = ClipEmbedding(values: Array(values[row * features..<end * features]), moments: own)
        row = end
      }
    }
    return try EmbeddedTask(task) { clip in found[clip.path]! }
  }

  /// The moments of the rows of each clip.
  private func moments(_ split: String, _ clips: [EvaluationTask.Clip]) throws -> [[Double]?] {
    let path = file("\(split).filename-timestamps.json")
    guard let data = FileManager.default.contents(atPath: path) else {
      throw EvaluationError("there is no file \(path)", "an embedding directory of a task of events has one for each split")
    }
    return try RowMoments(data, path: path).moments(of: clips.map(\.name), split: split)
  }

  private func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Rows carry no names: their labels, kept beside them, must be those of the clips in the order that is expected.
  private func checkLabels(
    _ split: EvaluationTask.Split, _ clips: [EvaluationTask.Clip], _ moments: [[Double]?], _ labels: [String]
  ) throws {
    let path = file("\(split.name).target-labels.pkl")
    guard let data = FileManager.default.contents(atPath: path) else { return }
    let found = try PickleReader.decode(data, path: path)
    let expected = zip(clips, moments).flatMap { clip, own in own?.map { (clip, clip.events.classes(at: $0)) } ?? [(clip, clip.classes)] }
    guard found.count == expected.count else {
      throw EvaluationError("\(path) has \(found.count) rows", "expected \(expected.count), as in \(split.name).json")
    }
    for (row, (clip, classes)) in expected.enumerated() where Set(found[row]) != Set(classes.map { labels[$0] }) {
      throw EvaluationError(
        "\(path), row \(row): the labels are \(found[row])",
        "expected \(classes.map { labels[$0] }.sorted()) of \(clip.name): rows are in another order than the kit's")
    }
  }

  private func matrix(_ split: String) throws -> (Int, Int, [Float]) {
    let dimensions = file("\(split).embedding-dimensions.json")
    guard let text = FileManager.default.contents(atPath: dimensions) else {
      throw EvaluationError("there is no file \(dimensions)", "an embedding directory has one for each split")
    }
    guard let sizes = try? JSONDecoder().decode([Int].self, from: text), sizes.count == 2, sizes.allSatisfy({ $0 > 0 }) else {
      throw EvaluationError("\(dimensions) is '\(String(decoding: text.prefix(80), as: UTF8.self))'", "expected [rows, features]")
    }
    let path = file("\(split).embeddings.npy")
    guard let data = FileManager.default.contents(atPath: path) else {
      throw EvaluationError("there is no file \(path)", "an embedding directory has one for each split")
    }
    let (bytes, overflows) = sizes[0].multipliedReportingOverflow(by: sizes[1])
    guard !overflows, data.count / 4 == bytes, data.count % 4 == 0 else {
      throw EvaluationError("\(path) has \(data.count) bytes", "expected 4 x \(sizes[0]) x \(sizes[1]), single precision without a header")
    }
    let values = [Float](unsafeUninitializedCapacity: bytes) { buffer, count in
      _ = data.copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
      count = bytes
    }
    return (sizes[0], sizes[1], values)
  }

  private func metadata(_ task: EvaluationTask) -> [String: Any] {
    var values: [String: Any] = [
      "task_name": task.name, "embedding_type": task.embedding.rawValue, "prediction_type": task.prediction.rawValue,
      "split_mode": task.splitMode.rawValue, "splits": task.splits.map(\.name), "nfolds": task.splits.count,
      "sample_duration": task.duration ?? NSNull() as Any, "evaluation": task.metrics.map(\.rawValue),
      "use_scoring_for_early_stopping": task.stopsByScore,
    ]
    values["note"] = task.note
    if task.embedding == .event {
      func distinct(_ values: [Double]) -> [Double] { values.reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
      values["evaluation_params"] = [
        "event_postprocessing_grid": [
          "median_filter_ms": distinct(task.processing.map(\.medianFilter)), "min_duration": distinct(task.processing.map(\.minDuration)),
        ]
      ]
    }
    return values
  }

  /// In the order of the clips, which decides that of the rows.
  private func labels(_ split: EvaluationTask.Split, _ task: EvaluationTask) throws -> Data {
    func text(_ value: some Encodable) throws -> String {
      String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }
    struct Event: Encodable {
      let label: String
      let start, end: Double
    }
    let lines = try split.clips.map { clip in
      let value = task.embedding == .event
        ? try text(clip.events.map { Event(label: task.labels[$0.label], start: $0.start, end: $0.end) })
        : try text(clip.classes.sorted().map { task.labels[$0] })
      return "  \(try text(clip.name)): \(value)"
    }
    return Data(("{\n" + lines.joined(separator: ",\n") + "\n}\n").utf8)
  }
}
