import Compiler
import Foundation
import Runtime
import Sonograph
import Testing
import Training

@testable import Export

@Suite struct WeightStorageTests {
  @Test func brainFloatsAreRoundedToNearestEven() {
    // 1 + 2^-8 lies in the middle of 1 and 1 + 2^-7: to the even one; so does 1 + 3 * 2^-8, between 1 + 2^-7 and 1 + 2^-6.
    let values: [Float] = [1, 1.00390625, 1.01171875, 1.005, -3.3e38, 0, 1e-40, .infinity]
    let found = NarrowWeights.Form.bf16.restored(ArrayFile.Named("w", shape: [4, 2], values)).values
    #expect(found[0] == 1 && found[1] == 1 && found[2] == 1.015625 && found[3] == 1.0078125)
    #expect(found[4] == -3.3e38 || abs(found[4] / -3.3e38 - 1) < 1 / 256)
    #expect(found[5] == 0 && found[7] == .infinity && abs(found[6] - 1e-40) <= 1e-40)
  }

  @Test func wholeNumbersAreScaledByRow() {
    let values: [Float] = [127, -63.4, 0.4, 0, 0, 0, 0.5, -1, 0.25]
    let found = NarrowWeights.Form.int8(leading: 1).restored(ArrayFile.Named("w", shape: [3, 3], values)).values
    #expect(found[0] == 127 && found[1] == -63 && found[2] == 0)
    #expect(found[3...5].allSatisfy { $0 == 0 })
    for position in 6...8 { #expect(abs(found[position] - values[position]) <= 0.5 / 127 * 1.0001) }
  }

  @Test func scalesAreOfTheLeadingAxes() {
    let values: [Float] = [1, 2, 3, 4, 50, 60, 70, 80]
    let arrays = NarrowWeights.Form.int8(leading: 2).arrays(ArrayFile.Named("w", shape: [2, 2, 2], values))
    #expect(arrays.map(\.name) == ["w", "w.scale"] && arrays.map(\.shape) == [[2, 2, 2], [2, 2]])
    let largest: [Float] = [2, 4, 60, 80]
    let codes: [Float] = [64, 127, 95, 127, 106, 127, 111, 127]
    #expect(arrays[1].values == largest.map { $0 / 127 })
    #expect(arrays[0].values == codes)
  }

  @Test("bundles", arguments: [WeightStorage.bf16, .int8]) func bundle(_ storage: WeightStorage) throws {
    var options = ExportOptions()
    (options.storage, options.embedsWeights) = (storage, true)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("stored-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    let manifest = try ExportedModel.export(options, wide: true, to: folder)
    let full = folder.appendingPathExtension("full")
    defer { try? FileManager.default.removeItem(at: full) }
    _ = try ExportedModel.export(ExportOptions(), wide: true, to: full)
    func size(_ folder: URL) throws -> Int { try Data(contentsOf: folder.appendingPathComponent(manifest.weightsFile)).count }
    #expect(try Double(size(folder)) < Double(size(full)) * (storage == .int8 ? 0.4 : 0.6))
    let accuracy = try #require(manifest.accuracy)
    #expect(accuracy.leastCosine > 0.98 && accuracy.largestDifference > 0 && accuracy.clips > 20)
    _ = try BundleVerifier()(folder) { Target.named($0).map(Host.supports) ?? false }
    // The library needs no file.
    try FileManager.default.removeItem(at: folder.appendingPathComponent(manifest.weightsFile))
    let bundle = try LoadedBundle(folder, usesFile: false)
    let samples = ExportedModel.noise(20_001)
    let (expected, found) = (try LoadedBundle(full)(samples), try bundle(samples))
    let difference = ExportedModel.difference(found.rows, expected.rows)
    #expect(difference > 0 && difference < 0.2, "\(difference)")
    for threads in 2...4 {
      try bundle.setThreads(threads)
      #expect(try bundle(samples).rows == found.rows, "the same bits on \(threads) threads")
    }
    #expect(throws: ExportError.self) { try bundle.setThreads(0) }
  }
}
