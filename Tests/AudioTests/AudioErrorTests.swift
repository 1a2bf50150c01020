import Audio
import CSndfile
import Foundation
import Testing

@Suite struct AudioErrorTests {
  let directory = try! SampleDirectory()

  private func error(reading path: String) -> AudioError? {
    do { _ = try AudioReader(path: path).read(1 << 24) } catch let error as AudioError { return error } catch {}
    return nil
  }

  @Test func missing() throws {
    let path = try directory.path("no.wav")
    #expect(error(reading: path) == .missing(path: path))
    #expect("\(AudioError.missing(path: path))" == "there is no file \(path)")
  }

  @Test func textCalledWave() throws {
    let path = try directory.write("This is not audio at all, in spite of its name.\n".utf8, to: "notes.wav")
    guard case .notAudio(path, _)? = error(reading: path) else {
      Issue.record("\(String(describing: error(reading: path)))")
      return
    }
    #expect("\(error(reading: path)!)".contains("notes.wav is not a sound file"))
  }

  @Test func zeroBytes() throws {
    let path = try directory.write([], to: "empty.wav")
    #expect(error(reading: path) == .empty(path: path))
  }

  @Test func headerWithoutSamples() throws {
    let path = try directory.sound("silent.wav", frames: 0) { _, _ in 0 }
    #expect(error(reading: path) == .empty(path: path))
  }

  @Test("NaN and infinite samples are found, in any channel", arguments: [Float.nan, .infinity])
  func notFinite(_ value: Float) throws {
    let path = try directory.sound(
      "nan.wav", format: SF_FORMAT_WAV | SF_FORMAT_FLOAT, rate: 8000, channels: 2, frames: 12_000
    ) {
      $0 == 10_000 && $1 == 1 ? value : 0.1
    }
    #expect(error(reading: path) == .notFinite(path: path, seconds: 1.25))
  }

  @Test(
    "files that are cut off",
    arguments: [
      ("cut.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16), ("cut.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_16),
      ("cut.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16),
    ])
  func truncated(_ name: String, _ format: Int) throws {
    let path = try directory.sound(name, format: format, frames: 40_000) { frame, _ in
      Float(Foundation.sin(Double(frame * frame % 811)))
    }
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
    guard case .truncated(path, let announced, let found, _)? = error(reading: path) else {
      Issue.record("\(String(describing: error(reading: path)))")
      return
    }
    #expect(found < announced)
  }

  @Test func directoryAsFile() throws {
    #expect(error(reading: directory.path) == .isDirectory(path: directory.path))
  }

  @Test func missingDirectory() {
    #expect(throws: AudioError.missingDirectory(path: "no/such/place")) { try Corpus(directory: "no/such/place") }
  }

  @Test func fileAsDirectory() throws {
    let path = try directory.tone("tone.wav", seconds: 0.1)
    #expect(throws: AudioError.notADirectory(path: path)) { try Corpus(directory: path) }
  }

  @Test func emptyDirectory() {
    #expect(throws: AudioError.noAudio(directory: directory.path, files: 0, first: nil)) {
      try Corpus(directory: directory.path)
    }
  }

  @Test func onlyBrokenFiles() throws {
    _ = try directory.write("text".utf8, to: "a.wav")
    _ = try directory.write([], to: "b.flac")
    do {
      _ = try Corpus(directory: directory.path)
      Issue.record("no error")
    } catch {
      guard case AudioError.noAudio(_, 2, let first?) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(first.contains("a.wav"))
    }
  }
}
