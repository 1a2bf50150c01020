/// Which piece of which recording every training clip is: a function of the seed and the clip's position alone.
///
/// Recordings count as sections of about ten seconds, the length of AudioSet's clips, so that an hour of audio counts as
/// 360 of them. An epoch visits every section once, in an order of its own; from a section, a clip starts at a random
/// sample.
public struct ClipSampler: Sendable {
  public let corpus: Corpus
  public let sampleRate: Int
  /// Samples of a clip.
  public let length: Int
  public let seed: UInt64
  private let table: SectionTable

  /// - Parameters:
  ///   - length: samples of a clip at `sampleRate`.
  ///   - section: seconds of a recording that count as one clip of an epoch.
  public init(_ corpus: Corpus, sampleRate: Int = 16_000, length: Int, section: Double = 10, seed: UInt64) {
    precondition(length > 0 && section > 0 && sampleRate > 0)
    (self.corpus, self.sampleRate, self.length, self.seed) = (corpus, sampleRate, length, seed)
    table = SectionTable(counts: corpus.recordings.map { max(1, Int($0.seconds / section)) })
  }

  /// Clips of an epoch.
  public var sections: Int { table.total }

  /// A clip's place: the recording's number, and the samples at `sampleRate` that it takes, fewer than `length` where
  /// the recording is shorter.
  public struct Place: Hashable, Sendable {
    public let recording: Int
    public let start: Int
    public let count: Int
  }

  /// - Parameters:
  ///   - position: counts clips over all epochs.
  ///   - attempt: 0, or how many other clips for this position turned out to be unreadable.
  public func place(position: Int, attempt: Int = 0) -> Place {
    let (epoch, index) = position.quotientAndRemainder(dividingBy: sections)
    var section = EpochPermutation(count: sections, seed: seed, epoch: epoch)[index]
    if attempt > 0 { section = Int(draw(position, attempt, stream: 1) % UInt64(sections)) }
    let (recording, number, parts) = table.locate(section)
    let count = corpus.recordings[recording].count(at: sampleRate)
    let (from, to) = (count * number / parts, count * (number + 1) / parts)
    let lastStart = max(0, count - length)
    let first = min(from, lastStart)
    let choices = max(first, min(to - 1, lastStart)) - first + 1
    let start = first + Int(draw(position, attempt, stream: 2) % UInt64(choices))
    return Place(recording: recording, start: start, count: min(length, count - start))
  }

  private func draw(_ position: Int, _ attempt: Int, stream: UInt64) -> UInt64 {
    scramble(scramble(scramble(seed &+ stream) ^ UInt64(position)) &+ UInt64(attempt))
  }
}
