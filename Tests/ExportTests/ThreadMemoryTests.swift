import Export
import Foundation
import Graphs
import Runtime
import Sonograph
import Testing
import Training

/// Kernels whose threads have memory of their own, in a bundle: an xLSTM whose states are too large for a stack.
@Suite struct ThreadMemoryTests {
  @Test("more and fewer threads find memory, and the same bits") func threads() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("threads-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try export(to: folder)
    let kernels = folder.appendingPathComponent("source/kernels_\(Host.target.name).c")
    #expect(try String(contentsOf: kernels, encoding: .utf8).contains(/\{\d+, 0, [1-9]\d*\},/), "a storage of each thread's")
    let bundle = try LoadedBundle(folder)
    let samples = ExportedModel.noise(20_001)
    let rows = try bundle(samples).rows
    for threads in [2, 5, 3, 1] {
      try bundle.setThreads(threads)
      #expect(try bundle(samples).rows == rows, "\(threads) threads")
    }
  }

  /// Exporting compares the bundle with the encoder in this process.
  private func export(to folder: URL) throws {
    var frame = MaskedSpectrogram(width: 256)
    (frame.mels, frame.patchMel, frame.patchTime) = (21, 7, 3)
    let model = AxLSTM(name: "wide-axlstm", frame: frame, depth: 1)
    let toolchain = try Toolchain.find()
    let machine = Pretraining.Machine(
      target: Host.target, compiler: toolchain.version, cache: try KernelCache(), pool: try ThreadPool(threads: 1))
    let exporter = try Exporter(
      ExportSubject(model, frames: 105), targets: [Host.target], machine: machine, toolchain: toolchain)
    _ = try exporter.write(.initial(seed: 3), to: folder)
    _ = try BundleVerifier()(folder) { _ in true }
  }
}
