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
    let path = "\(folder)/logmel/mini_drum"
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: path + "/trainings")) ?? []).filter { !$0.hasSuffix(".partial") }
    let paths = names.map { "trainings/\($0)" } + [".done.embeddings"]
    return paths.reduce(into: [:]) { dates, name in
      dates[name] = (try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)"))?[.modificationDate] as? Date
    }
  }

  /// Runs an evaluation until it ends by itself, and kills it a little after each bit of progress.
  ///
  /// - Returns: how often it was killed, and what the last run printed.
  private func killedAgainAndAgain(_ tool: CommandLineTool, _ output: String, delay: UInt32) throws -> (kills: Int, result: CommandLineTool.Result) {
    let folder = "\(tool.folder)/\(output)"
    for kills in 0..<40 {
      let before = kept(folder)
      // Some more trainings, or the embeddings, and a little later.
      let (goal, pause) = (before.count + Int.random(in: 1...2), UInt32.random(in: 0...delay))
      let result = try tool.run(arguments(output)) {
        guard kept(folder).count >= goal else { return false }
        usleep(pause)
        return true
      }
      #expect(result.status == 0 || result.status == -SIGKILL, "\(result)")
      // What was there is not written again.
      let after = kept(folder)
      for (name, date) in before { #expect(after[name] == date, "\(name)") }
      if result.status != -SIGKILL { return (kills, result) }
    }
    return (40, try tool.run(arguments(output)))
  }

  @Test func killedAtAnyMomentComesToTheSameScores() throws {
    let tiny = try TinyRun()
    let tool = CommandLineTool(folder: tiny.folder)
    let whole = try tool.run(arguments("whole"))
    #expect(whole.status == 0, "\(whole)")
    // A fast machine may be done before it is killed twice: then once more, with less delay.
    var kills = 0
    for delay: UInt32 in [200_000, 50_000, 10_000, 0, 0, 0, 0, 0] where kills < 2 {
      let ended = try killedAgainAndAgain(tool, "killed-\(UUID())", delay: delay)
      #expect(ended.result.status == 0 && ended.result.output == whole.output, "\(ended.kills) kills, \(ended.result)")
      kills += ended.kills
    }
    #expect(kills >= 2)
  }
}
