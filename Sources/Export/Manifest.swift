import Foundation
import Runtime

/// What a bundle says about itself, in `manifest.json`.
public struct Manifest: Codable, Sendable, Hashable {
  public static let file = "manifest.json"
  /// Of the interface in C.
  public static let abiVersion = 1

  public var abiVersion = Self.abiVersion
  /// The model's name, and as C has it.
  public let model: String
  public let name: String
  public let sampleRate: Int
  /// Features of a row.
  public let width: Int
  /// Milliseconds from row to row.
  public let rowHop: Double
  /// Milliseconds from a sound to the row that first holds it, of a bundle that streams.
  public let latency: Double?
  public let targets: [String]
  public let weights: String
  public let storage: WeightStorage
  public let hasWeightsInLibrary: Bool
  /// What smaller weights cost.
  public let accuracy: StorageAccuracy?
  /// XXH3-128 digest of each file, against accidents and not against malice.
  public let checksums: [String: String]

  public var library: String { "lib\(name).so" }
  public var weightsFile: String { "\(name).safetensors" }
  static let selfTest = "selftest.safetensors"

  init(
    _ subject: ExportSubject, targets: [String], origin: String, options: ExportOptions, accuracy: StorageAccuracy?, folder: URL,
    files: [String]
  ) throws {
    (storage, hasWeightsInLibrary, self.accuracy) = (options.storage, options.embedsWeights, accuracy)
    (model, name, sampleRate) = (subject.title, subject.name, subject.frontEnd.sampleRate)
    latency = subject.latency
    (width, rowHop, self.targets, weights) = (subject.width, subject.rowHop, targets, origin)
    checksums = try files.reduce(into: [:]) { $0[$1] = try Self.checksum(folder.appendingPathComponent($1)) }
  }

  static func checksum(_ file: URL) throws -> String {
    do { return KernelCache.hash(try Data(contentsOf: file, options: .mappedIfSafe)) } catch {
      throw ExportError("\(file.path) cannot be read", error.localizedDescription)
    }
  }

  /// - Throws: `ExportError` if it is missing or damaged, or of another version.
  public init(bundle: URL) throws {
    let file = bundle.appendingPathComponent(Self.file)
    guard let data = FileManager.default.contents(atPath: file.path) else {
      throw ExportError("\(bundle.path) is no bundle", "expected a directory with \(Self.file), such as sonograph export writes")
    }
    do { self = try JSONDecoder().decode(Manifest.self, from: data) } catch {
      throw ExportError("\(file.path) is damaged", "\(error)")
    }
    if abiVersion != Self.abiVersion {
      throw ExportError("\(bundle.path) is of version \(abiVersion)", "expected \(Self.abiVersion): export the model again")
    }
    // Names become paths: they must stay in the bundle.
    let paths = checksums.keys.sorted() + [library]
    if let bad = paths.first(where: { $0.hasPrefix("/") || $0.split(separator: "/").contains("..") }) {
      throw ExportError("\(file.path) names '\(bad)'", "expected files in the bundle")
    }
  }
}
