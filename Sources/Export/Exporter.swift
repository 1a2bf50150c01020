import CPrinter
import Compiler
import Foundation
import Runtime
import Sonograph
import Training

/// How a bundle is made.
public struct ExportOptions: Sendable, Hashable {
  public var storage = WeightStorage.f32
  /// Whether the weights are in the library, too.
  public var embedsWeights = false
  public init() {}
}

/// Writes a bundle: C source, library, weights, Python module, model card.
public struct Exporter {
  public let subject: ExportSubject
  /// With weights as the bundle stores them.
  private let stored: ExportSubject
  /// Best first.
  public let targets: [Target]
  private let options: ExportOptions
  private let machine: Pretraining.Machine
  private let toolchain: Toolchain

  /// - Parameter machine: on which the vectors of the self-test are computed.
  /// - Throws: `GraphErrors`.
  public init(
    _ subject: ExportSubject, targets: [Target], options: ExportOptions = ExportOptions(), machine: Pretraining.Machine,
    toolchain: Toolchain
  ) throws {
    (self.subject, self.options, self.machine, self.toolchain) = (subject, options, machine, toolchain)
    stored = try subject.stored(as: options.storage)
    self.targets = Target.all.filter(Set(targets).contains)
  }

  /// Where the weights come from.
  public enum Weights {
    /// As a run begins: drawn from a seed.
    case initial(seed: UInt32)
    /// - history: how they came about, where that is known.
    case file(Safetensors, path: String, history: String? = nil)

    var origin: String {
      switch self {
      case .initial(let seed): "untrained, drawn from seed \(seed)"
      case .file(_, let path, let history): history ?? "from \((path as NSString).lastPathComponent)"
      }
    }
  }

  /// Writes the bundle whole or not at all.
  ///
  /// - Parameter directory: must not exist, or be empty.
  /// - Throws: `ExportError`, `TrainingError` if the weights are another model's, `ToolchainError`, `CompileError`.
  public func write(_ weights: Weights, to directory: URL, progress: (String) -> Void = { _ in }) throws -> Manifest {
    if let found = try? FileManager.default.contentsOfDirectory(atPath: directory.path), !found.isEmpty {
      throw ExportError("\(directory.path) is not empty", "name a directory that does not exist yet")
    }
    let partial = URL(fileURLWithPath: directory.standardizedFileURL.path + ".partial-\(getpid())")
    defer { try? FileManager.default.removeItem(at: partial) }
    do {
      try FileManager.default.createDirectory(at: partial, withIntermediateDirectories: true)
    } catch { throw ExportError("\(directory.path) cannot be written", error.localizedDescription) }
    let manifest = try fill(partial, weights, progress)
    try? FileManager.default.removeItem(at: directory)
    guard rename(partial.path, directory.path) == 0 else {
      throw ExportError("\(directory.path) cannot be written", String(cString: strerror(errno)))
    }
    return manifest
  }

  private func fill(_ folder: URL, _ weights: Weights, _ progress: (String) -> Void) throws -> Manifest {
    var files: [String] = []
    func add(_ path: String, _ text: String) throws {
      let url = folder.appendingPathComponent(path)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
      files.append(path)
    }
    progress("weights")
    let weightsFile = "\(subject.name).safetensors"
    let accuracy = try write(weights, to: folder.appendingPathComponent(weightsFile), progress)
    for target in targets {
      progress("kernels for \(target.name)")
      let source = try TargetSource(target, stored)
      try add("source/\(source.fileName)", source.text)
    }
    for (name, text) in Prelude.files { try add("source/\(name)", text) }
    for (path, text) in Templates(subject, targets: targets, origin: weights.origin, accuracy: accuracy, options: options).files { try add(path, text) }
    progress("library")
    let library = try build(folder)
    let manifest = try Manifest(
      subject, targets: targets.map(\.name), origin: weights.origin, options: options, accuracy: accuracy, folder: folder,
      files: files + [weightsFile, Manifest.selfTest, library])
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try encoder.encode(manifest).write(to: folder.appendingPathComponent(Manifest.file))
    return manifest
  }

  /// Writes the weights as they are stored, and the self-test of what the library makes of them.
  ///
  /// - Returns: what smaller weights cost; nil for single precision.
  private func write(_ weights: Weights, to url: URL, _ progress: (String) -> Void) throws -> StorageAccuracy? {
    let parameters = try weights.arrays(subject.graph, of: subject.title)
    let file = WeightFile(forms: stored.forms)
    let (arrays, rounded) = (file.arrays(parameters), file.restored(parameters))
    let content =
      try stored.stream.map { try $0.program.weights(arrays, heardBy: rounded, scale: $0.scale, machine: machine) } ?? arrays
    try file.write(content, metadata: ["model": subject.title, "origin": weights.origin], to: url)
    progress("self-test")
    let encoder = try BundleEncoder(stored, arrays, rounded: rounded, machine: machine)
    try SelfTest(stored, encoder).write(to: url.deletingLastPathComponent().appendingPathComponent(Manifest.selfTest))
    if options.storage == .f32 { return nil }
    progress("accuracy")
    return try StorageAccuracy(
      full: BundleEncoder(subject, parameters, rounded: parameters, machine: machine), rounded: encoder, width: subject.width, stream: subject.stream?.program)
  }

  /// Builds the library with the bundle's own Makefile.
  private func build(_ folder: URL) throws -> String {
    let library = "lib\(subject.name).so"
    let result = try Toolchain.run("/usr/bin/env", ["make", "-s", "-C", folder.path, "CC=\(toolchain.path)", library])
    if result.status != 0 {
      throw ToolchainError("make failed with status \(result.status) on the bundle", result.error)
    }
    for object in try FileManager.default.contentsOfDirectory(atPath: folder.path + "/source") where object.hasSuffix(".o") {
      try FileManager.default.removeItem(atPath: "\(folder.path)/source/\(object)")
    }
    return library
  }
}
