import Compiler
import Export
import Foundation
import Runtime
import Testing

@Suite(.serialized) struct StreamBundleTests {
  private static let runnable = StreamedBundle.targets.filter(Host.supports)
  private static var checks: String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Tools/checks/export").path
  }

  private func pushed(_ samples: [Float], _ bundle: LoadedBundle, _ size: Int) throws -> [Float] {
    try stride(from: 0, to: samples.count, by: size).flatMap { try bundle.push(Array(samples[$0..<min(samples.count, $0 + size)])) }
  }

  @Test("a bundle streams what is computed offline", arguments: 0..<2, [1, 13, 480, 20_000])
  func equalsOffline(_ number: Int, _ size: Int) throws {
    let streamed = try StreamedBundle.all[number].get()
    let samples = ExportedModel.noise(480 * 17 + 720 + 99)
    let expected = try streamed.encoder.offline(samples)
    #expect(expected.count == 18 * streamed.encoder.program.width)
    for target in Self.runnable {
      let bundle = try LoadedBundle(streamed.folder, target: target.name)
      let allowed: Float = target == Host.target ? 1e-5 : 1e-4
      #expect(ExportedModel.difference(try pushed(samples, bundle, size), expected) <= allowed, "\(target.name)")
      // A whole recording is a stream of its own.
      #expect(ExportedModel.difference(try bundle(samples).rows, expected) <= allowed, "\(target.name)")
      #expect(ExportedModel.difference(try pushed(samples, bundle, size), expected) <= allowed, "after a recording")
    }
  }

  @Test("a state goes from one target to another", arguments: 0..<2)
  func statesTravel(_ number: Int) throws {
    let streamed = try StreamedBundle.all[number].get()
    let samples = ExportedModel.noise(9001)
    let expected = try streamed.encoder.offline(samples)
    for (first, second) in zip(Self.runnable, Self.runnable.dropFirst() + Self.runnable.prefix(1)) {
      let (one, other) = try (LoadedBundle(streamed.folder, target: first.name), LoadedBundle(streamed.folder, target: second.name))
      let before = try one.push(Array(samples[..<5003]))
      _ = try other.push(Array(samples[..<777]))
      try other.restore(one.save())
      let after = try other.push(Array(samples[5003...]))
      #expect(ExportedModel.difference(before + after, expected) <= 1e-4, "\(first.name), \(second.name)")
      try one.reset()
      #expect(try one.push(Array(samples[..<5003])) == before)
    }
  }

  @Test func statesOfOtherWeightsAreRefused() throws {
    let streamed = try StreamedBundle.all[0].get()
    let bundle = try LoadedBundle(streamed.folder)
    _ = try bundle.push(ExportedModel.noise(2000))
    let state = try bundle.save()
    var damaged = state
    damaged[state.count / 2] ^= 4
    let foreign = try LoadedBundle(StreamedBundle.all[1].get().folder).save()
    for bad in [damaged, foreign, state.dropLast(), Data()] {
      #expect { try bundle.restore(Data(bad)) } throws: { "\($0)".contains("the state is damaged, or is of other weights") }
    }
    #expect(try bundle.save() == state, "nothing has changed")
  }

  @Test func verifiesAndTellsItsLatency() throws {
    let folder = try StreamedBundle.all[1].get().folder
    let report = try BundleVerifier()(folder) { Target.named($0).map(Host.supports) ?? false }
    #expect(report.targets.map(\.target) == Self.runnable.map(\.name))
    // Two hops of 10 ms and a window of 25.
    #expect(try Manifest(bundle: folder).latency == 45)
    let card = try String(contentsOf: folder.appendingPathComponent("README.md"), encoding: .utf8)
    #expect(card.contains("45 ms from a sound") && card.contains("positions repeated every 5 rows") && !card.contains("@"))
  }

  @Test("smaller weights stream what they are", arguments: [WeightStorage.bf16, .int8])
  func smallerWeights(_ storage: WeightStorage) throws {
    let streamed = try StreamedBundle.stored(storage)
    let accuracy = try #require(try Manifest(bundle: streamed.folder).accuracy)
    #expect(accuracy.leastCosine > 0.98 && accuracy.largestDifference > 0 && accuracy.clips > 20)
    // The self-test is of the rounded weights, offline.
    _ = try BundleVerifier()(streamed.folder) { Target.named($0).map(Host.supports) ?? false }
    let bundle = try LoadedBundle(streamed.folder, usesFile: false)
    let samples = ExportedModel.noise(9000)
    let rows = try pushed(samples, bundle, 333)
    let difference = ExportedModel.difference(rows, try streamed.encoder.offline(samples))
    #expect(difference > 1e-5 && difference < 0.2, "\(difference)")
    #expect(ExportedModel.difference(rows, try bundle(samples).rows) == 0)
  }

  /// gcc with sanitizers; the example prints a row for each column, and nothing that a program sends crashes it.
  @Test func exampleAndGarbage() throws {
    let streamed = try StreamedBundle.all[0].get()
    let (folder, name) = (try streamed.copy(), streamed.name)
    let built = try ExportedModel.run(
      ["make", "-s", "CC=gcc", "CFLAGS=-O1 -Werror", "SANITIZE=address,undefined", "stream_example"], in: folder)
    #expect(built.status == 0, "\(built.output)")
    let samples = ExportedModel.noise(5000)
    try samples.withUnsafeBytes { Data($0) }.write(to: folder.appendingPathComponent("samples"))
    let expected = try streamed.encoder.offline(samples)
    let linked = try ExportedModel.run(
      ["sh", "-c", "gcc -g -std=gnu11 -Wall -Werror -fsanitize=address,undefined -fno-sanitize-recover=all -DNAME=\(name) -DWIDTH=36 "
        + "-Iinclude \(Self.checks)/stream_garbage.c source/*.o -lm -lpthread -o garbage"], in: folder)
    #expect(linked.status == 0, "\(linked.output)")
    for target in Self.runnable {
      let printed = try ExportedModel.run(["sh", "-c", "./stream_example \(name).safetensors \(target.name) < samples"], in: folder)
      let rows = printed.output.split(separator: "\n").flatMap { $0.split(separator: " ").dropFirst().compactMap { Float($0) } }
      #expect(ExportedModel.difference(rows, expected) <= 1e-4, "\(target.name): \(printed.output.prefix(300))")
      let result = try ExportedModel.run(["./garbage", "\(name).safetensors", target.name], in: folder)
      #expect(result.status == 0 && result.output.isEmpty, "\(target.name): \(result.output)")
    }
  }
}
