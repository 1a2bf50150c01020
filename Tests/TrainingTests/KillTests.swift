import Foundation
import Testing
import Training

/// The command, killed with SIGKILL at random moments.
@Suite struct KillTests {
  static let tiny = [
    "pretrain", "--model", "ssast-tiny", "--set", "width=16,depth=1,heads=2,mels=20,patch-mel=5", "--data",
    TinyRun.recordings, "--batch", "2", "--frames", "28", "--clip-seconds", "0.5", "--held-out-clips", "2",
    "--seed", "5", "--cache", TinyRun.cachePath,
  ]

  /// Checkpoints are written after every step, so that most of the time a kill is within a write.
  @Test func killedAtAnyMomentAndResumed() throws {
    let tiny = try TinyRun()
    let tool = CommandLineTool(folder: tiny.folder)
    let arguments = Self.tiny + ["--steps", "50", "--checkpoint-every", "1", "--evaluate-every", "50"]
    let whole = try tool.run(arguments + ["--threads", "1", "--name", "whole", "--json"])
    #expect(whole.status == 0 && whole.output.contains("\"finished\" : true"), "\(whole)")
    let run = tiny.run("runs/killed")
    var (kills, result) = (0, whole)
    repeat {
      let start = run.exists ? ["pretrain", "--resume", run.path, "--cache", TinyRun.cachePath] : arguments + ["--name", "killed"]
      let last = Checkpoint.all(in: run).last?.step ?? -1
      result = try tool.run(start + ["--threads", "\(1 + kills % 2)"], killWhen: Self.someStepsAfter(last, run))
      kills += result.status == 0 ? 0 : 1
      #expect(result.status == 0 || result.status == -SIGKILL, "\(result)")
    } while result.status == -SIGKILL && kills < 60
    #expect(kills >= 4 && result.status == 0, "\(kills) kills")
    #expect(try tiny.state("runs/killed") == tiny.state("runs/whole"))
    #expect(tiny.losses("runs/killed") == tiny.losses("runs/whole"))
  }

  /// True once the run has come some steps further, and a random part of a step after that.
  private static func someStepsAfter(_ step: Int, _ run: RunDirectory) -> () -> Bool {
    let (goal, delay) = (step + Int.random(in: 1...10), UInt32.random(in: 0...20_000))
    return {
      guard let last = Checkpoint.all(in: run).last, last.step >= goal else { return false }
      usleep(delay)
      return true
    }
  }
}
