import Audio
import Compiler
import Foundation
import Graphs
import Runtime
import Sonograph
import Training

/// Small models and few steps on short recordings, in a folder that goes with the value.
final class TinyRun {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tiny-run-\(UUID())").path
  /// Of all tests and runs: entries are named after their content.
  static let cachePath = FileManager.default.temporaryDirectory.appendingPathComponent("sonograph-training-tests-\(getuid())").path

  init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// 158 short recordings that come with the package.
  static var recordings: String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return root.appendingPathComponent("Sources/Audio/Recordings/mini_drum").path
  }

  static var frame: MaskedSpectrogram {
    var frame = MaskedSpectrogram(width: 16)
    (frame.mels, frame.patchMel, frame.patchTime) = (20, 5, 4)
    return frame
  }

  static var transformer: SSAST { SSAST(name: "tiny-ssast", frame: frame, depth: 1, heads: 2) }
  static let models: [any Model] = [
    transformer, SSAM(name: "tiny-ssam", frame: frame, depth: 1), AxLSTM(name: "tiny-axlstm", frame: frame, depth: 1),
  ]

  static var options: PretrainOptions {
    var options = PretrainOptions()
    (options.batch, options.steps, options.learningRate, options.warmup) = (3, 6, 1e-3, 2)
    (options.frames, options.clipSeconds, options.heldOutClips) = (28, 0.5, 5)
    (options.checkpointEvery, options.evaluateEvery, options.seed) = (2, 3, 7)
    return options
  }

  static func machine(threads: Int) throws -> Pretraining.Machine {
    Pretraining.Machine(
      target: Host.target, compiler: "test", cache: try KernelCache(path: cachePath), pool: try ThreadPool(threads: threads))
  }

  func run(_ name: String) -> RunDirectory { RunDirectory("\(folder)/\(name)") }

  func begin(
    _ name: String, _ model: any Model = transformer, _ options: PretrainOptions = options, threads: Int = 1,
    initialized: String? = nil
  ) throws -> Pretraining {
    try Pretraining(
      new: run(name), model: model, settings: [:], options: options, data: Self.recordings, initialized: initialized,
      machine: Self.machine(threads: threads))
  }

  func resume(_ name: String, _ model: any Model = transformer, threads: Int = 1) throws -> Pretraining {
    try Pretraining(resuming: run(name), model: model, machine: Self.machine(threads: threads))
  }

  /// The bytes of the last checkpoint: parameters, then optimiser states.
  func state(_ name: String) throws -> [Data] {
    guard let last = Checkpoint.all(in: run(name)).last else { return [] }
    return try ["parameters", "optimizer"].map {
      try Data(contentsOf: URL(fileURLWithPath: "\(last.path)/\($0).safetensors"))
    }
  }

  /// The losses of all steps, and the evaluations, without what depends on the machine.
  func losses(_ name: String) -> [Metric] {
    MetricsLog.read(run(name).metricsPath).map { metric in
      var metric = metric
      (metric.clipsPerSecond, metric.peakMemoryBytes) = (nil, nil)
      return metric
    }
  }
}
