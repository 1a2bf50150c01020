import Foundation
import Testing

/// `sonograph prepare` as a user runs it, with what can go wrong.
@Suite struct PrepareErrorTests {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("prepare-\(UUID())")

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  private func prepare(_ arguments: String..., before: [String] = []) throws -> Shell.Result {
    let tool = try #require(ToolchainErrorTests.programURL, "the program is built beside the tests")
    return try Shell.run(
      before + [tool.path, "prepare"] + arguments + ["--cache", folder.appendingPathComponent("cache").path])
  }

  /// 240 short recordings that come with the package.
  private var recordings: String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return root.appendingPathComponent("Sources/Audio/Recordings/mini_tone").path
  }

  private func shards(_ name: String) throws -> [String: Data] {
    let directory = folder.appendingPathComponent(name)
    return try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { !$0.hasPrefix(".") }.reduce(
      into: [:]) {
        $0[$1] = try Data(contentsOf: directory.appendingPathComponent($1))
      }
  }

  @Test func killedAtAnyMoment() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let whole = folder.appendingPathComponent("whole").path
    let killed = folder.appendingPathComponent("killed").path
    let first = try prepare(recordings, "-o", whole, "--clips-per-shard", "7", "--threads", "1", "--json")
    #expect(
      first.status == 0 && first.output.contains("\"clips\" : 240") && first.output.contains("\"hours\""), "\(first)")
    for seconds in ["0.15", "0.3", "0.2", "0.45", "0.6"] {
      let result = try prepare(
        recordings, "-o", killed, "--clips-per-shard", "7", before: ["timeout", "-s", "KILL", seconds])
      if result.status == 0 { break }
    }
    let last = try prepare(recordings, "-o", killed, "--clips-per-shard", "7", "--json")
    #expect(last.status == 0, "\(last)")
    #expect(try shards("killed") == shards("whole"))
  }

  @Test func mistakesAreNamed() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let output = folder.appendingPathComponent("shards").path
    let empty = folder.appendingPathComponent("empty").path
    try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
    let broken = folder.appendingPathComponent("broken")
    try FileManager.default.createDirectory(at: broken, withIntermediateDirectories: true)
    try Data("text".utf8).write(to: broken.appendingPathComponent("notes.wav"))
    let cases: [(arguments: [String], text: String)] = [
      ([folder.path + "/none", "-o", output], "there is no directory \(folder.path)/none"),
      ([empty, "-o", output], "there is no sound file in the directory \(empty)"),
      ([broken.path, "-o", output], "notes.wav is not a sound file"),
      ([recordings, "-o", broken.path + "/notes.wav"], "cannot write \(broken.path)/notes.wav"),
      ([recordings, "-o", output, "--front-end", "kald"], "'kaldi'"),
      ([recordings, "-o", output, "--clip", "0"], "--clip is 0.0, expected 0.1 to 3600 seconds"),
      ([recordings, "-o", output, "--threads", "0"], "--threads is 0"),
    ]
    for (arguments, text) in cases {
      let tool = try #require(ToolchainErrorTests.programURL)
      let result = try Shell.run(
        [tool.path, "prepare"] + arguments + ["--cache", folder.appendingPathComponent("cache").path])
      #expect(result.status != 0 && result.error.contains(text), "\(arguments): \(result)")
      #expect(!result.error.contains("Fatal error"), "\(result)")
      #expect(!FileManager.default.fileExists(atPath: output), "\(arguments) left \(output)")
    }
  }
}
