import Audio
import Foundation
import Testing

@Suite struct EmbeddedCorpusTests {
  @Test func everyFileIsInTheManifestAndHasALicence() throws {
    let entries = try EmbeddedCorpus.manifest()
    let corpus = try Corpus(directory: EmbeddedCorpus.directory())
    #expect(corpus.skipped.isEmpty)
    #expect(Set(corpus.recordings.map(\.file)) == Set(entries.map(\.file)) && entries.count == corpus.recordings.count)
    for entry in entries {
      #expect(!entry.author.isEmpty && !entry.licence.isEmpty && !entry.change.isEmpty, "\(entry.file)")
      #expect(entry.part == "corpus" || !entry.label.isEmpty && !entry.split.isEmpty, "\(entry.file)")
    }
    #expect(try FileManager.default.fileExists(atPath: EmbeddedCorpus.directory() + "/LICENCES.md"))
    #expect(EmbeddedCorpus.credits(entries).contains("Frank Wen (MIT)"))
  }

  @Test func theUnlabelledClipsAreReadable() throws {
    let corpus = try EmbeddedCorpus.corpus()
    #expect(corpus.recordings.count == 114 && abs(corpus.seconds - 1140) < 20)
    let batch = try ClipLoader(ClipSampler(corpus, length: 32_000, seed: 1), batch: 8).batch(step: 0)
    #expect(Set(batch.files).count == 8)
    #expect(batch.samples.contains { abs($0) > 0.01 })
  }

  @Test func splittingIsByNameAndComplete() throws {
    let corpus = try EmbeddedCorpus.corpus()
    let (training, heldOut) = try corpus.split(heldOut: 0.1, seed: 4)
    #expect(heldOut.recordings.count == 11)
    #expect(Set(training.recordings + heldOut.recordings) == Set(corpus.recordings))
    #expect(try corpus.split(heldOut: 0.1, seed: 4).heldOut.recordings == heldOut.recordings)
    #expect(try corpus.split(heldOut: 0.1, seed: 5).heldOut.recordings != heldOut.recordings)
  }

  @Test func aWrongFolderIsNamed() {
    do {
      _ = try EmbeddedCorpus.directory(environment: [EmbeddedCorpus.variable: "no/such/folder"])
      Issue.record("no error")
    } catch { #expect("\(error)".contains("not in no/such/folder")) }
  }
}
