import Foundation
import Sonograph
import Testing

/// `sonograph bench bursts`: values go in and come out by name, and it runs as often as it is told to.
@Suite struct BurstBenchTests {
  private let directory = FileManager.default.temporaryDirectory.appendingPathComponent("bursts-\(UUID())")

  /// y = 2 x over T = 5 numbers, a size that fills no vector.
  private static let graph = """
    graph double {
      %0 = input data "x" : f32[time=T]
      %1 = map(%0, body: { 2 * $0 }) : f32[time=T]
      return
        "y" = %1
    }

    """

  private func run(input name: String, values: [Float], lines: String) throws -> (status: Int32, output: String, error: String) {
    let tool = try #require(ToolchainErrorTests.programURL, "the program is built beside the tests")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let file = directory.appendingPathComponent("double.graph")
    try Data(Self.graph.utf8).write(to: file)
    var writer = SafetensorsWriter()
    try values.withUnsafeBytes { bytes in
      writer.add(name, shape: [values.count], bytes: bytes)
      try writer.write(to: directory.appendingPathComponent("in"))
    }
    let command = "printf '\(lines)' | '\(tool.path)' bench bursts double.graph --length 5 --inputs in --outputs out --cache cache"
    let result = try Shell.run(["env", "-C", directory.path, "bash", "-c", command])
    return (result.status, result.output, result.error)
  }

  @Test func answersEachLine() throws {
    defer { try? FileManager.default.removeItem(at: directory) }
    let result = try run(input: "x", values: [1, -2, 3, 0.5, 7], lines: "2\\n3\\n")
    let lines = try result.output.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(result.status == 0 && lines.compactMap { $0["stage"] as? String } == ["started", "ready"], "\(result)")
    #expect(lines.compactMap { ($0["seconds"] as? [Double])?.count } == [2, 3])
    let y = try Safetensors(contentsOf: directory.appendingPathComponent("out")).tensors["y"]
    #expect(y?.shape == [5] && y?.values == [2, -4, 6, 1, 14])
  }

  @Test func namesAnUnknownInput() throws {
    defer { try? FileManager.default.removeItem(at: directory) }
    let result = try run(input: "xx", values: [1, 2, 3, 4, 5], lines: "1\\n")
    #expect(result.status != 0 && result.error.contains("'xx'") && result.error.contains("did you mean 'x'?"), "\(result)")
    #expect(!FileManager.default.fileExists(atPath: directory.appendingPathComponent("out").path))
  }

  @Test func namesAWrongNumberOfElements() throws {
    defer { try? FileManager.default.removeItem(at: directory) }
    let result = try run(input: "x", values: [1, 2, 3], lines: "1\\n")
    #expect(result.status != 0 && result.error.contains("3 elements") && result.error.contains("time=5"), "\(result)")
  }
}
