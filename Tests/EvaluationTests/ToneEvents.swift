import Foundation

@testable import Evaluation

/// A task of events in the HEAR layout: recordings of two seconds with tones of three pitches in noise.
struct ToneEvents {
  static let pitches = ["high": 2000.0, "low": 400, "middle": 900]
  let path: String
  var metadata: [String: Any] = [
    "embedding_type": "event", "prediction_type": "multilabel", "split_mode": "trainvaltest", "sample_duration": 2.0,
    "evaluation": ["event_onset_200ms_fms", "segment_1s_er"],
    "evaluation_params": [
      "event_postprocessing_grid": ["median_filter_ms": [150], "min_duration": [0, 100]],
      "task_specific_param_grid": ["hidden_dim": [512]],
    ],
  ]
  /// Spoils the text of the splits.
  var change: (String) -> String = { $0 }

  init(_ path: String) { self.path = path }

  private struct Event: Encodable {
    let label: String
    let start, end: Int
  }

  func write() throws {
    let files = FileManager.default
    try files.createDirectory(atPath: path, withIntermediateDirectories: true)
    try write(try JSONSerialization.data(withJSONObject: metadata), "task_metadata.json")
    try write(Data("idx,label\n0,high\n1,low\n2,middle\n".utf8), "labelvocabulary.csv")
    var generator = MersenneTwister(seed: 11)
    for (split, count) in [("train", 12), ("valid", 6), ("test", 6)] {
      try files.createDirectory(atPath: "\(path)/16000/\(split)", withIntermediateDirectories: true)
      var clips: [String: [Event]] = [:]
      for number in 0..<count {
        let events = (0..<3).map { slot in
          let start = 650 * slot + generator.below(200)
          return Event(label: Self.pitches.keys.sorted()[generator.below(3)], start: start, end: start + 250 + generator.below(150))
        }
        clips["\(number).wav"] = events
        try write(SampleTask.wave(samples(events, &generator), rate: 16_000), "16000/\(split)/\(number).wav")
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      try write(Data(change(String(decoding: try encoder.encode(clips), as: UTF8.self)).utf8), "\(split).json")
    }
  }

  private func write(_ data: Data, _ name: String) throws { try data.write(to: URL(fileURLWithPath: "\(path)/\(name)")) }

  private func samples(_ events: [Event], _ generator: inout MersenneTwister) -> [Int16] {
    (0..<32_000).map { n in
      let noise = Double(generator.next()) / Double(UInt32.max) - 0.5
      let tones = events.filter { n >= $0.start * 16 && n < $0.end * 16 }
      return Int16(1000 * noise + tones.reduce(0) { $0 + 4000 * sin(2 * .pi * Self.pitches[$1.label]! * Double(n) / 16_000) })
    }
  }
}

/// How much there is of each pitch in 50 ms about each moment; deaf, noise of its own.
struct ToneEmbedder: AudioEmbedder {
  let name = "tones"
  var identity: String { "tones" }
  var isDeaf = false
  var limit = Int.max
  let calls = Calls()
  final class Calls { var count = 0 }

  init(isDeaf: Bool = false, limit: Int = .max) { (self.isDeaf, self.limit) = (isDeaf, limit) }

  func sceneEmbedding(_ samples: [Float]) throws -> [Float] { throw EvaluationError("not asked for", "") }

  func timestampEmbeddings(_ samples: [Float]) throws -> ClipEmbedding {
    if calls.count >= limit { throw EvaluationError("stopped", "") }
    calls.count += 1
    var generator = MersenneTwister(seed: UInt32(calls.count))
    let starts = Array(stride(from: 0, to: samples.count, by: 800))
    let values = starts.flatMap { start in
      ToneEvents.pitches.sorted { $0.key < $1.key }.map { _, pitch -> Float in
        if isDeaf { return Float(generator.next()) / Float(UInt32.max) }
        return strength(samples[start..<min(samples.count, start + 800)], pitch)
      }
    }
    return ClipEmbedding(values: values, moments: starts.map { Double($0 + 400) / 16 })
  }

  /// The logarithm of the Fourier sum at one frequency.
  private func strength(_ part: ArraySlice<Float>, _ pitch: Double) -> Float {
    var (real, imaginary) = (0.0, 0.0)
    for (n, value) in part.enumerated() {
      real += Double(value) * cos(2 * .pi * pitch * Double(n) / 16_000)
      imaginary += Double(value) * sin(2 * .pi * pitch * Double(n) / 16_000)
    }
    return Float(log(1e-3 + (real * real + imaginary * imaginary).squareRoot() / 400))
  }
}
