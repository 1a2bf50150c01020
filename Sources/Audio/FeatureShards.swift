import Foundation

/// A directory of feature shards, memory-mapped: any clip's features without decoding or computing.
public final class FeatureShards: Sendable {
  /// A stored clip.
  public struct Clip: Hashable, Sendable {
    /// The recording, relative to the directory that the features were made from.
    public let file: String
    /// The clip's number in its recording.
    public let number: Int
    public let frames: Int
    fileprivate let shard: Int
    fileprivate let entry: FeatureShard.Clip
  }

  public let directory: String
  public let settings: FeatureSettings
  /// In the order of the corpus.
  public let clips: [Clip]
  /// Files that could not be read when the features were made.
  public let skipped: [SkippedFile]
  /// Of the files, their lengths and how they were cut: another one is another corpus.
  public let digest: String
  private let shards: [FeatureShard]

  /// Maps every shard and reads their headers.
  ///
  /// - Parameter settings: those that the features are to have; nil takes what is there.
  /// - Throws: `FeatureError` if the shards are missing, incomplete, damaged, or made with other or mixed settings.
  public init(directory: String, settings expected: FeatureSettings? = nil) throws {
    let names = try Self.names(in: directory)
    shards = try names.map { try FeatureShard(path: directory + "/" + $0) }
    guard let first = shards.first else { throw FeatureError.empty(directory: directory) }
    for shard in shards {
      let wanted = expected ?? first.metadata.settings
      if shard.metadata.settings != wanted {
        throw FeatureError.otherSettings(
          path: shard.path, differences: wanted.differences(from: shard.metadata.settings))
      }
      if shard.metadata.plan != first.metadata.plan { throw FeatureError.otherCorpus(path: shard.path) }
    }
    if shards.count != first.metadata.shards || shards.enumerated().contains(where: { $0 != $1.metadata.shard }) {
      throw FeatureError.incomplete(directory: directory, found: shards.count, expected: first.metadata.shards)
    }
    (self.directory, settings, digest) = (directory, first.metadata.settings, first.metadata.plan)
    clips = shards.enumerated().flatMap { number, shard in
      shard.clips.map { Clip(file: $0.file, number: $0.number, frames: $0.frames, shard: number, entry: $0) }
    }
    skipped = shards.flatMap(\.metadata.skipped)
    if clips.isEmpty { throw FeatureError.empty(directory: directory) }
  }

  /// The clips in two parts, file by file, as `Corpus.split` does it.
  public func split(heldOut share: Double, seed: UInt64) -> (training: [Clip], heldOut: [Clip]) {
    let held = Corpus.heldOut(of: Set(clips.map(\.file)).sorted(), share: share, seed: seed)
    return (clips.filter { !held.contains($0.file) }, clips.filter { held.contains($0.file) })
  }

  /// The clips of a share of the files, as `Corpus.part` does it.
  public static func part(of clips: [Clip], _ share: Double, seed: UInt64) -> [Clip] {
    let kept = Corpus.part(of: Set(clips.map(\.file)).sorted(), share: share, seed: seed)
    return clips.filter { kept.contains($0.file) }
  }

  /// Whether a directory holds feature shards.
  public static func isPresent(in directory: String) -> Bool { ((try? names(in: directory)) ?? []).isEmpty == false }

  static func names(in directory: String) throws -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
      throw FeatureError.missing(directory: directory)
    }
    return names.filter { $0.hasSuffix(".safetensors") }.sorted()
  }

  /// Features of a clip, or of some of its frames: (frame, mel).
  public func features(_ clip: Clip, frames: Range<Int>? = nil) -> [Float] {
    let range = frames ?? 0..<clip.frames
    precondition(range.lowerBound >= 0 && range.upperBound <= clip.frames)
    return shards[clip.shard].values(clip.entry, frames: range)
  }

  /// Compares every shard with its checksum, which reads all data.
  ///
  /// - Throws: `FeatureError.damaged`.
  public func verify() throws { for shard in shards { try shard.verify() } }
}
