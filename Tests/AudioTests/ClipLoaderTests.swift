import CSndfile
import Foundation
import Testing

@testable import Audio

@Suite struct CorpusTests {
  let directory = try! SampleDirectory()

  @Test func scansEverythingBelowInOrder() throws {
    for name in ["b/2.wav", "b/10.flac", "a.WAV", "B.wav", "c/d/e.ogg"] {
      let format =
        name.hasSuffix("flac")
        ? SF_FORMAT_FLAC | SF_FORMAT_PCM_16
        : name.hasSuffix("ogg") ? SF_FORMAT_OGG | SF_FORMAT_VORBIS : SF_FORMAT_WAV | SF_FORMAT_PCM_16
      try directory.tone(name, seconds: 0.5, format: format)
    }
    _ = try directory.write("a list".utf8, to: "b/list.txt")
    _ = try directory.write("hidden".utf8, to: ".hidden.wav")
    _ = try directory.write("text".utf8, to: "b/broken.wav")
    _ = try directory.write([], to: "c/empty.wav")
    let corpus = try Corpus(directory: directory.path)
    #expect(corpus.recordings.map(\.file) == ["B.wav", "a.WAV", "b/10.flac", "b/2.wav", "c/d/e.ogg"])
    #expect(corpus.skipped.map(\.file) == ["b/broken.wav", "c/empty.wav"])
    #expect(corpus.skipped.allSatisfy { $0.reason.contains($0.file) })
    #expect(abs(corpus.seconds - 2.5) < 1e-9)
    #expect(try corpus.filter { $0.file.hasPrefix("b/") }.recordings.count == 2)
  }
}

@Suite struct EpochPermutationTests {
  @Test("every number comes once", arguments: [1, 2, 3, 5, 16, 17, 1000, 65_537])
  func isPermutation(_ count: Int) {
    for epoch in 0..<3 {
      let permutation = EpochPermutation(count: count, seed: 7, epoch: epoch)
      #expect(Set((0..<count).map { permutation[$0] }) == Set(0..<count))
    }
  }

  @Test func seedsAndEpochsDiffer() {
    func order(_ seed: UInt64, _ epoch: Int) -> [Int] {
      let permutation = EpochPermutation(count: 1000, seed: seed, epoch: epoch)
      return (0..<1000).map { permutation[$0] }
    }
    let orders = [order(1, 0), order(1, 1), order(2, 0), Array(0..<1000)]
    for i in orders.indices {
      for j in orders.indices where i < j {
        let agreeing = zip(orders[i], orders[j]).filter { $0 == $1 }.count
        #expect(agreeing < 12, "\(i) and \(j) agree in \(agreeing) places")
      }
    }
  }
}

@Suite struct ClipLoaderTests {
  let directory = try! SampleDirectory()

  private func corpus() throws -> Corpus {
    for (number, seconds) in [0.3, 1.0, 2.7, 12, 31.5, 4].enumerated() {
      // Constant recordings: a clip's level tells which file it is from.
      try directory.sound("\(number).wav", format: SF_FORMAT_WAV | SF_FORMAT_FLOAT, frames: Int(seconds * 16_000)) {
        _, _ in
        Float(number + 1) / 10
      }
    }
    return try Corpus(directory: directory.path)
  }

  @Test func epochsVisitEverySectionOnce() throws {
    let sampler = ClipSampler(try corpus(), length: 16_000, seed: 3)
    // Recordings of 0.3 to 12 s are one section, 31.5 s are three.
    #expect(sampler.sections == 8)
    for epoch in 0..<4 {
      let places = (0..<8).map { sampler.place(position: 8 * epoch + $0) }
      #expect(places.map(\.recording).sorted() == [0, 1, 2, 3, 4, 4, 4, 5])
      for place in places {
        let count = sampler.corpus.recordings[place.recording].count(at: 16_000)
        #expect(place.start >= 0 && place.count == min(16_000, count) && place.start + place.count <= count)
      }
      let long = places.filter { $0.recording == 4 }.map { $0.start / 168_000 }.sorted()
      #expect(long == [0, 1, 2])
    }
  }

  @Test("clips reach every part of a recording")
  func coverage() throws {
    let sampler = ClipSampler(try corpus(), length: 16_000, seed: 3)
    let starts = (0..<4000).map { sampler.place(position: $0) }.filter { $0.recording == 3 }.map(\.start)
    #expect(starts.min()! < 16_000 && starts.max()! > 10 * 16_000 && starts.max()! <= 11 * 16_000)
  }

  @Test("batches are the same for any number of threads and any order of steps", arguments: [(1, 1), (2, 4), (5, 2)])
  func threads(_ threads: Int, _ depth: Int) throws {
    let sampler = ClipSampler(try corpus(), length: 8000, seed: 11)
    let reference = ClipLoader(sampler, batch: 3, threads: 1, depth: 1)
    let expected = try (0..<6).map { try reference.batch(step: $0) }
    let loader = ClipLoader(sampler, batch: 3, threads: threads, depth: depth)
    for step in [0, 1, 2, 3, 4, 5, 2, 5, 0, 1, 1] { #expect(try loader.batch(step: step) == expected[step]) }
    #expect(Set(expected.map(\.samples)).count > 1)
  }

  @Test func aShortClipIsRepeated() throws {
    try directory.sound("short.wav", frames: 1000) { frame, _ in Float(frame) / 2048 }
    let loader = ClipLoader(ClipSampler(try Corpus(directory: directory.path), length: 2500, seed: 0), batch: 1)
    let samples = try loader.batch(step: 0).samples
    #expect(samples.count == 2500 && samples[1] > 0)
    #expect((0..<1500).allSatisfy { samples[$0] == samples[$0 + 1000] })
  }

  @Test func brokenFilesAreReplacedAndNamed() throws {
    _ = try corpus()
    try directory.sound("nan.wav", format: SF_FORMAT_WAV | SF_FORMAT_FLOAT, frames: 32_000) { _, _ in .nan }
    let sampler = ClipSampler(try Corpus(directory: directory.path), length: 8000, seed: 5)
    let loader = ClipLoader(sampler, batch: 9)
    let first = try loader.batch(step: 0)
    #expect(!first.files.contains("nan.wav") && first.samples.allSatisfy { $0.isFinite && $0 > 0 })
    #expect(loader.skipped.map(\.file) == ["nan.wav"])
    #expect(loader.skipped[0].reason.contains("not a finite number"))
    #expect(try ClipLoader(sampler, batch: 9, threads: 1).batch(step: 0) == first)
  }

  @Test func onlyBrokenClipsAreAnError() throws {
    try directory.sound("nan.wav", format: SF_FORMAT_WAV | SF_FORMAT_FLOAT, frames: 32_000) { _, _ in .nan }
    let loader = ClipLoader(ClipSampler(try Corpus(directory: directory.path), length: 8000, seed: 5), batch: 2)
    #expect(throws: AudioError.self) { try loader.batch(step: 0) }
  }
}
