import Audio
import CSndfile
import Foundation
import Testing

/// A directory of its own for a test's files, removed at the end.
final class SampleDirectory {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("audio-\(UUID())").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  func path(_ name: String) throws -> String {
    let url = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    return url.path
  }

  func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    let path = try path(name)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// Writes a sound file in any format of libsndfile, `sample(frame, channel)` at each place.
  @discardableResult func sound(
    _ name: String, format: Int = SF_FORMAT_WAV | SF_FORMAT_PCM_16, rate: Int = 16_000, channels: Int = 1, frames: Int,
    _ sample: (Int, Int) -> Float
  ) throws -> String {
    let path = try path(name)
    var info = SF_INFO()
    (info.samplerate, info.channels, info.format) = (Int32(rate), Int32(channels), Int32(format))
    let handle = try #require(sf_open(path, Int32(SFM_WRITE), &info), "\(name): \(String(cString: sf_strerror(nil)))")
    defer { sf_close(handle) }
    var block: [Float] = []
    for frame in 0..<frames {
      for channel in 0..<channels { block.append(sample(frame, channel)) }
      if block.count >= 16_384 || frame == frames - 1 {
        let written = sf_write_float(handle, block, sf_count_t(block.count))
        #expect(written == sf_count_t(block.count), "\(name): \(String(cString: sf_strerror(handle)))")
        block = []
      }
    }
    return path
  }

  /// A tone of half the full scale.
  @discardableResult func tone(
    _ name: String, hertz: Double = 440, seconds: Double, rate: Int = 16_000,
    format: Int = SF_FORMAT_WAV | SF_FORMAT_PCM_16
  ) throws -> String {
    try sound(name, format: format, rate: rate, frames: Int(seconds * Double(rate))) { frame, _ in
      Float(0.5 * Foundation.sin(2 * .pi * hertz * Double(frame) / Double(rate)))
    }
  }
}

/// The largest distance between two signals of equal length.
func distance(_ a: [Float], _ b: [Float]) -> Float {
  a.count == b.count ? zip(a, b).map { abs($0 - $1) }.max() ?? 0 : .infinity
}
