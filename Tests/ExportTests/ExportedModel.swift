import Compiler
import Export
import Foundation
import Graphs
import Runtime
import Sonograph
import Training

/// A small SSAM, exported once for all tests; its sizes are odd, so that no vector is full.
///
/// The encoder is for the tests of one serialised suite.
struct ExportedModel: @unchecked Sendable {
  let folder: URL
  let manifest: Manifest
  let encoder: SpectrogramEncoder

  static let shared = Result { try ExportedModel() }
  private static let root = FileManager.default.temporaryDirectory.appendingPathComponent("sonograph-export-\(getpid())")
  static let targets: [Target] = [.avx512, .avx2, .generic, .scalar]

  private static var model: SSAM { model(width: 12) }
  private static func model(width: Int) -> SSAM {
    var frame = MaskedSpectrogram(width: width)
    (frame.mels, frame.patchMel, frame.patchTime) = (21, 7, 3)
    return SSAM(name: "odd-ssam", frame: frame, depth: 2)
  }

  private static func machine() throws -> Pretraining.Machine {
    Pretraining.Machine(
      target: Host.target, compiler: try Toolchain.find().version, cache: try KernelCache(), pool: try ThreadPool(threads: 1))
  }

  /// The same model, exported otherwise.
  ///
  /// - Parameter wide: with sums that are long enough for products of bytes.
  static func export(_ options: ExportOptions, wide: Bool = false, to folder: URL) throws -> Manifest {
    let exporter = try Exporter(
      try ExportSubject(model(width: wide ? 68 : 12), frames: 33), targets: [.avx2, .generic], options: options, machine: try machine(),
      toolchain: try Toolchain.find())
    return try exporter.write(.initial(seed: 3), to: folder)
  }

  private init() throws {
    let model = Self.model
    atexit { try? FileManager.default.removeItem(at: ExportedModel.root) }
    let toolchain = try Toolchain.find()
    let machine = try Self.machine()
    folder = Self.root.appendingPathComponent("bundle")
    let exporter = try Exporter(ExportSubject(model, frames: 33), targets: Self.targets, machine: machine, toolchain: toolchain)
    manifest = try exporter.write(.initial(seed: 3), to: folder)
    encoder = try SpectrogramEncoder(model, frames: 33, machine: machine)
    let weights = folder.appendingPathComponent("odd_ssam.safetensors")
    try encoder.take(Safetensors(contentsOf: weights), from: weights.path)
  }

  /// A copy built by gcc with the address and undefined-behaviour sanitizers: library and example.
  static let sanitized = Result {
    let folder = try shared.get().copy()
    try FileManager.default.removeItem(atPath: folder.path + "/libodd_ssam.so")
    let options = ["CC=gcc", "CFLAGS=-O1 -Werror", "SANITIZE=address,undefined"]
    let built = try run(["make", "-j2"] + options, in: folder)
    if built.status != 0 { throw ExportError("make failed", built.output) }
    return folder
  }

  /// A copy of the bundle, to change.
  func copy() throws -> URL {
    let copy = folder.deletingLastPathComponent().appendingPathComponent("copy-\(UUID())")
    try FileManager.default.copyItem(at: folder, to: copy)
    return copy
  }

  static func noise(_ count: Int) -> [Float] {
    var state: UInt32 = 12345
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(Int32(bitPattern: state)) / 0x1p32
    }
  }

  static func difference(_ a: [Float], _ b: [Float]) -> Float {
    a.count != b.count ? .infinity : zip(a, b).reduce(0) { $1.0.isFinite && $1.1.isFinite ? max($0, abs($1.0 - $1.1)) : .infinity }
  }

  /// Runs a program; its status and both its outputs.
  static func run(_ arguments: [String], in folder: URL) throws -> (status: Int32, output: String) {
    let result = try Toolchain.run("/usr/bin/env", ["-C", folder.path] + arguments)
    return (result.status, result.output + result.error)
  }
}
