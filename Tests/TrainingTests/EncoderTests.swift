import Foundation
import Graphs
import Sonograph
import Testing

@testable import Training

@Suite struct EncoderTests {
  private func encoder(_ layout: SpectrogramEncoder.Layout, layer: Int? = nil, patchTime: Int = 4) throws -> SpectrogramEncoder {
    var frame = MaskedSpectrogram(width: 8)
    (frame.mels, frame.patchMel, frame.patchTime) = (20, 5, patchTime)
    let model = SSAST(name: "encoder", frame: frame, depth: 2, heads: 2)
    let machine = try TinyRun.machine(threads: 2)
    let encoder = try SpectrogramEncoder(model, frames: 200, layer: layer, layout: layout, machine: machine)
    var options = TinyRun.options
    options.frames = 7 * patchTime
    let trainer = try Trainer(model, options, machine)
    try trainer.initialize()
    let arrays = try trainer.shapes(.parameter).map {
      ArrayFile.Named($0.name, shape: $0.shape, Array(try trainer.session.memory($0.name).bindMemory(to: Float.self)))
    }
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("encoder-\(UUID()).safetensors").path
    defer { unlink(path) }
    try ArrayFile.writeSafetensors(arrays, metadata: [:], to: path)
    try encoder.take(Safetensors(contentsOf: URL(fileURLWithPath: path)), from: path)
    return encoder
  }

  private func tone(_ count: Int) -> [Float] { (0..<count).map { Float(0.3 * sin(Double($0 * $0 % 40_007) * 0.01)) } }

  /// Rows of the released code for clips of the evaluation's tasks: samples at 16 kHz, rows kept.
  @Test("official rows", arguments: [(12_960, 21), (16_000, 26), (64_000, 101), (76_320, 120), (80_000, 126), (298_240, 467)])
  func officialRows(_ samples: Int, _ rows: Int) throws {
    let embedding = try encoder(.official)(tone(samples))
    #expect(embedding.rows == rows && embedding.width == 4 * 8 && embedding.times.count == rows)
  }

  @Test func layoutsHoldTheSameTokens() throws {
    // 199 frames: one window in both layouts.
    let samples = tone(31_680)
    let official = try encoder(.official)(samples)
    let corrected = try encoder(.corrected)(samples)
    #expect(corrected.rows == 50 && official.rows == 50 && official.cls == corrected.cls)
    func token(_ embedding: SpectrogramEncoder.Embedding, _ row: Int, _ slot: Int) -> [Float] {
      let start = row * embedding.width + slot * 8
      return Array(embedding.values[start..<start + 8])
    }
    // Token 4 t + f of a window of 50 x 4.
    for (time, band) in [(0, 1), (13, 0), (27, 3), (49, 2)] {
      let number = 4 * time + band
      #expect(token(corrected, time, band) == token(official, number % 50, number / 50))
    }
    #expect(abs(corrected.times[0] - 0.015) < 1e-9 && corrected.times.last! < 1.98)
  }

  @Test func anyLengthAndHop() throws {
    let encoder = try encoder(.corrected)
    let short = try encoder(tone(7))
    #expect(short.rows == 1 && short.values.allSatisfy(\.isFinite))
    // More windows than are computed at once.
    let long = try encoder(tone(16_000 * 21))
    #expect(long.rows == 525)
    let resampled = long.resampled(hop: 0.1)
    #expect(resampled.rows == 210 && abs(resampled.times[1] - 0.15) < 1e-9)
    // Rows at 95, 135 and 175 ms have their middles in 100 ... 200 ms but the first.
    let wanted = (long.values[3 * 32] + long.values[4 * 32]) / 2
    #expect(abs(resampled.values[32] - wanted) < 1e-6)
  }

  /// Patches of 8 frames, 80 ms: with a hop of 50 ms every other row is that of the recording 40 ms later.
  @Test func rowsAreAtMostAHopApart() throws {
    let encoder = try encoder(.corrected, patchTime: 8)
    let samples = tone(16_000 * 3)
    let (rows, whole) = (try encoder.rows(samples, hop: 0.05), try encoder(samples))
    #expect(whole.rows == 38 && rows.rows == 75)
    for (row, time) in rows.times.enumerated() { #expect(abs(time - (0.035 + 0.04 * Double(row))) < 1e-9) }
    for row in 0..<whole.rows {
      #expect(rows.values[2 * row * 32..<(2 * row + 1) * 32].elementsEqual(whole.values[row * 32..<(row + 1) * 32]))
    }
    // A patch that is short enough is left as it is; so is a recording that is too short for more.
    let direct = try encoder.rows(samples, hop: 0.08)
    #expect(direct.times == whole.times && direct.values == whole.values)
    #expect(try encoder.rows(tone(100), hop: 0.05).rows == 1)
    // The released code's: the n-th row begins n shares of the recording after its begin.
    let official = try self.encoder(.official).rows(tone(16_000), hop: 0.05)
    #expect(official.rows == 26 && official.times[0] == 0 && abs(official.times[25] - 25.0 / 26) < 1e-9)
  }

  @Test func layers() throws {
    let samples = tone(16_000)
    let (first, last, end) = try (encoder(.corrected, layer: 1)(samples), encoder(.corrected, layer: 2)(samples), encoder(.corrected)(samples))
    #expect(first.values != last.values && last.values != end.values)
    // The end is the last layer's tokens, normalised: mean 0 and deviation 1 over channels, for weights as they start.
    for row in 0..<3 {
      let token = last.values[row * 32..<row * 32 + 8].map { Double($0) }
      let mean = token.reduce(0, +) / 8
      let deviation = (token.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 8 + 1e-6).squareRoot()
      for i in 0..<8 { #expect(abs((token[i] - mean) / deviation - Double(end.values[row * 32 + i])) < 1e-4) }
    }
    #expect { try encoder(.corrected, layer: 3) } throws: { "\($0)".contains("has no layer 3") }
  }

  @Test func numPyFiles() throws {
    let tiny = try TinyRun()
    let path = tiny.folder + "/a.npy"
    try ArrayFile.writeNumPy(ArrayFile.Named("", shape: [2, 3], [1, 2, 3, 4, 5, 6]), to: path)
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(data.prefix(8) == Data([0x93] + Array("NUMPY".utf8) + [1, 0]))
    let length = Int(data[8]) + 256 * Int(data[9])
    #expect((10 + length) % 64 == 0 && data.count == 10 + length + 24)
    #expect(String(decoding: data[10..<10 + length], as: UTF8.self).hasPrefix("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"))
    #expect(data.suffix(4) == withUnsafeBytes(of: Float(6)) { Data($0) })
  }
}
