import Foundation
import Testing
import Training

/// Linear probes beside a run, as a user starts them.
@Suite struct ProbeTests {
  /// A task of some of the recordings that come with the package, as a CSV file.
  private func task(_ folder: String) throws -> String {
    let recordings = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/Audio/Recordings/mini_tone/fold00")
    let files = try FileManager.default.contentsOfDirectory(atPath: recordings.path).sorted().prefix(12)
    let lines = files.enumerated().map { number, file in
      "\(recordings.path)/\(file),\(number % 2 == 0 ? "a" : "b"),\(["train", "valid", "test"][number / 2 % 3])"
    }
    let path = folder + "/labels.csv"
    try (["file,label,split"] + lines).joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test("scores stand in the metrics, the database and the page") func beside() throws {
    let tiny = try TinyRun()
    let tool = CommandLineTool(folder: tiny.folder)
    let options = ["--steps", "4", "--probe", try task(tiny.folder), "--every", "2", "--runs", "runs", "--name", "probed", "--json"]
    let result = try tool.run(KillTests.tiny + options)
    try #require(result.status == 0, "\(result)")
    let run = RunDirectory(tiny.folder + "/runs/probed")
    let metrics = MetricsLog.read(run.metricsPath).filter { $0.probe != nil }
    #expect(metrics.map(\.step) == [0, 2, 4])
    #expect(metrics.allSatisfy { $0.probe!.count == 1 && (0...1).contains($0.probe![0].score) })
    let stored = try RunDatabase(directory: run.parent).probes("probed")
    #expect(stored.count == 1 && stored[0].scores.map(\.step) == [0, 2, 4])
    #expect(stored[0].scores.map(\.score) == metrics.map { $0.probe![0].score })
    #expect(try String(contentsOfFile: run.reportPath, encoding: .utf8).contains("Linear probe: \(stored[0].task)"))
  }

  @Test("mistakes leave no run behind", arguments: [
    (["--probe", "/nowhere"], "/nowhere"), (["--every", "2"], "--probe"),
  ]) func mistakes(_ options: [String], _ says: String) throws {
    let tiny = try TinyRun()
    let result = try CommandLineTool(folder: tiny.folder).run(KillTests.tiny + ["--steps", "2", "--runs", "runs"] + options)
    #expect(result.status != 0 && result.error.contains(says), "\(result)")
    #expect((try? FileManager.default.contentsOfDirectory(atPath: tiny.folder + "/runs").filter { $0 != "runs.sqlite" }) ?? [] == [])
  }
}
