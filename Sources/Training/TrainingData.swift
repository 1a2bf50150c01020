import Audio
import Compiler
import Features
import Graphs
import Runtime

/// Batches of standardised log-mel spectrograms: a function of the step.
public protocol BatchSource: AnyObject {
  /// - Parameter step: counts batches from 0.
  /// - Returns: values (batch, frame, mel), and the file of each clip.
  func batch(step: Int) throws -> FeatureBatch
  /// Files that could not be read so far.
  var skipped: [SkippedFile] { get }
}

/// What a run is trained and evaluated on.
public struct TrainingData {
  /// What the data were, for the record, and to see on resuming whether they are the same.
  public struct Description: Sendable, Hashable, Codable {
    /// The directory; nil for the recordings that come with Sonograph.
    public let directory: String?
    /// `audio` or `features`.
    public let kind: String
    public let trainingFiles: Int
    public let heldOutFiles: Int
    public let digest: String
  }

  public let description: Description
  public let training: any BatchSource
  /// (frame, mel) of each held-out clip, and its file.
  public let heldOut: [(values: [Float], file: String)]
  private let leftOut: [SkippedFile]
  /// Log-mels of some training clips.
  private let measured: () throws -> [[Float]]

  /// Files that could not be read so far, each once.
  public var skipped: [SkippedFile] {
    (leftOut + training.skipped).reduce(into: []) { files, file in
      if !files.contains(where: { $0.file == file.file }) { files.append(file) }
    }
  }

  /// The mean and deviation of the log-mels of training clips, at most 64 of them; nil if they are silent.
  ///
  /// - Throws: what reading them throws.
  public func scale() throws -> FeatureScale? { FeatureScale(try measured()) }

  /// Finds the data and holds a part out.
  ///
  /// - Parameters:
  ///   - directory: of sound files or of feature shards; nil for the recordings that come with Sonograph.
  ///   - mels: of the model.
  /// - Throws: `AudioError`, `FeatureError`, `EmbeddedCorpusError`, `TrainingError`.
  public init(
    directory: String?, options: PretrainOptions, mels: Int, target: Target, cache: KernelCache, pool: ThreadPool
  ) throws {
    if let directory, FeatureShards.isPresent(in: directory) {
      try self.init(shards: FeatureShards(directory: directory), directory, options, mels: mels, threads: pool.threads)
    } else {
      let corpus = try directory.map { try Corpus(directory: $0) } ?? EmbeddedCorpus.corpus()
      var settings = LogMel()
      settings.mels = mels
      let extract = try LogMelExtractor(settings, target: target, cache: cache, pool: pool)
      try self.init(corpus: corpus, directory, options, extract, threads: pool.threads)
    }
  }

  private init(corpus: Corpus, _ directory: String?, _ options: PretrainOptions, _ extract: LogMelExtractor, threads: Int)
    throws
  {
    try Self.checkSplittable(corpus.recordings.count, corpus.directory)
    let settings = extract.settings
    let (rest, heldOut) = try corpus.split(heldOut: options.heldOut, seed: UInt64(options.seed))
    let training = try options.dataFraction.map { try rest.part($0, seed: UInt64(options.seed)) } ?? rest
    let length = Int((options.clipSeconds * Double(settings.sampleRate)).rounded())
    let piece = FeaturePiece(frames: options.frames, mels: settings.mels)
    let sampler = ClipSampler(training, sampleRate: settings.sampleRate, length: length, seed: UInt64(options.seed))
    let loader = ClipLoader(sampler, batch: options.batch, threads: threads)
    self.training = AudioBatches(loader, extract, piece)
    let plan = ClipPlan(heldOut, sampleRate: settings.sampleRate, length: length)
    measured = { try FeatureScale.measured(ClipPlan(training, sampleRate: settings.sampleRate, length: length), extract) }
    var (pieces, broken): ([(values: [Float], file: String)], [SkippedFile]) = ([], corpus.skipped)
    for number in Self.spread(plan.count, options.heldOutClips) {
      let file = heldOut.recordings[plan[number].recording].file
      do {
        let features = try extract(plan.samples(plan[number]))
        pieces.append((piece.cut(features, at: piece.middle(of: features.count / settings.mels)), file))
      } catch let error as AudioError { broken.append(SkippedFile(file: file, reason: "\(error)")) }
    }
    if pieces.isEmpty {
      throw TrainingError("none of the held-out files can be read", broken.last?.reason ?? "")
    }
    (self.heldOut, leftOut) = (pieces, broken)
    description = Description(
      directory: directory, kind: "audio", trainingFiles: training.recordings.count,
      heldOutFiles: heldOut.recordings.count,
      digest: ClipPlan(corpus, sampleRate: settings.sampleRate, length: length).digest)
  }

