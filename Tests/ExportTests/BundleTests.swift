import Compiler
import Export
import Foundation
import Graphs
import Runtime
import Testing
import Training

@Suite(.serialized) struct BundleTests {
  private static let runnable = ExportedModel.targets.filter(Host.supports)

  /// Fewer samples than a frame, a window but for one sample, and many windows.
  @Test("equals the session", arguments: [1, 7, 200, 201, 1599, 5279, 5280, 40_003])
  func equalsSession(_ count: Int) throws {
    let exported = try ExportedModel.shared.get()
    let samples = ExportedModel.noise(count)
    let expected = try exported.encoder(samples)
    for target in Self.runnable {
      let (rows, scene) = try LoadedBundle(exported.folder, target: target.name)(samples)
      let allowed: Float = target == Host.target ? 1e-5 : 1e-4
      #expect(ExportedModel.difference(rows, expected.values) <= allowed, "\(target.name)")
      #expect(ExportedModel.difference(scene, expected.mean) <= allowed, "\(target.name)")
    }
  }

  /// gcc builds with its Makefile what clang has built on exporting; the example reads a sound file by itself.
  @Test func theExampleOfAnotherCompilerAgrees() throws {
    let exported = try ExportedModel.shared.get()
    let folder = try ExportedModel.sanitized.get()
    let samples = ExportedModel.noise(16_001)
    try wave(samples).write(to: folder.appendingPathComponent("noise.wav"))
    let expected = try exported.encoder(samples).mean
    for target in Self.runnable {
      let result = try ExportedModel.run(["./example", "noise.wav", "odd_ssam.safetensors", target.name], in: folder)
      let scene = result.output.split(separator: "\n").compactMap { Float($0) }
      let allowed: Float = target == Host.target ? 1e-5 : 1e-4
      #expect(result.status == 0 && ExportedModel.difference(scene, expected) <= allowed, "\(target.name): \(result.output)")
    }
    let refused = try ExportedModel.run(["./example", "Makefile"], in: folder)
    #expect(refused.status == 1 && refused.output.contains("is no WAV file"))
  }

  /// 32-bit floats, one channel, 16 kHz.
  private func wave(_ samples: [Float]) -> Data {
    var data = Data()
    func add(_ values: UInt32..., bytes: Int = 4) {
      for value in values { withUnsafeBytes(of: value.littleEndian) { data.append(contentsOf: $0.prefix(bytes)) } }
    }
    data.append(contentsOf: Array("RIFF".utf8))
    add(UInt32(36 + 4 * samples.count))
    data.append(contentsOf: Array("WAVEfmt ".utf8))
    add(16)
    add(3, 1, bytes: 2)
    add(16_000, 64_000)
    add(4, 32, bytes: 2)
    data.append(contentsOf: Array("data".utf8))
    add(UInt32(4 * samples.count))
    samples.withUnsafeBytes { data.append(contentsOf: $0) }
    return data
  }

  @Test func verifies() throws {
    let exported = try ExportedModel.shared.get()
    let report = try BundleVerifier()(exported.folder) { Target.named($0).map(Host.supports) ?? false }
    #expect(report.targets.map(\.target) == Self.runnable.map(\.name) && report.model == "odd-ssam")
    #expect(report.files == exported.manifest.checksums.count && report.files > 15)
  }

  @Test("a changed file is named", arguments: ["odd_ssam.safetensors", "libodd_ssam.so", "source/model.c", "selftest.safetensors"])
  func changedFile(_ name: String) throws {
    let folder = try ExportedModel.shared.get().copy()
    let file = folder.appendingPathComponent(name)
    var data = try Data(contentsOf: file)
    data[data.count / 2] ^= 1
    try data.write(to: file)
    #expect { try BundleVerifier()(folder) { _ in true } } throws: { "\($0)".contains("\(name) has changed") }
  }

  /// Every prefix of a manifest and thousands of changed bytes: an error, or a manifest whose paths stay in the bundle.
  @Test func damagedManifestsAreErrors() throws {
    let folder = try ExportedModel.shared.get().copy()
    let file = folder.appendingPathComponent("manifest.json")
    let whole = [UInt8](try Data(contentsOf: file))
    func read(_ bytes: some Sequence<UInt8>) throws {
      try Data(bytes).write(to: file)
      guard let manifest = try? Manifest(bundle: folder) else { return }
      #expect((manifest.checksums.keys + [manifest.library]).allSatisfy { !$0.hasPrefix("/") && !$0.split(separator: "/").contains("..") })
    }
    for count in stride(from: 0, to: whole.count, by: 7) { try read(whole.prefix(count)) }
    var state: UInt32 = 1
    func draw(_ bound: Int) -> Int {
      state = state &* 1_664_525 &+ 1_013_904_223
      return Int(state >> 8) % bound
    }
    for _ in 0..<3000 {
      var bytes = whole
      for _ in 0...draw(3) { bytes[draw(bytes.count)] = UInt8(draw(256)) }
      try read(bytes)
    }
  }

  @Test func anotherVersionIsRefused() throws {
    let folder = try ExportedModel.shared.get().copy()
    let file = folder.appendingPathComponent(Manifest.file)
    let text = try String(contentsOf: file, encoding: .utf8).replacing("\"abiVersion\" : 1", with: "\"abiVersion\" : 2")
    try Data(text.utf8).write(to: file)
    #expect { try BundleVerifier()(folder) { _ in true } } throws: { "\($0)".contains("version 2") }
  }

  @Test func aDirectoryInUseIsLeftAlone() throws {
    let exported = try ExportedModel.shared.get()
    let before = try FileManager.default.contentsOfDirectory(atPath: exported.folder.path).sorted()
    let machine = Pretraining.Machine(
      target: Host.target, compiler: "", cache: try KernelCache(), pool: try ThreadPool(threads: 1))
    let subject = try ExportSubject(SSAST(.tiny), frames: 200)
    let exporter = try Exporter(subject, targets: [.generic], machine: machine, toolchain: try Toolchain.find())
    #expect { try exporter.write(.initial(seed: 1), to: exported.folder) } throws: { "\($0)".contains("is not empty") }
    #expect(try FileManager.default.contentsOfDirectory(atPath: exported.folder.path).sorted() == before)
  }
}
