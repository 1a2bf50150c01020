import CXXHash

/// A corpus cut into clips of one length from start to end, in the order in which they are stored.
///
/// What is left at a recording's end is a shorter clip if it is half a clip or more, or all there is.
public struct ClipPlan: Sendable {
  public let corpus: Corpus
  public let sampleRate: Int
  /// Samples of a clip.
  public let length: Int
  private let table: SectionTable

  public init(_ corpus: Corpus, sampleRate: Int = 16_000, length: Int) {
    precondition(length > 0 && sampleRate > 0)
    (self.corpus, self.sampleRate, self.length) = (corpus, sampleRate, length)
    table = SectionTable(
      counts: corpus.recordings.map { max(1, ($0.count(at: sampleRate) + length / 2) / length) })
  }

  public var count: Int { table.total }

  public struct Clip: Hashable, Sendable {
    /// The recording's number in the corpus.
    public let recording: Int
    /// The clip's number in its recording.
    public let number: Int
    /// Samples at `sampleRate`.
    public let start: Int
    public let count: Int
  }

  public subscript(position: Int) -> Clip {
    let (recording, number, _) = table.locate(position)
    let start = number * length
    let count = min(length, corpus.recordings[recording].count(at: sampleRate) - start)
    return Clip(recording: recording, number: number, start: start, count: max(1, count))
  }

  /// The clip's samples, in [-1, 1].
  ///
  /// - Throws: `AudioError`.
  public func samples(_ clip: Clip) throws -> [Float] {
    let path = corpus.path(corpus.recordings[clip.recording])
    let reader = try AudioReader(path: path, sampleRate: sampleRate)
    try reader.seek(to: clip.start)
    let samples = try reader.read(clip.count)
    if samples.isEmpty { throw AudioError.empty(path: path) }
    return samples
  }

  /// A digest of the files' names, rates and lengths: another one is another plan.
  public var digest: String {
    digestText(
      corpus.recordings.map { "\($0.file)\t\($0.sampleRate)\t\($0.frames)\n" }.joined() + "\(sampleRate) \(length)")
  }
}

/// A 64-bit XXH3 digest in hexadecimal: against accidents, not against malice.
func digestText(_ text: String) -> String {
  var text = text
  return text.withUTF8 { digest(UnsafeRawBufferPointer($0)) }
}

func digest(_ bytes: UnsafeRawBufferPointer) -> String {
  let word = String(XXH3_64bits(bytes.baseAddress, bytes.count), radix: 16)
  return String(repeating: "0", count: 16 - word.count) + word
}