  private init(shards: FeatureShards, _ directory: String, _ options: PretrainOptions, mels: Int, threads: Int) throws {
    guard shards.settings.mels == mels else {
      throw TrainingError(
        "the features in \(directory) have \(shards.settings.mels) mel bands, the model takes \(mels)",
        "prepare them with --mels \(mels), or choose another model")
    }
    let files = Set(shards.clips.map(\.file)).count
    try Self.checkSplittable(files, directory)
    let (rest, held) = shards.split(heldOut: options.heldOut, seed: UInt64(options.seed))
    let training = options.dataFraction.map { FeatureShards.part(of: rest, $0, seed: UInt64(options.seed)) } ?? rest
    let piece = FeaturePiece(frames: options.frames, mels: mels)
    self.training = StoredBatches(
      FeatureLoader(
        shards, clips: training, batch: options.batch, frames: options.frames, seed: UInt64(options.seed),
        threads: threads))
    measured = { Self.spread(training.count, FeatureScale.clips).map { shards.features(training[$0]) } }
    heldOut = Self.spread(held.count, options.heldOutClips).map { number in
      (piece.cut(shards.features(held[number]), at: piece.middle(of: held[number].frames)), held[number].file)
    }
    leftOut = shards.skipped
    description = Description(
      directory: directory, kind: "features", trainingFiles: Set(training.map(\.file)).count,
      heldOutFiles: Set(held.map(\.file)).count, digest: shards.digest)
  }

  private static func checkSplittable(_ files: Int, _ directory: String) throws {
    if files < 2 {
      throw TrainingError("\(directory) has one usable file", "training needs two or more: one is held out")
    }
  }

  /// At most so many of all numbers, evenly spread.
  static func spread(_ count: Int, _ most: Int) -> [Int] {
    let kept = min(count, most)
    return (0..<kept).map { $0 * count / kept }
  }
}

/// Clips decoded on background threads, their features computed by the compiled front end.
private final class AudioBatches: BatchSource {
  private let loader: ClipLoader
  private let extract: LogMelExtractor
  private let piece: FeaturePiece

  init(_ loader: ClipLoader, _ extract: LogMelExtractor, _ piece: FeaturePiece) {
    (self.loader, self.extract, self.piece) = (loader, extract, piece)
  }

  var skipped: [SkippedFile] { loader.skipped }

  func batch(step: Int) throws -> FeatureBatch {
    let clips = try loader.batch(step: step)
    let length = clips.samples.count / loader.batch
    var values: [Float] = []
    values.reserveCapacity(loader.batch * piece.frames * piece.mels)
    for row in 0..<loader.batch {
      let features = try extract(Array(clips.samples[row * length..<(row + 1) * length]))
      let position = step * loader.batch + row
      let start = piece.start(seed: loader.sampler.seed, position: position, of: features.count / piece.mels)
      values += piece.cut(features, at: start)
    }
    return FeatureBatch(values: values, files: clips.files, step: step)
  }
}

/// Pieces of features that `sonograph prepare` has stored.
private final class StoredBatches: BatchSource {
  private let loader: FeatureLoader
  init(_ loader: FeatureLoader) { self.loader = loader }
  var skipped: [SkippedFile] { [] }
  func batch(step: Int) throws -> FeatureBatch { try loader.batch(step: step) }
}
