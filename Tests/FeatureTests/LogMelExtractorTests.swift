import Compiler
import Features
import Foundation
import Graphs
import Runtime
import Sonograph
import Testing

@Suite struct LogMelExtractorTests {
  /// Of all tests and runs: entries are named after their content.
  let cache = try! KernelCache(
    path: FileManager.default.temporaryDirectory.appendingPathComponent("sonograph-feature-tests-\(getuid())").path)
  let pool = try! ThreadPool(threads: 2)

  private func noise(_ count: Int) -> [Float] {
    (0..<count).map { Float(Foundation.sin(Double($0 * $0 % 7919)) * 0.3) }
  }

  /// A tone of 440 Hz, against values computed in double precision from the front end's definition.
  @Test func tone() throws {
    let extract = try LogMelExtractor(cache: cache, pool: pool)
    let tone = (0..<32_000).map { Float(0.5 * Foundation.sin(2 * .pi * 440 * Double($0) / 16_000)) }
    let spectrogram = try extract(tone)
    #expect(spectrogram.count == 201 * 80)
    let bands = [0, 5, 10, 11, 12, 20, 40, 79]
    let expected: [(frame: Int, values: [Float])] = [
      (100, [-15.94239, -15.94239, -15.94239, 5.37763, 6.70950, -15.94239, -15.94239, -15.94239]),
      (0, [3.22706, 3.98838, 5.77090, 6.41019, 6.58824, 2.61544, -1.44746, -4.42273]),
    ]
    for (frame, values) in expected {
      for (band, value) in zip(bands, values) {
        #expect(abs(spectrogram[frame * 80 + band] - value) < 2e-5, "frame \(frame), band \(band)")
      }
    }
    let mean = spectrogram.reduce(0) { $0 + Double($1) } / Double(spectrogram.count)
    #expect(abs(mean + 14.578626) < 1e-5)
  }

  @Test(
    "any length, in pieces of any size, gives what the graph gives for the whole",
    arguments: [
      ("reflect", LogMel()), ("kaldi", LogMel.kaldi), ("librosa", .librosa),
    ])
  func pieces(_ name: String, _ settings: LogMel) throws {
    for count in [401, 640, 12_960, 16_001] {
      let builder = GraphBuilder(name: name)
      builder.output("y", settings(builder.input("x", [Axis("sample", "N")]), frames: "T"))
      let program = try CompiledProgram(builder.finish(), options: CompileOptions(target: Host.target), cache: cache)
      let frames = settings.frameCount(samples: count)
      let binding = try Session(program, pool: pool).bind(["N": count, "T": frames])
      let samples = noise(count)
      try binding.write(samples.map(Double.init), to: "x")
      binding.run()
      let expected = try binding.read("y").map { Float($0) }
      #expect(expected.count == frames * settings.mels)
      for size in [7, 64] {
        let found = try LogMelExtractor(settings, cache: cache, pool: pool, frames: size)(samples)
        #expect(found == expected, "\(count) samples in pieces of \(size) frames")
      }
    }
  }

  @Test("recordings shorter than one window", arguments: [1, 2, 37, 160, 200, 201, 399])
  func short(_ count: Int) throws {
    for settings in [LogMel(), .kaldi, .librosa] {
      let spectrogram = try LogMelExtractor(settings, cache: cache, pool: pool, frames: 16)(noise(count))
      #expect(!spectrogram.isEmpty && spectrogram.count % 80 == 0 && spectrogram.allSatisfy(\.isFinite))
    }
  }

  @Test("lengths whose transform does not split evenly", arguments: [(400, 401), (397, 397), (256, 512), (90, 105)])
  func lengths(_ window: Int, _ transform: Int) throws {
    var settings = LogMel()
    (settings.windowLength, settings.fftLength, settings.mels, settings.compression) = (window, transform, 13, .none)
    let samples = noise(2000)
    let found = try LogMelExtractor(settings, cache: cache, pool: pool, frames: 8)(samples)
    // By the definition: windowed sum over samples, squares, triangles.
    let (half, start) = (transform / 2, (transform - window) / 2)
    func mel(_ f: Double) -> Double { 2595 * log10(1 + f / 700) }
    let edges = (0..<15).map { 700 * (pow(10, (mel(50) + Double($0) * (mel(8000) - mel(50)) / 14) / 2595) - 1) }
    for frame in [0, 5] {
      let x = (0..<window).map { n -> Double in
        let position = abs(frame * 160 + start + n - half)
        return Double(samples[position]) * (0.5 - 0.5 * Foundation.cos(2 * .pi * Double(n) / Double(window)))
      }
      var energy = [Double](repeating: 0, count: 13)
      for k in 0...half {
        let angle = 2 * Double.pi * Double(k) / Double(transform)
        let real = x.enumerated().reduce(0) { $0 + $1.element * Foundation.cos(angle * Double($1.offset)) }
        let imaginary = x.enumerated().reduce(0) { $0 + $1.element * Foundation.sin(angle * Double($1.offset)) }
        let f = Double(k) * 16_000 / Double(transform)
        for i in 0..<13 {
          let weight = Swift.max(
            0, Swift.min((f - edges[i]) / (edges[i + 1] - edges[i]), (edges[i + 2] - f) / (edges[i + 2] - edges[i + 1]))
          )
          energy[i] += weight * (real * real + imaginary * imaginary)
        }
      }
      let scale = energy.max()!
      for i in 0..<13 {
        #expect(abs(Double(found[frame * 13 + i]) - energy[i]) < 1e-6 * scale, "frame \(frame), band \(i)")
      }
    }
  }

  @Test func settingsThatMakeNoSense() {
    var settings = LogMel()
    settings.highest = 9000
    do {
      _ = try LogMelExtractor(settings, cache: cache, pool: pool)
      Issue.record("no error")
    } catch { #expect("\(error)".contains("the highest frequency is above half the sample rate")) }
  }
}
