/// Pieces of equal length from stored features.
public struct FeatureBatch: Hashable, Sendable {
  /// (batch, frame, mel).
  public var values: [Float]
  /// The recording of each piece.
  public var files: [String]
  public var step: Int
  public init(values: [Float], files: [String], step: Int) { (self.values, self.files, self.step) = (values, files, step) }
}

/// Batches of random pieces of stored clips, read ahead on background threads; every clip once an epoch.
///
/// A batch is a function of the shards, the seed and the step, as with `ClipLoader`.
public final class FeatureLoader: Sendable {
  public let shards: FeatureShards
  /// What batches are drawn from.
  public let clips: [FeatureShards.Clip]
  public let batch: Int
  private let prefetcher: BatchPrefetcher

  /// - Parameters:
  ///   - clips: those to draw from; nil for all.
  ///   - frames: of a piece; a shorter clip is repeated along time.
  ///   - isStandardized: each clip is standardised over all of its frames and bands before the piece is taken: how the
  ///     released training code does it.
  public init(
    _ shards: FeatureShards, clips: [FeatureShards.Clip]? = nil, batch: Int, frames: Int, isStandardized: Bool = true,
    seed: UInt64, threads: Int = 2, depth: Int = 4
  ) {
    (self.shards, self.batch) = (shards, batch)
    let clips = clips ?? shards.clips
    self.clips = clips
    let piece = FeaturePiece(frames: frames, mels: shards.settings.mels, isStandardized: isStandardized)
    prefetcher = BatchPrefetcher(rows: batch, elementsPerRow: frames * piece.mels, threads: threads, depth: depth) {
      position, row in
      let (epoch, index) = position.quotientAndRemainder(dividingBy: clips.count)
      let clip = clips[EpochPermutation(count: clips.count, seed: seed, epoch: epoch)[index]]
      let start = piece.start(seed: seed, position: position, of: clip.frames)
      let values = piece.cut(shards.features(clip), at: start)
      for i in row.indices { row[i] = values[i] }
      return clip.file
    }
  }

  /// Batches of an epoch, the last one continuing into the next epoch.
  public var stepsPerEpoch: Int { (clips.count + batch - 1) / batch }

  public func batch(step: Int) throws -> FeatureBatch {
    let batch = try prefetcher.batch(step: step)
    return FeatureBatch(values: batch.values, files: batch.names, step: step)
  }
}
