import Audio
import Foundation

extension EvaluationTask {
  /// A task of a user's own: a folder of sound files for each class, `DIRECTORY/CLASS/*`, or the same below folders called
  /// `train`, `valid` and `test`.
  ///
  /// Without those three, each class is dealt out to five folds by its files' names, so that a new file moves no other.
  /// Recordings that belong together are not known here and may come to lie in different folds: a CSV file says better
  /// which do. `note` tells which of the two it is.
  ///
  /// - Throws: `EvaluationError` that names the folder at fault.
  init(folders directory: String) throws {
    let names = try Self.subfolders(directory)
    let hasSplits = Set(names) == ["train", "valid", "test"]
    let splitNames = hasSplits ? ["train", "valid", "test"] : (0..<Self.folds).map { "fold0\($0)" }
    let classes = hasSplits ? try Set(splitNames.flatMap { try Self.subfolders("\(directory)/\($0)") }).sorted() : names
    let places = hasSplits ? splitNames.map { "\(directory)/\($0)" } : [directory]
    if let name = Set(places.flatMap(Self.silentFolders)).subtracting(classes).min() {
      throw EvaluationError("\(directory): the folder '\(name)' has no sound files", "expected those of a class; remove it if it is none")
    }
    guard classes.count >= 2 else {
      throw EvaluationError("\(directory) has \(classes.count) folders of sound files", "expected one for each class, two or more")
    }
    var splits = splitNames.map { (name: $0, clips: [Clip]()) }
    for (label, name) in classes.enumerated() {
      if hasSplits {
        for number in splits.indices { splits[number].clips += try Self.clips("\(splitNames[number])/\(name)", label, directory) }
      } else {
        let clips = try Self.clips(name, label, directory)
        guard clips.count >= Self.folds else {
          throw EvaluationError("\(directory)/\(name) has \(clips.count) sound files", "expected \(Self.folds) or more, one for each fold")
        }
        let dealt = clips.sorted { (Digest.text(Data($0.name.utf8)), $0.name) < (Digest.text(Data($1.name.utf8)), $1.name) }
        for (position, clip) in dealt.enumerated() { splits[position % Self.folds].clips.append(clip) }
      }
    }
    self.init(
      name: URL(fileURLWithPath: directory).standardizedFileURL.lastPathComponent, prediction: .multiclass,
      splitMode: hasSplits ? .trainValidTest : .newFolds, metrics: [.top1, .meanAveragePrecision, .dPrime, .auc], duration: nil,
      labels: classes, splits: splits.map { Split(name: $0.name, clips: $0.clips.sorted { $0.name < $1.name }) }, sampleRate: nil)
    note = hasSplits ? "folders of classes below train, valid and test"
      : "folders of classes, dealt out to \(Self.folds) folds by file name: recordings that belong together may lie in different folds"
  }

  private static let folds = 5

  /// Whether a directory has folders of sound files, directly or below folders of splits.
  static func hasClassFolders(_ directory: String) -> Bool { ((try? subfolders(directory)) ?? []).isEmpty == false }

  private static func subfolders(_ directory: String) throws -> [String] {
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
      throw EvaluationError("there is no folder \(directory)", "expected one for each of train, valid and test")
    }
    return entries.filter { name in
      let inside = (try? FileManager.default.contentsOfDirectory(atPath: "\(directory)/\(name)")) ?? []
      return !name.hasPrefix(".") && inside.contains { isSound($0) || ["train", "valid", "test"].contains(name) }
    }.sorted()
  }

  /// Folders without a sound file.
  private static func silentFolders(_ directory: String) -> [String] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return entries.filter { name in
      guard !name.hasPrefix("."), let inside = try? FileManager.default.contentsOfDirectory(atPath: "\(directory)/\(name)") else { return false }
      return !inside.contains(where: isSound)
    }
  }

  private static func isSound(_ name: String) -> Bool {
    !name.hasPrefix(".") && Corpus.extensions.contains(URL(fileURLWithPath: name).pathExtension.lowercased())
  }

  /// The sound files of a folder, which a class may lack in a split.
  private static func clips(_ folder: String, _ label: Int, _ directory: String) throws -> [Clip] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(directory)/\(folder)")) ?? []
    return names.filter(isSound).sorted().map { Clip(name: "\(folder)/\($0)", path: "\(directory)/\(folder)/\($0)", classes: [label]) }
  }
}
