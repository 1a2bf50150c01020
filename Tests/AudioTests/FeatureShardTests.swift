import CSndfile
import Foundation
import Testing

@testable import Audio

@Suite struct FeatureShardTests {
  let directory = try! SampleDirectory()
  private var shards: String { directory.path + "/shards" }

  /// Stand-in features: five values for each 160 samples.
  private static func features(_ samples: [Float]) -> [Float] {
    (0..<samples.count / 160 * 5).map { samples[$0 / 5 * 160] + Float($0 % 5) }
  }

  private func plan(broken: Bool = true) throws -> ClipPlan {
    for (number, seconds) in [0.4, 2.5, 1.0, 3.7].enumerated() {
      try directory.tone("audio/\(number).wav", hertz: 97 * Double(number + 1), seconds: seconds)
    }
    if broken { _ = try directory.write("text".utf8, to: "audio/broken.wav") }
    return ClipPlan(try Corpus(directory: directory.path + "/audio"), length: 16_000)
  }

  private func preparation(_ plan: ClipPlan, element: FeatureSettings.Element = .float32, hop: Int = 160)
    -> ShardPreparation
  {
    let settings = FeatureSettings(element: element, mels: 5, frontEnd: ["hop": "\(hop)"])
    var preparation = ShardPreparation(plan, settings, directory: shards)
    preparation.clipsPerShard = 3
    return preparation
  }

  private func contents() throws -> [String: Data] {
    try FileManager.default.contentsOfDirectory(atPath: shards).reduce(into: [:]) {
      $0[$1] = try Data(contentsOf: URL(fileURLWithPath: shards + "/" + $1))
    }
  }

