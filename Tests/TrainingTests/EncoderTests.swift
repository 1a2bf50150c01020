import Foundation
import Graphs
import Sonograph
import Testing

@testable import Training

@Suite struct EncoderTests {
  private func encoder(_ layout: SpectrogramEncoder.Layout, layer: Int? = nil) throws -> SpectrogramEncoder {
    var frame = MaskedSpectrogram(width: 8)
    (frame.mels, frame.patchMel, frame.patchTime) = (20, 5, 4)
    let model = SSAST(name: "encoder", frame: frame, depth: 2, heads: 2)
    let machine = try TinyRun.machine(threads: 2)
    let encoder = try SpectrogramEncoder(model, frames: 200, layer: layer, layout: layout, machine: machine)
    let options = TinyRun.options
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
