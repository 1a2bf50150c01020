import Foundation
import Testing
import Training

/// `sonograph stream` and `export --streaming` as a user runs them.
@Suite(.serialized) struct StreamCommandTests {
  private static let model = [
    "--set", "width=16,mels=20,patch-mel=5,patch-time=4,depth=1,state=4", "--batch", "2", "--steps", "2", "--frames", "28",
    "--clip-seconds", "0.5", "--held-out-clips", "2", "--data", TinyRun.recordings,
  ]

  private struct Line: Decodable {
    let time: Double?
    let features: [Float]?
    let rows: Int?
    let difference: Float?
    let latency: Double?
  }

  private func lines(_ result: CommandLineTool.Result) throws -> [Line] {
    try result.output.split(separator: "\n").map { try JSONDecoder.stable.decode(Line.self, from: Data($0.utf8)) }
  }

  @Test func aRunStreamsAndGoesOn() throws {
    let tiny = try TinyRun()
    let tool = CommandLineTool(folder: tiny.folder)
    let cache = ["--cache", TinyRun.cachePath]
    let trained = try tool.run(["pretrain", "--model", "ssam-tiny", "--name", "run"] + Self.model + cache)
    #expect(trained.status == 0, "\(trained)")
    let scale = try #require(try RunDirectory(tiny.folder + "/runs/run").description().scale)
    #expect(scale.deviation > 1 && scale.mean < 0, "log-mels of drums: \(scale)")
    let files = try FileManager.default.subpathsOfDirectory(atPath: TinyRun.recordings).filter { $0.hasSuffix(".flac") }.sorted()
      .map { "\(TinyRun.recordings)/\($0)" }
    let stream = ["stream", "runs/run", "--json"] + cache
    let whole = try tool.run(stream + [files[0], "--check"])
    #expect(whole.status == 0, "\(whole)")
    let rows = try lines(whole)
    let end = try #require(rows.last)
    #expect(end.rows == rows.count - 1 && rows.count > 3 && end.difference! <= 1e-5 && end.latency == 55)
    #expect(rows[0].features?.count == 64 && abs(rows[1].time! - rows[0].time! - 0.04) < 1e-9)
    let odd = try lines(try tool.run(stream + [files[0], "--chunk", "77"]))
    #expect(odd.dropLast().map(\.features) == rows.dropLast().map(\.features))
    // Two files in two processes are the second one's rows behind the first.
    let first = try tool.run(stream + [files[0], "--save", "state"])
    let second = try lines(try tool.run(stream + [files[1], "--restore", "state"]))
    #expect(first.status == 0 && second.last!.rows! > rows.count - 1)
    #expect(second.first?.features != (try lines(try tool.run(stream + [files[1]]))).first?.features)
    try mistakes(tool, cache, files[0])
  }

  private func mistakes(_ tool: CommandLineTool, _ cache: [String], _ file: String) throws {
    func check(_ arguments: [String], _ texts: String...) throws {
      let result = try tool.run(arguments + cache)
      #expect(result.status != 0, "\(arguments)")
      for text in texts { #expect(result.error.contains(text), "\(arguments): \(result)") }
      #expect(!result.error.contains("Fatal error"), "\(result)")
    }
    try Data(count: 100).write(to: URL(fileURLWithPath: tool.folder + "/broken"))
    try check(["stream", "runs/run", file, "--restore", "broken"], "the state has 100 bytes")
    try check(["stream", "runs/run", file, "--restore", "nowhere"], "cannot read the state 'nowhere'")
    try check(["stream", "runs/run", "nowhere.wav"], "nowhere.wav")
    try check(["stream", "runs/run", file, "--chunk", "0"], "--chunk is 0")
    try check(["stream", "runs/run", file, "--scale", "-4"], "expected MEAN,DEVIATION")
    try check(["stream", "runs/run", file, "--scale", "-4,0"], "the deviation above 0")
    let export = ["export", "-o", "bundle", "--target", "generic"]
    try check(export + ["axlstm-tiny", "--streaming", "--scale=-4,2"], "block1/layer", "cannot be streamed", "--set direction=forward")
    try check(export + ["ssast-tiny", "--streaming", "--scale=-4,2"], "block0", "attention", "ssam-tiny")
    try check(export + ["ssam-tiny", "--streaming"], "are not known", "--scale-of DIRECTORY")
    try check(export + ["ssam-tiny", "--scale=-4,2"], "go with --streaming")
    try check(export + ["ssam-tiny", "--streaming", "--format", "onnx"], "goes with --format bundle")
    #expect(!FileManager.default.fileExists(atPath: tool.folder + "/bundle"))
  }
}
