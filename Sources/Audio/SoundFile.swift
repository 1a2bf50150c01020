import CSndfile
import Foundation

/// What a sound file's header says.
public struct AudioFile: Hashable, Sendable {
  public let path: String
  /// Samples per second and channel.
  public let sampleRate: Int
  public let channels: Int
  /// Samples of each channel.
  public let frames: Int

  public var seconds: Double { Double(frames) / Double(sampleRate) }

  /// Reads the header.
  ///
  /// - Throws: `AudioError` if the file is missing, empty, cut off or not audio.
  public init(path: String) throws { self = try SoundFile(path: path).file }

  init(path: String, _ info: SF_INFO) {
    (self.path, sampleRate) = (path, Int(info.samplerate))
    (channels, frames) = (Int(info.channels), Int(info.frames))
  }

  /// How many samples the file has after conversion to another rate.
  public func count(at rate: Int) -> Int { convertedCount(frames, from: sampleRate, to: rate) }
}

/// Samples after conversion to another rate, rounded down.
func convertedCount(_ count: Int, from: Int, to: Int) -> Int {
  let (product, overflow) = count.multipliedReportingOverflow(by: to)
  return overflow ? Int(Double(count) / Double(from) * Double(to)) : product / from
}

/// An open sound file: blocks of interleaved samples in [-1, 1], mixed to mono.
///
/// Not safe to use from two threads at once.
final class SoundFile {
  let file: AudioFile
  private let handle: OpaquePointer
  private let block: UnsafeMutableBufferPointer<Float>
  /// The next sample to be read, of each channel.
  private(set) var position = 0

  /// Samples of each channel that are decoded at a time.
  static let blockFrames = 8192

  init(path: String) throws {
    try Self.checkContainer(path)
    var info = SF_INFO()
    guard let handle = sf_open(path, Int32(SFM_READ), &info) else {
      throw AudioError.notAudio(path: path, reason: Self.message(nil))
    }
    guard info.frames > 0, info.channels > 0, info.samplerate > 0 else {
      sf_close(handle)
      throw AudioError.empty(path: path)
    }
    (self.handle, file) = (handle, AudioFile(path: path, info))
    block = .allocate(capacity: Self.blockFrames * file.channels)
  }

  deinit {
    sf_close(handle)
    block.deallocate()
  }

  /// Reads up to a block of the file, as the mean of the channels.
  ///
  /// - Returns: how many samples were written to `destination`, which holds `blockFrames`; 0 at the end.
  /// - Throws: `AudioError` for samples that are not finite and for a file that ends before its header says so.
  func readMono(into destination: UnsafeMutablePointer<Float>, limit: Int = blockFrames) throws -> Int {
    let wanted = min(limit, Self.blockFrames, file.frames - position)
    if wanted <= 0 { return 0 }
    let count = Int(sf_readf_float(handle, block.baseAddress!, sf_count_t(wanted)))
    if count < wanted {
      throw AudioError.truncated(path: file.path, announced: file.frames, found: position + count, unit: "samples")
    }
    let channels = file.channels
    for i in 0..<count {
      var sum: Float = 0
      for channel in 0..<channels { sum += block[i &* channels &+ channel] }
      // A multiplication by the reciprocal would not be exact for three channels.
      let mean = channels == 1 ? sum : sum / Float(channels)
      guard mean.isFinite else {
        throw AudioError.notFinite(path: file.path, seconds: Double(position + i) / Double(file.sampleRate))
      }
      destination[i] = mean
    }
    position += count
    return count
  }

  /// Goes to a sample; where the format cannot, by reading up to it.
  func seek(to target: Int) throws {
    let target = min(max(target, 0), file.frames)
    if target == position { return }
    if sf_seek(handle, sf_count_t(target), SEEK_SET) == sf_count_t(target) {
      position = target
      return
    }
    guard target > position else {
      throw AudioError.notReadable(path: file.path, reason: "the format cannot go back to sample \(target)")
    }
    let skipped = UnsafeMutablePointer<Float>.allocate(capacity: Self.blockFrames)
    defer { skipped.deallocate() }
    while position < target { _ = try readMono(into: skipped, limit: target - position) }
  }

  private static func message(_ handle: OpaquePointer?) -> String {
    String(cString: sf_strerror(handle)).trimmingCharacters(in: CharacterSet(charactersIn: ". \n"))
  }

  /// Says what libsndfile does not: missing, no permission, no bytes, and an IFF container (WAV, AIFF) that is shorter
  /// than the size in its first eight bytes, which libsndfile shortens in silence.
  private static func checkContainer(_ path: String) throws {
    var info = stat()
    guard stat(path, &info) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { throw AudioError.missing(path: path) }
      throw AudioError.notReadable(path: path, reason: String(cString: strerror(errno)))
    }
    if info.st_mode & S_IFMT == S_IFDIR { throw AudioError.isDirectory(path: path) }
    guard let stream = fopen(path, "rb") else {
      throw AudioError.notReadable(path: path, reason: String(cString: strerror(errno)))
    }
    defer { fclose(stream) }
    if info.st_size == 0 { throw AudioError.empty(path: path) }
    var head = [UInt8](repeating: 0, count: 8)
    guard fread(&head, 1, 8, stream) == 8, let announced = containerSize(head) else { return }
    // Writers to pipes do not know the size and leave the largest; an odd chunk's padding byte is often left out.
    if announced > Int(info.st_size) + 1, announced < 0x7FFF_0000 {
      throw AudioError.truncated(path: path, announced: announced, found: Int(info.st_size), unit: "bytes")
    }
  }

  private static func containerSize(_ head: [UInt8]) -> Int? {
    let size = head[4..<8].map { Int($0) }
    switch String(decoding: head[0..<4], as: UTF8.self) {
    case "RIFF": return 8 + size.reversed().reduce(0) { $0 << 8 | $1 }
    case "FORM", "RIFX": return 8 + size.reduce(0) { $0 << 8 | $1 }
    default: return nil
    }
  }
}
