import Audio
import CSndfile
import Foundation
import Testing

@Suite struct AudioReaderTests {
  let directory = try! SampleDirectory()

  /// A tone at 16 kHz, as every format and rate should give it back.
  private func tone(_ hertz: Double, count: Int) -> [Float] {
    (0..<count).map { Float(0.5 * Foundation.sin(2 * .pi * hertz * Double($0) / 16_000)) }
  }

  @Test(
    "formats of libsndfile, lossless ones to their depth",
    arguments: [
      ("a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_U8, Float(0.008)), ("a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 1e-6),
      ("a.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 1e-7), ("a.wav", SF_FORMAT_WAV | SF_FORMAT_DOUBLE, 1e-7),
      ("a.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 1e-4), ("a.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_16, 1e-4),
      ("a.w64", SF_FORMAT_W64 | SF_FORMAT_PCM_32, 1e-6), ("a.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 0.1),
      ("a.opus", SF_FORMAT_OGG | SF_FORMAT_OPUS, 0.1), ("a.mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 0.1),
    ])
  func format(_ name: String, _ format: Int, _ tolerance: Float) throws {
    let path = try directory.tone(name, seconds: 1.5, format: format)
    let reader = try AudioReader(path: path)
    #expect(abs(reader.count - 24_000) <= 2304, "\(reader.count)")
    let samples = try reader.read(1 << 20)
    #expect(samples.count == reader.count)
    // Lossy codecs take a while to settle, and MP3 starts some samples late.
    if tolerance < 0.05 {
      #expect(distance(samples, tone(440, count: 24_000)) <= tolerance)
    } else {
      let power = samples[8000..<16_000].reduce(0) { $0 + $1 * $1 } / 8000
      #expect(abs(power - 0.125) < 0.01, "\(power)")
    }
  }

  @Test("rates are converted in phase", arguments: [8000, 11_025, 22_050, 44_100, 48_000, 96_000, 192_000, 16_001])
  func rates(_ rate: Int) throws {
    let reader = try AudioReader(
      path: try directory.tone("tone.wav", seconds: 1, rate: rate, format: SF_FORMAT_WAV | SF_FORMAT_FLOAT))
    let samples = try reader.read(1 << 20)
    #expect(abs(samples.count - 16_000) <= 1)
    // The ends, where the tone starts and stops at once, ring.
    #expect(distance(Array(samples[1000..<15_000]), Array(tone(440, count: 15_000)[1000...])) < 2e-4)
  }

  @Test func sixChannelsAt192Kilohertz() throws {
    let path = try directory.sound(
      "surround.wav", format: SF_FORMAT_WAV | SF_FORMAT_PCM_24, rate: 192_000, channels: 6, frames: 192_000 * 2
    ) { frame, channel in
      // The mean of the channels is the tone: the others cancel.
      let tone = Float(0.5 * Foundation.sin(2 * .pi * 440 * Double(frame) / 192_000))
      return tone + [0.3, -0.3, 0.2, -0.2, 0.1, -0.1][channel]
    }
    let reader = try AudioReader(path: path)
    #expect(reader.file.channels == 6 && reader.file.sampleRate == 192_000)
    let samples = try reader.read(1 << 20)
    #expect(samples.count == 32_000)
    #expect(distance(Array(samples[1000..<31_000]), Array(tone(440, count: 31_000)[1000...])) < 2e-4)
  }

  @Test(
    "reading from a place gives what reading from the start gives", arguments: [8000, 16_000, 44_100, 48_000, 16_001])
  func seeking(_ rate: Int) throws {
    let path = try directory.sound("noise.wav", rate: rate, frames: rate * 3) { frame, _ in
      Float(Foundation.sin(Double(frame * frame % 7919))) * 0.4
    }
    let whole = try AudioReader(path: path).read(1 << 20)
    let reader = try AudioReader(path: path)
    for (start, count) in [(0, 37), (1, 400), (15_999, 16_001), (40_000, 4321), (17, 1), (47_000, 9999)] {
      try reader.seek(to: start)
      let expected = Array(whole[start..<min(start + count, whole.count)])
      let worst = distance(try reader.read(count), expected)
      #expect(worst <= (rate == 16_000 ? 0 : 1e-5), "from \(start): \(worst)")
    }
    try reader.seek(to: 1 << 30)
    #expect(try reader.read(10).isEmpty)
  }

  @Test("a stream read in small pieces is the stream read at once", arguments: [16_000, 44_100])
  func pieces(_ rate: Int) throws {
    let path = try directory.tone("tone.wav", seconds: 2.3, rate: rate)
    let whole = try AudioReader(path: path).read(1 << 20)
    let reader = try AudioReader(path: path)
    var joined: [Float] = []
    for size in sequence(first: 1, next: { ($0 * 5) % 7919 }) {
      let piece = try reader.read(size)
      if piece.isEmpty { break }
      joined += piece
    }
    #expect(joined == whole)
  }

  /// Three hours of silence as a file without blocks on disk, with a tone in its last minute.
  @Test func threeHours() throws {
    let (rate, seconds) = (8000, 3 * 3600)
    let path = try directory.sound("long.wav", rate: rate, frames: 1) { _, _ in 0 }
    let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    let bytes = 44 + 2 * rate * seconds
    for (offset, size) in [(4, bytes - 8), (40, bytes - 44)] {
      try handle.seek(toOffset: UInt64(offset))
      handle.write(withUnsafeBytes(of: UInt32(size).littleEndian) { Data($0) })
    }
    try handle.truncate(atOffset: UInt64(bytes))
    let toneStart = seconds - 60
    try handle.seek(toOffset: UInt64(44 + 2 * rate * toneStart))
    let tone = (0..<rate).map { Int16(16_384 * Foundation.sin(2 * .pi * 440 * Double($0) / Double(rate))).littleEndian }
    handle.write(tone.withUnsafeBytes { Data($0) })
    try handle.close()
    let reader = try AudioReader(path: path)
    #expect(reader.file.seconds == Double(seconds) && reader.count == 16_000 * seconds)
    try reader.seek(to: 16_000 * toneStart)
    let samples = try reader.read(16_000)
    let power = samples.reduce(0) { $0 + $1 * $1 } / 16_000
    #expect(abs(power - 0.125) < 1e-3, "\(power)")
    #expect(try reader.read(16_000 * 60).count == 16_000 * 59)
  }
}
