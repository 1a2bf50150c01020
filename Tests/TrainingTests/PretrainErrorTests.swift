import Foundation
import Testing
import Training

/// What a user can get wrong: each ends in a message that names it, and no run is left behind.
@Suite struct PretrainErrorTests {
  private func check(_ tool: CommandLineTool, _ arguments: [String], _ texts: String...) throws {
    let result = try tool.run(arguments + (arguments[0] == "runs" ? [] : ["--cache", TinyRun.cachePath]))
    #expect(result.status != 0, "\(arguments)")
    for text in texts { #expect(result.error.contains(text), "\(arguments): \(result)") }
    #expect(!result.error.contains("Fatal error"), "\(result)")
    #expect(!FileManager.default.fileExists(atPath: tool.folder + "/runs/run"), "\(arguments)")
  }

  @Test func mistakesAreNamed() throws {
    let tiny = try TinyRun()
    let tool = CommandLineTool(folder: tiny.folder)
    let start = ["pretrain", "--name", "run", "--model"]
    try check(tool, start + ["sast-tiny"], "unknown model 'sast-tiny'", "did you mean 'ssast-tiny'?")
    try check(tool, start + ["gru"], "is not one of masked spectrograms")
    try check(tool, start + ["ssast-tiny", "--set", "postions=fair"], "no setting 'postions'", "did you mean 'positions'?")
    try check(tool, start + ["ssast-tiny", "--set", "positions=fare"], "'fare' is no value of 'positions'", "official, fair")
    try check(tool, start + ["ssast-tiny", "--set", "heads"], "--set takes values such as")
    try check(tool, start + ["ssast-tiny", "--frames", "201"], "--frames is 201", "the nearest is 200")
    try check(tool, start + ["ssast-tiny", "--mask-ratio", "1"], "--mask-ratio is 1")
    try check(tool, start + ["ssast-tiny", "--lr", "nan"], "--lr is nan")
    try check(tool, start + ["ssast-tiny", "--steps", "5", "--warmup", "6"], "--warmup is 6", "the number of steps, 5")
    try check(tool, start + ["ssast-tiny", "--steps", "5", "--minutes", "1"], "exclude each other")
    try check(tool, start + ["ssast-tiny", "--data", "none"], "there is no directory none")
    try check(tool, start + ["ssast-tiny", "--masking", "rows"], "unstructured", "timestep", "frequency")
    try check(tool, ["pretrain"], "which model?")
    try check(tool, ["pretrain", "--resume", "none"], "there is no run in none")
    try check(tool, ["pretrain", "--resume", "none", "--steps", "3"], "does not go with --resume")
    try check(tool, start + ["ssast-tiny", "--init", "none"], "there is no run in none")
    try check(tool, ["replay", "none"], "there is no run in none")
    try check(tool, ["runs", "list"], "there is no directory runs")
    try check(tool, ["embed", "a.wav", "-o", "a.txt"], "expected a name that ends in .npy or .safetensors")
    try check(tool, ["reconstruct", "a.wav"], "which model?")
  }

  @Test func data() throws {
    let tiny = try TinyRun()
    let tool = CommandLineTool(folder: tiny.folder)
    let manager = FileManager.default
    for name in ["empty", "text", "single"] { try manager.createDirectory(atPath: "\(tiny.folder)/\(name)", withIntermediateDirectories: true) }
    try Data("text".utf8).write(to: URL(fileURLWithPath: tiny.folder + "/text/notes.wav"))
    let first = try manager.subpathsOfDirectory(atPath: TinyRun.recordings).filter { $0.hasSuffix(".flac") }.sorted()[0]
    try manager.copyItem(atPath: "\(TinyRun.recordings)/\(first)", toPath: tiny.folder + "/single/one.flac")
    let start = ["pretrain", "--name", "run", "--model", "ssast-tiny", "--set", "width=16,depth=1,heads=2", "--data"]
    try check(tool, start + ["empty"], "there is no sound file in the directory empty")
    try check(tool, start + ["text"], "notes.wav is not a sound file")
    try check(tool, start + ["single"], "single has one usable file", "one is held out")
    // An output that cannot be made.
    try Data().write(to: URL(fileURLWithPath: tiny.folder + "/file"))
    try check(tool, start + [TinyRun.recordings, "--runs", "file"], "cannot write file/run")
  }

  /// Files with a bad header, and such as break off in the middle, are left out, named and counted.
  @Test func brokenFilesAreLeftOut() throws {
    let tiny = try TinyRun()
    let tool = CommandLineTool(folder: tiny.folder)
    let copy = tiny.folder + "/recordings"
    try FileManager.default.copyItem(atPath: TinyRun.recordings, toPath: copy)
    let files = try FileManager.default.subpathsOfDirectory(atPath: copy).filter { $0.hasSuffix(".flac") }.sorted()
    try Data().write(to: URL(fileURLWithPath: "\(copy)/empty.wav"))
    try Data("text".utf8).write(to: URL(fileURLWithPath: "\(copy)/notes.wav"))
    for file in files where file.contains("kick") {
      let url = URL(fileURLWithPath: "\(copy)/\(file)")
      let data = try Data(contentsOf: url)
      try data.prefix(data.count / 2).write(to: url)
    }
    var arguments = KillTests.tiny
    arguments[arguments.firstIndex(of: TinyRun.recordings)!] = copy
    let result = try tool.run(arguments + ["--steps", "30", "--held-out-clips", "40", "--name", "run"])
    #expect(result.status == 0, "\(result)")
    #expect(result.error.contains("skipped: \(copy)/empty.wav") && result.error.contains("notes.wav is not a sound file"), "\(result)")
    #expect(result.error.contains("kick") && result.output.contains("files could not be read and were left out"), "\(result)")
  }

  @Test func configuration() throws {
    let tiny = try TinyRun()
    let tool = CommandLineTool(folder: tiny.folder)
    func write(_ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: tiny.folder + "/a.yaml")) }
    try write("stps: 3\n")
    try check(tool, ["pretrain", "--config", "a.yaml"], "a.yaml does not fit the command", "--stps", "steps")
    try write("steps: [1\n")
    try check(tool, ["pretrain", "--config", "a.yaml"], "a.yaml is not YAML")
    try write("just text\n")
    try check(tool, ["pretrain", "--config", "a.yaml"], "a.yaml has no options")
    try check(tool, ["pretrain", "--config", "none.yaml"], "cannot read the configuration none.yaml")
    // Options of the file, but for those of the command line.
    try write(
      """
      model: ssast-tiny
      set: [width=16, depth=1, heads=2, mels=20, patch-mel=5]
      data: \(TinyRun.recordings)
      steps: 9
      batch: 2
      frames: 28
      clip-seconds: 0.5
      held-out-clips: 2
      json: true
      """)
    let result = try tool.run(["pretrain", "--config", "a.yaml", "--steps", "2", "--name", "run", "--cache", TinyRun.cachePath])
    #expect(result.status == 0 && result.output.contains("\"steps\" : 2") && result.output.contains("\"run\" : \"runs/run\""), "\(result)")
    let description = try RunDirectory(tiny.folder + "/runs/run").description()
    #expect(description.options.batch == 2 && description.settings["width"] == "16" && description.settings.count == 5)
  }
}
