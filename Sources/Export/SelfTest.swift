import Foundation
import Sonograph
import Training

/// Samples with the embedding that they must give: those of the compiled model in this process.
struct SelfTest {
  let samples: [Float]
  /// (row, feature).
  let rows: [Float]
  let width: Int
  /// (feature).
  let scene: [Float]

  /// How far a bundle may be off: the target that the vectors were computed for differs from the one that runs. Where what
  /// weights are multiplied with is rounded to 8 bits, the last bit of a sum decides between two codes, so that targets differ
  /// by as much as rounding itself costs: up to 2 % of the largest feature with AxLSTM.
  static func tolerance(_ storage: WeightStorage) -> Float { storage == .int8 ? 5e-2 : 1e-4 }

  /// - Parameter encoder: what the bundle computes.
  init(_ subject: ExportSubject, _ encoder: BundleEncoder) throws {
    samples = Self.chirp(count: 3 * subject.frames * subject.frontEnd.hop / 2 + 77)
    width = subject.width
    switch encoder {
    // The whole stream at once: the library's pushes are compared with another computation, where that is the same number.
    case .stream(let stream):
      rows = subject.storage == .int8 ? try encoder.rows(samples) : try stream.offline(samples)
      scene = Self.mean(rows, width)
    case .windows(let windows):
      let embedding = try windows(samples)
      (rows, scene) = (embedding.values, embedding.mean)
    }
  }

  /// A tone that rises and beats, so that all bands and some silence occur; longer than a window, and not a whole number
  /// of hops.
  private static func chirp(count: Int) -> [Float] {
    (0..<count).map { n in
      let time = Double(n) / 16_000
      return Float(0.4 * sin(300 * time + 4000 * time * time) * sin(9 * time))
    }
  }

  /// (feature): the mean over rows.
  static func mean(_ rows: [Float], _ width: Int) -> [Float] {
    let count = rows.count / width
    return (0..<width).map { feature in Float((0..<count).reduce(0.0) { $0 + Double(rows[$1 * width + feature]) } / Double(count)) }
  }

  func write(to url: URL) throws {
    let arrays = [
      ArrayFile.Named("samples", shape: [samples.count], samples),
      ArrayFile.Named("rows", shape: [rows.count / width, width], rows), ArrayFile.Named("scene", shape: [width], scene),
    ]
    try ArrayFile.writeSafetensors(arrays, metadata: [:], to: url.path)
  }

  /// - Throws: `ExportError` if the file lacks an array, `SafetensorsError`.
  init(contentsOf url: URL) throws {
    let file = try Safetensors(contentsOf: url)
    func array(_ name: String) throws -> [Float] {
      guard let entry = file.tensors[name] else { throw ExportError("\(url.path) has no '\(name)'", "export the model again") }
      return entry.values.map { Float($0) }
    }
    (samples, rows, scene) = (try array("samples"), try array("rows"), try array("scene"))
    width = scene.count
  }
}
