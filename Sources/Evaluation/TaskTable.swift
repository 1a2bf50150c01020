import Foundation

extension EvaluationTask {
  /// A task of a user's own: a CSV file with the columns `file`, `label` and `split`, in any order.
  ///
  /// Paths are relative to the file's directory, at any sample rate. Splits are `train`, `valid` and `test`, or three or
  /// more names of folds. A file in several rows has several labels: the task is multilabel then, and scored by mean
  /// average precision; otherwise by accuracy.
  ///
  /// - Throws: `EvaluationError` that names the file and the line at fault.
  init(table path: String) throws {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw EvaluationError("there is no file \(path)", "expected a CSV file with the columns file, label and split")
    }
    let rows = try TableRow.read(String(decoding: data, as: UTF8.self), path)
    let labels = Set(rows.map(\.label)).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(labels, labels.indices))
    let names = try Self.splitNames(Set(rows.map(\.split)), path)
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var (order, own) = ([String](), [String: (split: String, classes: Set<Int>)]())
    for row in rows {
      if own[row.file] == nil { order.append(row.file) }
      guard own[row.file, default: (row.split, [])].split == row.split else {
        throw EvaluationError(
          "\(path), line \(row.line): \(row.file) is in the split '\(row.split)'",
          "it is in '\(own[row.file]!.split)', too: expected one split for each file")
      }
      own[row.file, default: (row.split, [])].classes.insert(numbers[row.label]!)
    }
    let isMultilabel = own.values.contains { $0.classes.count > 1 }
    self.init(
      name: URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent,
      prediction: isMultilabel ? .multilabel : .multiclass,
      splitMode: names == Self.threeSplits ? .trainValidTest : .givenFolds,
      metrics: isMultilabel ? [.meanAveragePrecision, .dPrime, .auc] : [.top1, .meanAveragePrecision, .dPrime, .auc],
      duration: nil, labels: labels,
      splits: names.map { name in
        Split(
          name: name,
          clips: order.filter { own[$0]!.split == name }.map {
            Clip(name: $0, path: $0.hasPrefix("/") ? $0 : "\(directory)/\($0)", classes: own[$0]!.classes)
          })
      }, sampleRate: nil)
  }

  private static let threeSplits = ["train", "valid", "test"]

  private static func splitNames(_ names: Set<String>, _ path: String) throws -> [String] {
    if names == Set(threeSplits) { return threeSplits }
    if names.isDisjoint(with: threeSplits), names.count >= 3 { return names.sorted() }
    throw EvaluationError(
      "\(path): the splits are \(names.sorted().brief)", "expected train, valid and test, or three or more folds")
  }
}

/// A line of a table of clips.
private struct TableRow {
  let line: Int
  let file: String
  let label: String
  let split: String

  static func read(_ text: String, _ path: String) throws -> [TableRow] {
    let rows = CSVText.rows(text)
    let head = rows.first ?? []
    let columns = try ["file", "label", "split"].map { name -> Int in
      if let column = head.firstIndex(of: name) { return column }
      throw EvaluationError("\(path) has no column '\(name)'", "its first line is '\(head.joined(separator: ","))'")
    }
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
    return try rows.enumerated().dropFirst().map { number, row in
      let values = columns.map { $0 < row.count ? row[$0] : "" }
      guard row.count == head.count, !values.contains("") else {
        throw EvaluationError(
          "\(path), line \(number + 1): '\(row.joined(separator: ","))'", "expected \(head.joined(separator: ","))")
      }
      let sound = values[0].hasPrefix("/") ? values[0] : "\(directory)/\(values[0])"
      guard FileManager.default.fileExists(atPath: sound) else {
        throw EvaluationError("\(path), line \(number + 1): there is no file \(sound)", "every row needs its sound file")
      }
      return TableRow(line: number + 1, file: values[0], label: values[1], split: values[2])
    }
  }
}
