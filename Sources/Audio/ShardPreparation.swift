import Foundation

/// Computes the features of a corpus once and stores them in shards.
///
/// Each shard is a fixed range of the plan's clips, so that a run that was killed goes on with the first missing shard,
/// and the result is the same to the bit however often it was killed. Memory is a shard and a few decoded clips.
public struct ShardPreparation: Sendable {
  public let plan: ClipPlan
  public let settings: FeatureSettings
  public let directory: String
  public var clipsPerShard = 256
  public var threads = 2

  public init(_ plan: ClipPlan, _ settings: FeatureSettings, directory: String) {
    (self.plan, self.settings, self.directory) = (plan, settings, directory)
  }

  /// How far it is.
  public struct Progress: Sendable {
    /// Clips behind it, those of earlier runs included, out of `total`.
    public var clips = 0
    public var total = 0
    /// Clips of this run, and the seconds of audio in them.
    public var computed = 0
    public var audioSeconds = 0.0
    /// Frames and bytes that this run has stored.
    public var frames = 0
    public var bytes = 0
  }

  public struct Result: Sendable {
    public var progress = Progress()
    public var shards = 0
    /// Shards that were there already.
    public var reused = 0
    /// Files without features, those with a bad header first.
    public var skipped: [SkippedFile] = []
  }

  /// - Parameters:
  ///   - features: (frame, mel) of a clip's samples; called by one thread.
  ///   - report: called after every few clips.
  /// - Throws: `FeatureError` if the directory cannot be written, or has shards of other settings or other files.
  public func run(features: ([Float]) throws -> [Float], report: (Progress) -> Void = { _ in }) throws -> Result {
    let lock = try DirectoryLock(directory)
    defer { withExtendedLifetime(lock) {} }
    let digest = "\(plan.digest)-\(clipsPerShard)"
    var result = Result()
    result.shards = (plan.count + clipsPerShard - 1) / clipsPerShard
    result.progress.total = plan.count
    result.skipped = plan.corpus.skipped
    try checkExisting(digest, shards: result.shards)
    for shard in 0..<result.shards {
      let path = directory + "/" + FeatureShard.name(shard)
      let range = shard * clipsPerShard..<min(plan.count, (shard + 1) * clipsPerShard)
      if let done = try finished(path) {
        result.reused += 1
        result.skipped += done.metadata.skipped
        result.progress.clips += range.count
      } else {
        let skipped = try compute(range, shard, path, digest, &result, features, report)
        result.skipped += skipped
      }
      report(result.progress)
    }
    result.skipped = result.skipped.reduce(into: []) { if $0.last?.file != $1.file { $0.append($1) } }
    return result
  }

  /// Refuses shards of other settings or files before anything is computed.
  private func checkExisting(_ digest: String, shards: Int) throws {
    for name in try FeatureShards.names(in: directory) {
      guard let shard = try? FeatureShard(path: directory + "/" + name) else { continue }
      if shard.metadata.settings != settings {
        throw FeatureError.otherSettings(
          path: shard.path, differences: settings.differences(from: shard.metadata.settings))
      }
      if shard.metadata.plan != digest || shard.metadata.shards != shards {
        throw FeatureError.otherCorpus(path: shard.path)
      }
    }
  }

  /// The shard, if it is there and whole.
  private func finished(_ path: String) throws -> FeatureShard? {
    guard FileManager.default.fileExists(atPath: path), let shard = try? FeatureShard(path: path),
      (try? shard.verify()) != nil
    else { return nil }
    return shard
  }

  private func compute(
    _ range: Range<Int>, _ shard: Int, _ path: String, _ digest: String, _ result: inout Result,
    _ features: ([Float]) throws -> [Float], _ report: (Progress) -> Void
  ) throws -> [SkippedFile] {
    var writer = FeatureShardWriter(settings)
    var skipped: [SkippedFile] = []
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 8 * threads) {
      let clips = (start..<min(range.upperBound, start + 8 * threads)).map { plan[$0] }
      for (clip, samples) in zip(clips, decoded(clips)) {
        let file = plan.corpus.recordings[clip.recording].file
        result.progress.clips += 1
        switch samples {
        case .failure(let error):
          if skipped.last?.file != file { skipped.append(SkippedFile(file: file, reason: "\(error)")) }
        case .success(let samples):
          let values = try features(samples)
          writer.add(file: file, number: clip.number, values)
          result.progress.computed += 1
          result.progress.audioSeconds += Double(samples.count) / Double(plan.sampleRate)
          result.progress.frames += values.count / settings.mels
        }
      }
      report(result.progress)
    }
    result.progress.bytes += try writer.finish(
      at: path, plan: digest, shard: shard, of: result.shards, skipped: skipped)
    return skipped
  }

  /// The samples of some clips, decoded by several threads.
  private func decoded(_ clips: [ClipPlan.Clip]) -> [Swift.Result<[Float], any Error>] {
    let results = Decoded(count: clips.count)
    DispatchQueue.concurrentPerform(iterations: min(threads, clips.count)) { worker in
      for position in stride(from: worker, to: clips.count, by: threads) {
        results.set(position, Swift.Result { try plan.samples(clips[position]) })
      }
    }
    return results.all
  }

  /// Results by position, set by several threads.
  private final class Decoded: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [Swift.Result<[Float], any Error>?]
    init(count: Int) { values = Array(repeating: nil, count: count) }
    func set(_ position: Int, _ value: Swift.Result<[Float], any Error>) { lock.withLock { values[position] = value } }
    var all: [Swift.Result<[Float], any Error>] { values.map { $0! } }
  }
}
