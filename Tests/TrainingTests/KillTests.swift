import Foundation
import Testing
import Training

/// The command, killed with SIGKILL at random moments.
@Suite struct KillTests {
  private static let tiny = [
    "pretrain", "--model", "ssast-tiny", "--set", "width=16,depth=1,heads=2,mels=20,patch-mel=5", "--data",
    TinyRun.recordings, "--batch", "2", "--frames", "28", "--clip-seconds", "0.5", "--held-out-clips", "2", "--steps",
    "50", "--seed", "5", "--cache", TinyRun.cachePath,
  ]

  /// Checkpoints are written after every step, so that most of the time a kill is within a write.
  @Test func killedAtAnyMomentAndResumed() throws {
    let tiny = try TinyRun()
    let tool = CommandLineTool(folder: tiny.folder)
    let arguments = Self.tiny + ["--checkpoint-every", "1", "--evaluate-every", "50"]
    let began = Date()
    let whole = try tool.run(arguments + ["--threads", "1", "--name", "whole", "--json"])
    let elapsed = Date().timeIntervalSince(began)
    #expect(whole.status == 0 && whole.output.contains("\"finished\" : true"), "\(whole)")
    let seconds = try Self.seconds(tiny.run("runs/whole"))
    var (kills, result) = (0, whole)
    var generator = SystemRandomNumberGenerator()
    repeat {
      let run = tiny.run("runs/killed")
      let start = run.exists ? ["pretrain", "--resume", run.path, "--cache", TinyRun.cachePath] : arguments + ["--name", "killed"]
      let delay = kills < 8 ? elapsed - seconds + Double.random(in: 0...0.4, using: &generator) * seconds : nil
      result = try tool.run(start + ["--threads", "\(1 + kills % 2)"], killAfter: delay)
      kills += result.status == 0 ? 0 : 1
      #expect(result.status == 0 || result.status == -SIGKILL, "\(result)")
    } while result.status == -SIGKILL && kills < 30
    #expect(kills > 1 && result.status == 0, "\(kills) kills")
    #expect(try tiny.state("runs/killed") == tiny.state("runs/whole"))
    #expect(tiny.losses("runs/killed") == tiny.losses("runs/whole"))
  }

  /// How long a run took: from its description to its last metric.
  private static func seconds(_ run: RunDirectory) throws -> Double {
    func modified(_ path: String) throws -> Date {
      try #require(FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date)
    }
    return try modified(run.metricsPath).timeIntervalSince(modified(run.path + "/run.json"))
  }
}
