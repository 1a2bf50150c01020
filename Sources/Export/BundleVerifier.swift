import Foundation

/// Whether a bundle is what was exported: checksums, version, and the self-test on every target that runs here.
public struct BundleVerifier {
  public struct Report: Encodable, Sendable {
    public struct Target: Encodable, Sendable {
      public let target: String
      /// The largest difference of a feature from the stored vectors, relative to the largest feature.
      public let difference: Float
    }
    public let model: String
    public let abiVersion: Int
    public let files: Int
    public let tolerance: Float
    public let targets: [Target]
    /// In the library, but not for this processor.
    public let untested: [String]
  }

  public init() {}

  /// - Parameter supports: whether this machine runs a target.
  /// - Throws: `ExportError` that names the first thing that is wrong.
  public func callAsFunction(_ folder: URL, supports: (String) -> Bool) throws -> Report {
    let manifest = try Manifest(bundle: folder)
    for required in [manifest.library, manifest.weightsFile, Manifest.selfTest] where manifest.checksums[required] == nil {
      throw ExportError("the manifest of \(folder.path) has no checksum of \(required)", "export the model again")
    }
    for (file, sum) in manifest.checksums.sorted(by: { $0.key < $1.key }) {
      let found = try Manifest.checksum(folder.appendingPathComponent(file))
      if found != sum { throw ExportError("\(file) has changed: its checksum is \(found)", "the manifest has \(sum)") }
    }
    let test = try SelfTest(contentsOf: folder.appendingPathComponent(Manifest.selfTest))
    let runnable = manifest.targets.filter(supports)
    if runnable.isEmpty { throw ExportError("this machine runs none of the bundle's targets", "it has \(manifest.targets)") }
    let targets = try runnable.map { target in
      Report.Target(target: target, difference: try difference(LoadedBundle(folder, target: target), test))
    }
    let tolerance = SelfTest.tolerance(manifest.storage)
    for row in targets where !(row.difference <= tolerance) {
      throw ExportError("the self-test fails on \(row.target): \(row.difference)", "expected at most \(tolerance)")
    }
    return Report(
      model: manifest.model, abiVersion: manifest.abiVersion, files: manifest.checksums.count, tolerance: tolerance,
      targets: targets, untested: manifest.targets.filter { !supports($0) })
  }

  private func difference(_ bundle: LoadedBundle, _ test: SelfTest) throws -> Float {
    let (rows, scene) = try bundle(test.samples)
    guard rows.count == test.rows.count, scene.count == test.scene.count else {
      throw ExportError("the self-test gives \(rows.count) values", "expected \(test.rows.count)")
    }
    let pairs = Array(zip(rows + scene, test.rows + test.scene))
    let largest = pairs.map { abs($0.1) }.max() ?? 0
    // A value that is not a number must not pass for a small difference.
    let worst = pairs.reduce(Float(0)) { $1.0.isFinite ? max($0, abs($1.0 - $1.1)) : .infinity }
    return worst / max(1, largest)
  }
}
