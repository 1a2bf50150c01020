import Foundation

/// The recordings that come with Sonograph: 114 unlabelled clips of ten seconds and four small labelled tasks.
///
/// They lie in a resource folder beside the program, with their licences (some are share-alike) in `LICENCES.md` and
/// their authors in `MANIFEST.tsv`.
public enum EmbeddedCorpus {
  /// A line of the manifest.
  public struct Entry: Hashable, Sendable, Encodable {
    /// Relative to the folder, such as `mini_drum/fold00/kick__BJA__01.flac`.
    public let file: String
    /// The fold, or empty for unlabelled clips.
    public let split: String
    public let label: String
    public let source: String
    public let author: String
    public let licence: String
    /// What was done to the original.
    public let change: String
    /// The first folder of the path: `corpus`, or a task.
    public var part: String { String(file.prefix { $0 != "/" }) }
  }

  /// Environment variable that names the folder where it is not beside the program.
  public static let variable = "SONOGRAPH_RECORDINGS"

  /// The folder that holds the manifest.
  ///
  /// - Throws: `EmbeddedCorpusError` with the places looked at. (`Bundle.module` would end the program.)
  public static func directory(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> String {
    var places: [String] = []
    if let named = environment[variable] {
      places = [named]
    } else {
      let program = URL(fileURLWithPath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath()
        .deletingLastPathComponent()
      let folders = [Bundle.main.bundleURL, Bundle.main.resourceURL, Bundle(for: Marker.self).resourceURL, program]
      for folder in folders.compactMap({ $0?.path }) {
        for bundle in [
          "sonograph_Audio.resources", "sonograph_Audio.bundle", "sonograph_Audio.bundle/Contents/Resources",
        ] {
          places.append("\(folder)/\(bundle)/Recordings")
        }
      }
    }
    guard let found = places.first(where: { FileManager.default.fileExists(atPath: $0 + "/MANIFEST.tsv") }) else {
      throw EmbeddedCorpusError(
        "the embedded recordings are not beside the program; set \(variable) to their folder, or name a directory of your own",
        places.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    }
    return found
  }

  /// The unlabelled clips.
  public static func corpus() throws -> Corpus { try Corpus(directory: directory() + "/corpus") }

  /// What every file is, whose, and under which licence.
  public static func manifest() throws -> [Entry] {
    let path = try directory() + "/MANIFEST.tsv"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw EmbeddedCorpusError("\(path) cannot be read as text", [])
    }
    return try text.split(separator: "\n").enumerated().dropFirst().map { number, line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 7 else {
        throw EmbeddedCorpusError("\(path), line \(number + 1) has \(fields.count) columns, expected 7", [])
      }
      return Entry(
        file: fields[0], split: fields[1], label: fields[2], source: fields[3], author: fields[4], licence: fields[5],
        change: fields[6])
    }
  }

  /// The authors of some entries with their licences, to be shown wherever the recordings are used.
  public static func credits(_ entries: [Entry]) -> [String] {
    Set(entries.map { "\($0.author) (\($0.licence))" }).sorted()
  }

  private final class Marker {}
}

/// The embedded recordings are missing or damaged.
public struct EmbeddedCorpusError: Error, CustomStringConvertible {
  public let message: String
  /// Where they were looked for.
  public let places: [String]
  init(_ message: String, _ places: [String]) { (self.message, self.places) = (message, places) }
  public var description: String { ([message] + places.map { "  not in \($0)" }).joined(separator: "\n") }
}
