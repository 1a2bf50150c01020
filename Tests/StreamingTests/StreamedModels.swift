import Foundation
import Graphs
import Runtime
import Sonograph
import Streaming
import Training

/// Small models that run forward, with random parameters.
enum StreamedModels {
  static var frame: MaskedSpectrogram {
    var frame = MaskedSpectrogram(width: 16)
    (frame.mels, frame.patchMel, frame.patchTime) = (20, 5, 3)
    return frame
  }
  static var ssam: SSAM { SSAM(name: "small-ssam", frame: frame, depth: 2) }
  static var axlstm: AxLSTM {
    var model = AxLSTM(name: "small-axlstm", frame: frame, depth: 2)
    model.direction = .forward
    return model
  }
  static var form: CausalForm { CausalForm(window: 4) }

  static func machine() throws -> Pretraining.Machine {
    let cache = FileManager.default.temporaryDirectory.appendingPathComponent("sonograph-streaming-tests-\(getuid())").path
    return Pretraining.Machine(
      target: Host.target, compiler: "test", cache: try KernelCache(path: cache), pool: try ThreadPool(threads: 1))
  }

  /// An encoder with parameters drawn from a seed.
  static func encoder(_ model: any Model, _ form: CausalForm = form, seed: UInt32 = 5) throws -> StreamEncoder {
    let arrays = try model.forwardGraph().inputs.compactMap { value, input, type -> ArrayFile.Named? in
      guard input.role == .parameter, let initializer = input.initializer else { return nil }
      let values = initializer.values(type, name: input.name, seed: seed).map { Float($0) }
      return ArrayFile.Named(input.name, shape: type.shape.compactMap(\.constant), values)
    }
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("stream-\(UUID()).safetensors")
    defer { try? FileManager.default.removeItem(at: url) }
    try ArrayFile.writeSafetensors(arrays, metadata: [:], to: url.path)
    return try StreamEncoder(
      StreamProgram(model, form), parameters: Safetensors(contentsOf: url), from: url.path,
      scale: FeatureScale(mean: -4.5, deviation: 3.5), machine: machine())
  }

  static func noise(_ count: Int) -> [Float] {
    var state: UInt32 = 12345
    return (0..<count).map { n in
      state = state &* 1_664_525 &+ 1_013_904_223
      // Louder and softer, so that no column is like the one before.
      return Float(Int32(bitPattern: state)) / 0x1p31 * (0.3 + 0.29 * sin(Float(n) / 900))
    }
  }

  static func difference(_ a: [Float], _ b: [Float]) -> Float {
    a.count != b.count ? .infinity : zip(a, b).reduce(0) { $1.0.isFinite && $1.1.isFinite ? max($0, abs($1.0 - $1.1)) : .infinity }
  }
}
