import Foundation
import Testing
import Training

/// What is done with a trained model, on the command line.
@Suite struct TrainedModelTests {
  @Test func embedAndReconstruct() throws {
    let tiny = try TinyRun()
    let tool = CommandLineTool(folder: tiny.folder)
    let trained = try tool.run(KillTests.tiny + ["--steps", "2", "--name", "run"])
    #expect(trained.status == 0, "\(trained)")
    let files = try FileManager.default.subpathsOfDirectory(atPath: TinyRun.recordings).filter { $0.hasSuffix(".flac") }.sorted()
    let sounds = files.prefix(3).map { "\(TinyRun.recordings)/\($0)" }
    func run(_ arguments: [String]) throws -> CommandLineTool.Result {
      try tool.run(arguments + ["--run", "runs/run", "--cache", TinyRun.cachePath])
    }
    let array = try run(["embed"] + sounds + ["-o", "a.npy", "--json"])
    #expect(array.status == 0 && array.output.contains("\"features\" : 64"), "\(array)")
    let npy = try Data(contentsOf: URL(fileURLWithPath: tiny.folder + "/a.npy"))
    #expect(String(decoding: npy, as: UTF8.self).contains("'shape': (3, 64)"))
    let rows = try run(["embed"] + sounds + ["-o", "a.safetensors", "--pool", "none", "--hop", "50", "--layer", "1"])
    #expect(rows.status == 0, "\(rows)")
    let picture = try run(["reconstruct", sounds[0], "-o", "a.png", "--scale", "2", "--mask-ratio", "0.3"])
    #expect(picture.status == 0 && picture.output.contains("best constant"), "\(picture)")
    // 28 frames and three times 20 bands at two pixels, with two gaps of four.
    let png = try Data(contentsOf: URL(fileURLWithPath: tiny.folder + "/a.png"))
    #expect(png[16..<24] == Data([0, 0, 0, 56, 0, 0, 0, 128]))
    for (arguments, text) in [
      (["embed", sounds[0], "-o", "a.npy", "--layer", "2"], "has no layer 2"),
      (["embed", "none.wav", "-o", "b.npy"], "there is no file none.wav"),
      (["embed", sounds[0], "-o", "none/b.npy"], "cannot write none/b.npy"),
      (["embed", sounds[0], sounds[1], "-o", "b.npy", "--pool", "none"], "write a .safetensors file"),
      (["reconstruct", sounds[0], "-o", "none/b.png"], "cannot write none/b.png"),
      (["reconstruct", sounds[0], "--start", "1000"], "ends after"),
    ] {
      let result = try run(arguments)
      #expect(result.status != 0 && result.error.contains(text), "\(arguments): \(result)")
    }
    #expect(!FileManager.default.fileExists(atPath: tiny.folder + "/b.npy"))
  }

  @Test func models() throws {
    let tiny = try TinyRun()
    let tool = CommandLineTool(folder: tiny.folder)
    let result = try tool.run(["models", "ssast-tiny", "--set", "depth=1", "--batch", "1", "--batch", "3", "--json"])
    #expect(result.status == 0, "\(result)")
    struct Row: Decodable {
      struct Memory: Decodable { let batch, forward_bytes, train_bytes: Int }
      let name: String
      let parameters, tokens, forward_flops, train_flops: Int
      let memory: [Memory]
    }
    let row = try #require(try JSONDecoder().decode([Row].self, from: Data(result.output.utf8)).first)
    // Twelve blocks less eleven of 12 width^2 + 13 width.
    #expect(row.parameters == 5_401_024 - 11 * (12 * 192 * 192 + 13 * 192) && row.tokens == 251)
    // 12 width^2 multiply-adds for each token, and two for each pair of tokens and channel, dominate.
    let block = Double(2 * 251 * (12 * 192 * 192 + 2 * 251 * 192))
    #expect(Double(row.forward_flops) > block && Double(row.forward_flops) < 1.3 * block)
    #expect(row.train_flops > 2 * row.forward_flops && row.memory.map(\.batch) == [1, 3])
    #expect(row.memory[0].train_bytes < row.memory[1].train_bytes && row.memory[0].forward_bytes > 4 * row.parameters)
  }
}
