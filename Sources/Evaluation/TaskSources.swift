import Audio
import Foundation

extension EvaluationTask {
  /// A task directory as hear-preprocess writes it.
  ///
  /// - Throws: `EvaluationError` that names the file and the key at fault.
  public init(directory: String) throws { self = try TaskReader(directory: directory).read() }

  /// The tasks below a directory, by name, or the one that it is; or the one of a CSV file, or of folders
  /// of classes.
  ///
  /// - Throws: `EvaluationError`, also if there is none.
  public static func all(in directory: String) throws -> [EvaluationTask] {
    if directory.lowercased().hasSuffix(".csv") { return [try EvaluationTask(table: directory)] }
    func isTask(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path + "/task_metadata.json") }
    if isTask(directory) { return [try EvaluationTask(directory: directory)] }
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
      throw EvaluationError("there is no directory \(directory)", "expected a task, or a directory of tasks")
    }
    let found = entries.sorted().map { "\(directory)/\($0)" }.filter(isTask)
    if found.isEmpty, hasClassFolders(directory) { return [try EvaluationTask(folders: directory)] }
    if found.isEmpty {
      throw EvaluationError(
        "there is no task in \(directory)", "expected task_metadata.json in it or in its folders, or a folder of sound files for each class")
    }
    return try found.map { try EvaluationTask(directory: $0) }
  }

  /// The four small tasks that come with Sonograph. Their scores cannot be compared with published ones.
  ///
  /// - Throws: `EmbeddedCorpusError`, `EvaluationError`.
  public static func embedded() throws -> [EvaluationTask] {
    let directory = try EmbeddedCorpus.directory()
    let path = directory + "/tasks.json"
    guard let data = FileManager.default.contents(atPath: path),
      let tasks = try? JSONSerialization.jsonObject(with: data) as? [String: [String: Any]]
    else { throw EvaluationError("\(path) is missing or not JSON", "it comes with the recordings") }
    let entries = Dictionary(grouping: try EmbeddedCorpus.manifest(), by: \.part)
    return try tasks.keys.sorted().map { name in
      let metadata = try Metadata(tasks[name]!, "\(path), \(name)")
      let own = entries[name] ?? []
      let labels = Set(own.map(\.label)).sorted()
      let splits = metadata.splits.map { split in
        Split(
          name: split,
          clips: own.filter { $0.split == split }.map { entry in
            Clip(
              name: URL(fileURLWithPath: entry.file).lastPathComponent, path: "\(directory)/\(entry.file)",
              classes: [labels.firstIndex(of: entry.label)!])
          })
      }
      var task = EvaluationTask(
        name: name, prediction: metadata.prediction, splitMode: metadata.splitMode, metrics: metadata.metrics,
        duration: metadata.duration, labels: labels, splits: splits, sampleRate: nil)
      task.note = "comes with Sonograph: scores cannot be compared with published HEAR scores"
      return task
    }
  }

  /// A clip at 16 kHz, cut or filled up with zeros to the task's duration.
  ///
  /// - Throws: `AudioError`; `EvaluationError` for a file whose rate is not that of its folder.
  public func samples(of clip: Clip) throws -> [Float] {
    let reader = try AudioReader(path: clip.path)
    if let sampleRate, reader.file.sampleRate != sampleRate {
      throw EvaluationError(
        "\(clip.path) has the rate \(reader.file.sampleRate) Hz", "expected \(sampleRate) Hz, as its folder says")
    }
    let samples = try reader.read(reader.count)
    if samples.isEmpty { throw AudioError.empty(path: clip.path) }
    guard let duration else { return samples }
    let count = max(1, Int((duration * 16_000).rounded()))
    return samples.prefix(count) + [Float](repeating: 0, count: max(0, count - samples.count))
  }
}
