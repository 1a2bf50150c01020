import Foundation

/// Clips of equal length from many recordings.
public struct ClipBatch: Hashable, Sendable {
  /// (batch, sample), in [-1, 1].
  public var samples: [Float]
  /// The file of each clip, relative to the corpus's directory.
  public var files: [String]
  public var step: Int
}

/// Batches of random clips from a corpus, decoded ahead on background threads.
///
/// A batch is a function of the corpus, the seed and the step: the same bits for any number of threads, in whatever
/// order steps are asked for, so that a run is resumed by asking for its next step. Memory is the batches of the queue.
public final class ClipLoader: Sendable {
  public let sampler: ClipSampler
  public let batch: Int
  private let prefetcher: BatchPrefetcher
  private let broken = BrokenFiles()

  /// - Parameters:
  ///   - batch: clips in a batch.
  ///   - threads: that decode.
  ///   - depth: batches in the queue.
  public init(_ sampler: ClipSampler, batch: Int, threads: Int = 2, depth: Int = 4) {
    (self.sampler, self.batch) = (sampler, batch)
    let broken = broken
    prefetcher = BatchPrefetcher(rows: batch, elementsPerRow: sampler.length, threads: threads, depth: depth) {
      try Self.decode(sampler, position: $0, into: $1, broken)
    }
  }

  /// Batches of an epoch, the last one continuing into the next epoch.
  public var stepsPerEpoch: Int { (sampler.sections + batch - 1) / batch }

  /// Files that turned out to be unreadable so far, by name. Their clips are replaced by others, chosen by the seed.
  public var skipped: [SkippedFile] { broken.files }

  /// The batch of a step, which counts from 0.
  ///
  /// - Throws: `AudioError.tooManyBroken` if no clip can be found for a position.
  public func batch(step: Int) throws -> ClipBatch {
    let batch = try prefetcher.batch(step: step)
    return ClipBatch(samples: batch.values, files: batch.names, step: step)
  }

  /// How many other clips are tried in place of a broken one.
  private static let attempts = 32

  private static func decode(
    _ sampler: ClipSampler, position: Int, into destination: UnsafeMutableBufferPointer<Float>, _ broken: BrokenFiles
  ) throws -> String {
    var last: any Error = CancellationError()
    for attempt in 0..<attempts {
      let place = sampler.place(position: position, attempt: attempt)
      let recording = sampler.corpus.recordings[place.recording]
      do {
        try read(place, sampler, into: destination)
        return recording.file
      } catch {
        broken.add(SkippedFile(file: recording.file, reason: "\(error)"))
        last = error
      }
    }
    throw AudioError.tooManyBroken(clips: attempts, last: "\(last)")
  }

  /// Reads a clip; one that is shorter than wanted is repeated until it fills the row.
  private static func read(
    _ place: ClipSampler.Place, _ sampler: ClipSampler, into destination: UnsafeMutableBufferPointer<Float>
  ) throws {
    let path = sampler.corpus.path(sampler.corpus.recordings[place.recording])
    let reader = try AudioReader(path: path, sampleRate: sampler.sampleRate)
    try reader.seek(to: place.start)
    let samples = try reader.read(place.count)
    if samples.isEmpty { throw AudioError.empty(path: path) }
    for i in destination.indices { destination[i] = samples[i % samples.count] }
  }
}

/// Files found to be broken, by any thread.
final class BrokenFiles: @unchecked Sendable {
  private let lock = NSLock()
  private var reasons: [String: String] = [:]

  func add(_ file: SkippedFile) { lock.withLock { reasons[file.file] = file.reason } }
  var files: [SkippedFile] {
    lock.withLock { reasons.sorted { $0.key < $1.key }.map { SkippedFile(file: $0.key, reason: $0.value) } }
  }
}
