import Audio
import Evaluation
import Foundation
import Graphs
import Runtime
import Sonograph
import Training

@testable import FineTuning

/// Clips of a low or a high tone in noise, as a CSV task in a folder that goes with the value.
final class ToneTask {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tones-\(UUID())").path
  let task: EvaluationTask
  static let cachePath = FileManager.default.temporaryDirectory.appendingPathComponent("sonograph-finetuning-tests-\(getuid())").path

  /// - Parameter seconds: of each clip; windows are 0.28 s.
  init(seconds: Double = 0.3) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var lines = ["file,label,split"]
    for (split, count) in [("train", 14), ("valid", 6), ("test", 6)] {
      for number in 0..<count {
        let isHigh = number % 2 == 1
        let file = "\(split)-\(number).wav"
        var draws = Draws(UInt64(number), UInt64(count))
        let samples = (0..<Int(seconds * 16_000)).map { i in
          0.3 * sin(2 * .pi * (isHigh ? 3000 : 300) * Double(i) / 16_000 + draws.uniform()) + 0.05 * draws.uniform()
        }
        try Self.write(samples, to: "\(folder)/\(file)")
        lines.append("\(file),\(isHigh ? "high" : "low"),\(split)")
      }
    }
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: "\(folder)/tones.csv"))
    task = try EvaluationTask.all(in: "\(folder)/tones.csv")[0]
  }
  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// 16-bit PCM, one channel, 16 kHz.
  private static func write(_ samples: [Double], to path: String) throws {
    func bytes(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    let size = samples.count * 2
    let format = bytes(16, 4) + bytes(1, 2) + bytes(1, 2) + bytes(16_000, 4) + bytes(32_000, 4) + bytes(2, 2) + bytes(16, 2)
    let head = Array("RIFF".utf8) + bytes(36 + size, 4) + Array("WAVEfmt ".utf8) + format + Array("data".utf8) + bytes(size, 4)
    let data = Data(head + samples.flatMap { bytes(Int(($0 * 32_767).rounded()), 2) })
    try data.write(to: URL(fileURLWithPath: path))
  }

  static var frame: MaskedSpectrogram {
    var frame = MaskedSpectrogram(width: 16)
    (frame.mels, frame.patchMel, frame.patchTime) = (20, 5, 4)
    return frame
  }
  static let models: [any Model] = [
    SSAST(name: "tiny-ssast", frame: frame, depth: 2, heads: 2), SSAM(name: "tiny-ssam", frame: frame, depth: 1),
    AxLSTM(name: "tiny-axlstm", frame: frame, depth: 1),
  ]

  static var options: FineTuneOptions {
    var options = FineTuneOptions()
    (options.epochs, options.batch, options.warmupEpochs, options.learningRate) = (3, 4, 0.5, 3e-3)
    return options
  }

  static func machine(threads: Int = 1) throws -> Pretraining.Machine {
    Pretraining.Machine(
      target: Host.target, compiler: "test", cache: try KernelCache(path: cachePath), pool: try ThreadPool(threads: threads))
  }

  func tuning(
    _ name: String, _ model: any Model = models[0], _ options: FineTuneOptions = options, parameters: String? = nil,
    description: RunDescription? = nil, threads: Int = 1
  ) throws -> FineTuning {
    try FineTuning(
      FineTuneSubject(model: model, settings: [:], frames: 28, parameters: parameters, description: description), task, options,
      seeds: [0], output: "\(folder)/\(name)", machine: Self.machine(threads: threads))
  }

  /// The bytes of the best parameters.
  func best(_ name: String) throws -> Data {
    let fold = task.folds[0].name
    return try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)/seed-0/\(fold)/best/parameters.safetensors"))
  }
}
