import Compiler
import Export
import Foundation
import Graphs
import Runtime
import Sonograph
import Streaming
import Training

/// Small models that run forward, exported for streaming once for all tests, beside the same encoder in this process.
struct StreamedBundle: @unchecked Sendable {
  let folder: URL
  let name: String
  let encoder: StreamEncoder

  static let targets: [Target] = [.avx512, .avx2, .generic, .scalar]
  static let all = [Result { try StreamedBundle(ssam) }, Result { try StreamedBundle(axlstm) }]
  private static let root = FileManager.default.temporaryDirectory.appendingPathComponent("sonograph-stream-\(getpid())")

  private static var frame: MaskedSpectrogram { frame(width: 12) }
  private static func frame(width: Int) -> MaskedSpectrogram {
    var frame = MaskedSpectrogram(width: width)
    (frame.mels, frame.patchMel, frame.patchTime) = (21, 7, 3)
    return frame
  }
  private static var ssam: any MaskedSpectrogramModel { SSAM(name: "odd-ssam", frame: frame, depth: 2) }
  private static var axlstm: any MaskedSpectrogramModel {
    var model = AxLSTM(name: "odd-axlstm", frame: frame, depth: 2)
    model.direction = .forward
    return model
  }

  /// The first model, wide enough for products of bytes, with matrices in fewer bits that are in the library, too.
  static func stored(_ storage: WeightStorage) throws -> StreamedBundle {
    var options = ExportOptions()
    (options.storage, options.embedsWeights) = (storage, true)
    return try StreamedBundle(SSAM(name: "wide-ssam", frame: frame(width: 68), depth: 2), options)
  }

  private init(_ model: any MaskedSpectrogramModel, _ options: ExportOptions = ExportOptions()) throws {
    atexit { try? FileManager.default.removeItem(at: StreamedBundle.root) }
    let toolchain = try Toolchain.find()
    let machine = Pretraining.Machine(
      target: Host.target, compiler: toolchain.version, cache: try KernelCache(), pool: try ThreadPool(threads: 1))
    let program = try StreamProgram(model, CausalForm(window: 5))
    let scale = try FeatureScale(mean: -5.25, deviation: 4.5)
    let subject = try ExportSubject(model, frames: 33, stream: (program, scale))
    folder = Self.root.appendingPathComponent("\(model.name)-\(options.storage)")
    name = model.name.replacing("-", with: "_")
    let weights = Exporter.Weights.initial(seed: 3)
    _ = try Exporter(subject, targets: Self.targets, options: options, machine: machine, toolchain: toolchain).write(weights, to: folder)
    var values = Dictionary(uniqueKeysWithValues: try weights.arrays(subject.graph, of: model.name).map { ($0.name, $0.values) })
    (values["statistics/mean"], values["statistics/deviation"]) = ([Float(scale.mean)], [Float(scale.deviation)])
    encoder = try StreamEncoder(program, parameters: values, machine: machine)
  }

  /// A copy of the bundle's directory, to build and change.
  func copy() throws -> URL {
    let copy = Self.root.appendingPathComponent("copy-\(UUID())")
    try FileManager.default.copyItem(at: folder, to: copy)
    return copy
  }
}
