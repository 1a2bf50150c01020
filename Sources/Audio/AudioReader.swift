/// A sound file as one channel at a rate of choice, read as a stream or from any place.
///
/// Any rate, number of channels and depth: channels are averaged, the rate is converted by libsoxr. Memory is a few
/// blocks, whatever the length. Not safe to use from two threads at once.
public final class AudioReader {
  public let file: AudioFile
  public let sampleRate: Int
  /// Samples of the whole file at `sampleRate`.
  public var count: Int { file.count(at: sampleRate) }

  private let source: SoundFile
  private var resampler: Resampler?
  private var block: [Float]
  /// Converted samples not yet handed out start at `used`.
  private var ready: [Float] = []
  private var used = 0
  private var isAtEnd = false

  /// - Parameter sampleRate: of what is read, in Hz.
  /// - Throws: `AudioError`, if the file cannot be opened or the rates are too far apart.
  public init(path: String, sampleRate: Int = 16_000) throws {
    source = try SoundFile(path: path)
    (file, self.sampleRate) = (source.file, sampleRate)
    block = [Float](repeating: 0, count: SoundFile.blockFrames)
    try restart()
  }

  /// The next samples.
  ///
  /// - Returns: as many as `count`; fewer, or none, at the end of the file.
  /// - Throws: `AudioError` for samples that are not finite and for a file that is cut off.
  public func read(_ count: Int) throws -> [Float] {
    while ready.count - used < count, !isAtEnd { try fill() }
    let taken = Array(ready[used..<min(used + count, ready.count)])
    used += taken.count
    if used > SoundFile.blockFrames * 4 || used == ready.count {
      ready.removeFirst(used)
      used = 0
    }
    return taken
  }

  /// Goes to a sample at `sampleRate`, so that what is read from there on is what reading from the start gives.
  ///
  /// The conversion starts at an earlier sample that lies at a whole input and a whole output sample, so that its phase
  /// is the same, and far enough before for the filter to have settled.
  public func seek(to target: Int) throws {
    let divisor = greatestCommonDivisor(file.sampleRate, sampleRate)
    let (inputStep, outputStep) = (file.sampleRate / divisor, sampleRate / divisor)
    let settling = file.sampleRate == sampleRate ? 0 : Self.settlingPeriods * max(1, sampleRate / file.sampleRate)
    let start = max(0, target - settling) / outputStep
    try source.seek(to: start * inputStep)
    try restart()
    var rest = max(0, target - start * outputStep)
    while rest > 0 {
      let skipped = try read(min(rest, SoundFile.blockFrames)).count
      if skipped == 0 { return }
      rest -= skipped
    }
  }

  /// Output samples after which the filter of libsoxr's high quality has forgotten how it started, when the output has
  /// the lower rate; more in proportion when it has the higher.
  private static let settlingPeriods = 512

  private func restart() throws {
    (ready, used, isAtEnd) = ([], 0, false)
    if file.sampleRate == sampleRate { return }
    do { resampler = try Resampler(from: file.sampleRate, to: sampleRate) } catch { throw failure(error) }
  }

  private func fill() throws {
    let count = try block.withUnsafeMutableBufferPointer { try source.readMono(into: $0.baseAddress!) }
    isAtEnd = count == 0
    guard let resampler else {
      ready.append(contentsOf: block[0..<count])
      return
    }
    do {
      try block.withUnsafeBufferPointer { (buffer) throws(ResamplerError) in
        try resampler.process(UnsafeBufferPointer(rebasing: buffer[0..<count]), into: &ready)
      }
    } catch { throw failure(error) }
  }

  private func failure(_ error: ResamplerError) -> AudioError {
    .resampling(path: file.path, from: file.sampleRate, to: sampleRate, reason: error.message)
  }
}

func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }
