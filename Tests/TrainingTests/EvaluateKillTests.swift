import Foundation
import Testing
import Training

/// `sonograph evaluate`, killed with SIGKILL at random moments.
@Suite struct EvaluateKillTests {
  private func arguments(_ output: String) -> [String] {
    [
      "evaluate", "--embedder", "logmel", "--task", "mini_drum", "--seeds", "0-4", "--grid", "linear", "--threads", "2", "--cache",
      TinyRun.cachePath, "--output", output, "--json",
    ]
  }

  /// The files that are kept, with the moments at which they were written.
  private func kept(_ folder: String) -> [String: Date] {
    let path = "\(folder)/killed/logmel/mini_drum"
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: path + "/trainings")) ?? []).filter { !$0.hasSuffix(".partial") }
    let paths = names.map { "trainings/\($0)" } + [".done.embeddings"]
    return paths.reduce(into: [:]) { dates, name in
      dates[name] = (try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)"))?[.modificationDate] as? Date
    }
  }

  @Test func killedAtAnyMomentComesToTheSameScores() throws {
    let tiny = try TinyRun()
    let tool = CommandLineTool(folder: tiny.folder)
    let whole = try tool.run(arguments("whole"))
    #expect(whole.status == 0, "\(whole)")
    var (kills, result) = (0, whole)
    repeat {
      let before = kept(tiny.folder)
      // Some more trainings, or the embeddings, and a little later.
      let (goal, delay) = (before.count + Int.random(in: 1...2), UInt32.random(in: 0...200_000))
      result = try tool.run(arguments("killed")) {
        guard kept(tiny.folder).count >= goal else { return false }
        usleep(delay)
        return true
      }
      kills += result.status == 0 ? 0 : 1
      #expect(result.status == 0 || result.status == -SIGKILL, "\(result)")
      // What was there is not written again.
      let after = kept(tiny.folder)
      for (name, date) in before { #expect(after[name] == date, "\(name)") }
    } while result.status == -SIGKILL && kills < 40
    #expect(kills >= 2 && result.status == 0, "\(kills) kills, \(result)")
    #expect(result.output == whole.output)
  }
}
