/// Pieces of equal length from stored features.
public struct FeatureBatch: Hashable, Sendable {
  /// (batch, frame, mel).
  public var values: [Float]
  /// The recording of each piece.
  public var files: [String]
  public var step: Int
}

/// Batches of random pieces of stored clips, read ahead on background threads; every clip once an epoch.
///
/// A batch is a function of the shards, the seed and the step, as with `ClipLoader`.
public final class FeatureLoader: Sendable {
  public let shards: FeatureShards
  public let batch: Int
  private let prefetcher: BatchPrefetcher

  /// - Parameters:
  ///   - frames: of a piece; a shorter clip is repeated along time.
  ///   - isStandardized: each clip's mean is taken off and it is divided by its deviation (population, plus 1e-8) over all
  ///     of its frames and bands, before the piece is taken: how the released training code does it.
  public init(
    _ shards: FeatureShards, batch: Int, frames: Int, isStandardized: Bool = true, seed: UInt64, threads: Int = 2,
    depth: Int = 4
  ) {
    (self.shards, self.batch) = (shards, batch)
    let mels = shards.settings.mels
    prefetcher = BatchPrefetcher(rows: batch, elementsPerRow: frames * mels, threads: threads, depth: depth) {
      position, row in
      let (epoch, index) = position.quotientAndRemainder(dividingBy: shards.clips.count)
      let clip = shards.clips[EpochPermutation(count: shards.clips.count, seed: seed, epoch: epoch)[index]]
      let draw = scramble(scramble(seed &+ 3) ^ UInt64(position))
      let start = Int(draw % UInt64(max(1, clip.frames - frames + 1)))
      let piece = start..<min(clip.frames, start + frames)
      let values =
        isStandardized ? Self.standardized(shards.features(clip), piece, mels) : shards.features(clip, frames: piece)
      for i in row.indices { row[i] = values[i % values.count] }
      return clip.file
    }
  }

  /// Batches of an epoch, the last one continuing into the next epoch.
  public var stepsPerEpoch: Int { (shards.clips.count + batch - 1) / batch }

  public func batch(step: Int) throws -> FeatureBatch {
    let batch = try prefetcher.batch(step: step)
    return FeatureBatch(values: batch.values, files: batch.names, step: step)
  }

  private static func standardized(_ values: [Float], _ frames: Range<Int>, _ mels: Int) -> [Float] {
    let count = Double(values.count)
    let mean = values.reduce(0) { $0 + Double($1) } / count
    let variance = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    let scale = 1 / (variance.squareRoot() + 1e-8)
    return values[frames.lowerBound * mels..<frames.upperBound * mels].map { Float((Double($0) - mean) * scale) }
  }
}
