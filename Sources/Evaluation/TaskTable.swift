import Foundation

extension EvaluationTask {
  /// A task of a user's own: a CSV file with the columns `file` and `label`, and `split` or `group`, in any order.
  ///
  /// Paths are relative to the file's directory, at any sample rate. Splits are `train`, `valid` and `test`, or three or
  /// more names of folds. Without splits, three to five folds are drawn, always the same; files of one group, such as those
  /// of one speaker, come to one fold, and without groups each file is by itself: `note` tells it. A file in several rows
  /// has several labels: the task is multilabel then, and scored by mean average precision; otherwise by accuracy.
  ///
  /// - Throws: `EvaluationError` that names the file and the line at fault.
  init(table path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw EvaluationError("there is no file \(path)", "expected a CSV file with the columns file, label, and split or group")
    }
    let rows = try TableRow.read(String(decoding: data, as: UTF8.self), path)
    let labels = Set(rows.map(\.label)).sorted()
    let files = try TableFile.read(rows, labels, path)
    let drawn = rows.allSatisfy { $0.split == nil } ? try Self.drawnFolds(files, labels, path) : nil
    let splitNames = drawn?.names ?? files.map { $0.split ?? "" }
    let names = try Self.splitNames(Set(splitNames), path)
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let isMultilabel = files.contains { $0.classes.count > 1 }
    self.init(
      name: URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent,
      prediction: isMultilabel ? .multilabel : .multiclass,
      splitMode: names == Self.threeSplits ? .trainValidTest : drawn == nil ? .givenFolds : .newFolds,
      metrics: isMultilabel ? [.meanAveragePrecision, .dPrime, .auc] : [.top1, .meanAveragePrecision, .dPrime, .auc],
      duration: nil, labels: labels,
      splits: names.map { name in
        Split(
          name: name,
          clips: zip(files, splitNames).filter { $1 == name }.map { file, _ in
            Clip(name: file.name, path: file.name.hasPrefix("/") ? file.name : "\(directory)/\(file.name)", classes: file.classes)
          })
      }, sampleRate: nil)
    note = drawn?.note
  }

  private static let threeSplits = ["train", "valid", "test"]

  private static func splitNames(_ names: Set<String>, _ path: String) throws -> [String] {
    if names == Set(threeSplits) { return threeSplits }
    if names.isDisjoint(with: threeSplits), names.count >= 3 { return names.sorted() }
    throw EvaluationError(
      "\(path): the splits are \(names.sorted().brief)", "expected train, valid and test, or three or more folds")
  }

  /// The fold of each file, and what to tell about it.
  private static func drawnFolds(
    _ files: [TableFile], _ labels: [String], _ path: String
  ) throws -> (names: [String], note: String) {
    let items = files.map { GroupedFolds.Item(group: $0.group ?? "file " + $0.name, classes: $0.classes) }
    let folds = try GroupedFolds(items, labels: labels, path: path)
    let hasGroups = files.contains { $0.group != nil }
    let groups = hasGroups ? "of \(Set(items.map(\.group)).count) groups" : "each file by itself, so that recordings that belong together may lie in different folds"
    return (folds.folds.map { "fold0\($0)" }, "\(folds.count) folds drawn by Sonograph, \(groups)")
  }
}

/// A file with all of its rows.
private struct TableFile {
  let name: String
  let split: String?
  let group: String?
  var classes: Set<Int>

  /// In the order of their first rows.
  static func read(_ rows: [TableRow], _ labels: [String], _ path: String) throws -> [TableFile] {
    let numbers = Dictionary(zip(labels, labels.indices), uniquingKeysWith: { first, _ in first })
    var (files, places) = ([TableFile](), [String: Int]())
    for row in rows {
      let classes = Set([numbers[row.label]].compactMap { $0 })
      guard let place = places[row.file] else {
        places[row.file] = files.count
        files.append(TableFile(name: row.file, split: row.split, group: row.group, classes: classes))
        continue
      }
      for (kind, value, known) in [("split", row.split, files[place].split), ("group", row.group, files[place].group)] where value != known {
        throw EvaluationError(
          "\(path), line \(row.line): \(row.file) is in the \(kind) '\(value ?? "")'",
          "it is in '\(known ?? "")', too: expected one \(kind) for each file")
      }
      files[place].classes.formUnion(classes)
    }
    return files
  }
}

/// A line of a table of clips.
private struct TableRow {
  let line: Int
  let file: String
  let label: String
  let split: String?
  let group: String?

  static func read(_ text: String, _ path: String) throws -> [TableRow] {
    let rows = CSVText.rows(text)
    let head = rows.first ?? []
    for name in ["file", "label"] where !head.contains(name) {
      throw EvaluationError("\(path) has no column '\(name)'", "its first line is '\(head.joined(separator: ","))'")
    }
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
    return try rows.enumerated().dropFirst().map { number, row in
      func value(_ column: String) -> String? { head.firstIndex(of: column).map { $0 < row.count ? row[$0] : "" } }
      let values = ["file", "label", "split", "group"].map(value)
      guard row.count == head.count, !values.contains(""), let file = values[0], let label = values[1] else {
        throw EvaluationError(
          "\(path), line \(number + 1): '\(row.joined(separator: ","))'", "expected \(head.joined(separator: ","))")
      }
      let sound = file.hasPrefix("/") ? file : "\(directory)/\(file)"
      guard FileManager.default.fileExists(atPath: sound) else {
        throw EvaluationError("\(path), line \(number + 1): there is no file \(sound)", "every row needs its sound file")
      }
      return TableRow(line: number + 1, file: file, label: label, split: values[2], group: values[3])
    }
  }
}