  @Test func clipsCoverRecordings() throws {
    let plan = try plan()
    // 0.4 s, 2.5 s (2.5 rounds to 3: 1, 1 and a half), 1 s, 3.7 s.
    #expect((0..<plan.count).map { plan[$0].number } == [0, 0, 1, 2, 0, 0, 1, 2, 3])
    #expect(
      (0..<plan.count).map { plan[$0].count } == [6400, 16_000, 16_000, 8000, 16_000, 16_000, 16_000, 16_000, 11_200])
  }

  @Test func whatIsStoredIsReadBack() throws {
    let plan = try plan()
    let result = try preparation(plan).run(features: Self.features)
    #expect(result.shards == 3 && result.reused == 0 && result.progress.computed == 9)
    #expect(result.skipped.map(\.file) == ["broken.wav"])
    let stored = try FeatureShards(directory: shards)
    try stored.verify()
    #expect(
      stored.clips.map(\.file) == ["0.wav", "1.wav", "1.wav", "1.wav", "2.wav", "3.wav", "3.wav", "3.wav", "3.wav"])
    for (position, clip) in stored.clips.enumerated() {
      let expected = Self.features(try plan.samples(plan[position]))
      #expect(stored.features(clip) == expected)
      #expect(stored.features(clip, frames: 3..<7) == Array(expected[15..<35]))
    }
  }

  @Test func halfPrecisionRoundsToElevenBits() throws {
    let plan = try plan()
    _ = try preparation(plan, element: .float16).run(features: Self.features)
    let stored = try FeatureShards(directory: shards)
    let (found, expected) = (stored.features(stored.clips[1]), Self.features(try plan.samples(plan[1])))
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= abs($1) * 0x1p-11 + 0x1p-25 })
    #expect(found != expected)
  }

  @Test func filesThatCannotBeDecodedAreLeftOutOnceAndRemembered() throws {
    _ = try plan(broken: false)
    // Finite at first: the second clip of three is the one that fails.
    try directory.sound("audio/1b.wav", format: SF_FORMAT_WAV | SF_FORMAT_FLOAT, frames: 48_000) { frame, _ in
      frame == 20_000 ? .nan : 0.1
    }
    let plan = ClipPlan(try Corpus(directory: directory.path + "/audio"), length: 16_000)
    let result = try preparation(plan).run(features: Self.features)
    #expect(plan.count == 12 && result.progress.computed == 11 && result.progress.clips == 12)
    #expect(result.skipped.map(\.file) == ["1b.wav"] && result.skipped[0].reason.contains("1.2500 s from its start"))
    let stored = try FeatureShards(directory: shards)
    #expect(stored.skipped == result.skipped)
    #expect(stored.clips.filter { $0.file == "1b.wav" }.map(\.number) == [0, 2])
    #expect(try preparation(plan).run(features: Self.features).skipped == result.skipped)
  }

  @Test func aRunThatWasStoppedGoesOn() throws {
    let plan = try plan()
    _ = try preparation(plan).run(features: Self.features)
    let whole = try contents()
    struct Stop: Error {}
    try FileManager.default.removeItem(atPath: shards)
    var calls = 0
    #expect(throws: Stop.self) {
      try preparation(plan).run(features: {
        calls += 1
        if calls == 5 { throw Stop() }
        return Self.features($0)
      })
    }
    #expect(throws: FeatureError.incomplete(directory: shards, found: 1, expected: 3)) {
      try FeatureShards(directory: shards)
    }
    // What a kill within a write leaves.
    try Data("half".utf8).write(to: URL(fileURLWithPath: shards + "/000001.safetensors.partial"))
    let result = try preparation(plan).run(features: Self.features)
    #expect(result.reused == 1 && result.progress.computed == 6)
    #expect(try contents() == whole)
  }

  @Test func aDamagedShardIsFoundAndMadeAgain() throws {
    let plan = try plan()
    _ = try preparation(plan).run(features: Self.features)
    let whole = try contents()
    let path = shards + "/000001.safetensors"
    var data = whole["000001.safetensors"]!
    data[data.count - 100] ^= 1
    try data.write(to: URL(fileURLWithPath: path))
    #expect(throws: FeatureError.self) { try FeatureShards(directory: shards).verify() }
    #expect(try preparation(plan).run(features: Self.features).reused == 2)
    #expect(try contents() == whole)
    for length in [0, 7, 8, 100, data.count - 1] {
      try data.prefix(length).write(to: URL(fileURLWithPath: path))
      #expect(throws: FeatureError.self, "\(length) bytes") { try FeatureShards(directory: shards) }
    }
  }

  @Test func otherSettingsAndFilesAreRefused() throws {
    let plan = try plan()
    _ = try preparation(plan).run(features: Self.features)
    let before = try contents()
    do {
      _ = try preparation(plan, hop: 320).run(features: Self.features)
      Issue.record("no error")
    } catch { #expect("\(error)".contains("hop: 160 there, 320 here")) }
    #expect(throws: FeatureError.self) {
      try FeatureShards(
        directory: shards, settings: FeatureSettings(element: .float16, mels: 5, frontEnd: ["hop": "160"]))
    }
    try directory.tone("audio/new.wav", seconds: 1)
    let other = ClipPlan(try Corpus(directory: directory.path + "/audio"), length: 16_000)
    do {
      _ = try preparation(other).run(features: Self.features)
      Issue.record("no error")
    } catch {
      guard case FeatureError.otherCorpus = error else {
        Issue.record("\(error)")
        return
      }
    }
    #expect(try contents() == before)
  }

  @Test func placesThatCannotBeWrittenOrRead() throws {
    let plan = try plan()
    let file = try directory.write("text".utf8, to: "file")
    var preparation = preparation(plan)
    preparation = ShardPreparation(plan, preparation.settings, directory: file + "/below")
    #expect(throws: FeatureError.self) { try preparation.run(features: Self.features) }
    #expect(throws: FeatureError.missing(directory: "no/such")) { try FeatureShards(directory: "no/such") }
    #expect(throws: FeatureError.empty(directory: directory.path)) { try FeatureShards(directory: directory.path) }
    let lock = try DirectoryLock(shards)
    #expect(throws: FeatureError.inUse(directory: shards)) { try self.preparation(plan).run(features: Self.features) }
    withExtendedLifetime(lock) {}
  }

  /// A copy of the descriptor stands for a process that is being started while the lock is held.
  @Test func aLockEndsWithItsOwner() throws {
    var lock: DirectoryLock? = try DirectoryLock(shards)
    let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }
    let held = try #require(
      descriptors.first { (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == shards + "/.lock" })
    let copy = dup(held)
    defer { close(copy) }
    #expect(DirectoryLock.isHeld(shards))
    withExtendedLifetime(lock) {}
    lock = nil
    #expect(!DirectoryLock.isHeld(shards))
    #expect(throws: Never.self) { try DirectoryLock(self.shards) }
  }

  @Test("batches of features are the same for any number of threads", arguments: [true, false])
  func loading(_ isStandardized: Bool) throws {
    _ = try preparation(try plan()).run(features: Self.features)
    let stored = try FeatureShards(directory: shards)
    let loaders = [1, 4].map {
      FeatureLoader(stored, batch: 4, frames: 60, isStandardized: isStandardized, seed: 9, threads: $0)
    }
    for step in 0..<5 {
      let batch = try loaders[0].batch(step: step)
      #expect(try loaders[1].batch(step: step) == batch)
      #expect(batch.values.count == 4 * 60 * 5 && batch.files.count == 4)
    }
    let epoch = try (0..<9).map { try FeatureLoader(stored, batch: 1, frames: 10, seed: 2).batch(step: $0).files[0] }
    #expect(epoch.sorted() == stored.clips.map(\.file))
  }

  @Test func standardizingUsesTheWholeClip() throws {
    _ = try preparation(try plan(broken: false)).run(features: Self.features)
    let stored = try FeatureShards(directory: shards)
    let loader = FeatureLoader(stored, batch: 1, frames: 100, seed: 9)
    for step in 0..<9 {
      let batch = try loader.batch(step: step)
      guard batch.files[0] == "2.wav" else { continue }
      let mean = batch.values.reduce(0, +) / 500
      let power = batch.values.reduce(0) { $0 + $1 * $1 } / 500
      #expect(abs(mean) < 1e-4 && abs(power - 1) < 1e-3)
    }
  }
}
