import CPrinter
import Compiler
import Foundation
import Runtime
import Sonograph
import Training

/// Writes a bundle: C source, library, weights, Python module, model card.
public struct Exporter {
  public let subject: ExportSubject
  /// Best first.
  public let targets: [Target]
  private let machine: Pretraining.Machine
  private let toolchain: Toolchain

  /// - Parameter machine: on which the vectors of the self-test are computed.
  public init(_ subject: ExportSubject, targets: [Target], machine: Pretraining.Machine, toolchain: Toolchain) {
    (self.subject, self.machine, self.toolchain) = (subject, machine, toolchain)
    self.targets = Target.all.filter(Set(targets).contains)
  }

  /// Where the weights come from.
  public enum Weights {
    /// As a run begins: drawn from a seed.
    case initial(seed: UInt32)
    case file(Safetensors, path: String)

    var origin: String {
      switch self {
      case .initial(let seed): "untrained, drawn from seed \(seed)"
      case .file(_, let path): "from \((path as NSString).lastPathComponent)"
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
    try write(weights, to: folder.appendingPathComponent(weightsFile))
    progress("self-test")
    let parameters = { try weights.arrays(subject.graph, of: subject.title) }
    try SelfTest(subject, weights: folder.appendingPathComponent(weightsFile), parameters: parameters, machine: machine)
      .write(to: folder.appendingPathComponent(Manifest.selfTest))
    for target in targets {
      progress("kernels for \(target.name)")
      let source = try TargetSource(target, subject)
      try add("source/\(source.fileName)", source.text)
    }
    for (name, text) in Prelude.files { try add("source/\(name)", text) }
    for (path, text) in Templates(subject, targets: targets, origin: weights.origin).files { try add(path, text) }
    progress("library")
    let library = try build(folder)
    let manifest = try Manifest(
      subject, targets: targets.map(\.name), origin: weights.origin, folder: folder,
      files: files + [weightsFile, Manifest.selfTest, library])
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try encoder.encode(manifest).write(to: folder.appendingPathComponent(Manifest.file))
    return manifest
  }

  private func write(_ weights: Weights, to url: URL) throws {
    var arrays = try weights.arrays(subject.graph, of: subject.title)
    if let stream = subject.stream { arrays = try stream.program.weights(arrays, scale: stream.scale, machine: machine) }
    try ArrayFile.writeSafetensors(arrays, metadata: ["model": subject.title, "origin": weights.origin], to: url.path)
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
