import Foundation
import Testing
import Training

/// A run gives the same bits for any number of threads, and however it is interrupted.
@Suite struct ResumeTests {
  @Test("stopped, resumed with other threads: parameters, moments and metrics are the same", arguments: TinyRun.models.indices)
  func bitIdentity(_ number: Int) throws {
    let tiny = try TinyRun()
    let model = TinyRun.models[number]
    let whole = try tiny.begin("whole", model, threads: 1).run()
    #expect(whole.isFinished && whole.step == 6)
    var steps = 0
    let stopped = try tiny.begin("part", model, threads: 2).run(shouldStop: { steps >= 3 }, report: { _ in steps += 1 })
    #expect(!stopped.isFinished && stopped.step == 3)
    let resumed = try tiny.resume("part", model, threads: 2).run()
    #expect(resumed.isFinished && resumed.first == whole.first && resumed.last == whole.last)
    #expect(try tiny.state("part") == tiny.state("whole"))
    // The run that was stopped has written a checkpoint, and so an evaluation, more.
    #expect(tiny.losses("part").filter { $0.loss != nil } == tiny.losses("whole").filter { $0.loss != nil })
    #expect(tiny.losses("whole").count == 6 + 5)
  }

  @Test func aHalfWrittenCheckpointIsNone() throws {
    let tiny = try TinyRun()
    _ = try tiny.begin("whole").run()
    var steps = 0
    _ = try tiny.begin("killed").run(shouldStop: { steps >= 4 }, report: { _ in steps += 1 })
    let run = tiny.run("killed")
    let last = try #require(Checkpoint.all(in: run).last)
    // What a kill within a write leaves: some files of the next checkpoint, one cut off, under its temporary name.
    let partial = "\(run.path)/checkpoints/.partial-step-00000005"
    try FileManager.default.createDirectory(atPath: partial, withIntermediateDirectories: true)
    try Data(contentsOf: URL(fileURLWithPath: last.path + "/parameters.safetensors")).prefix(500)
      .write(to: URL(fileURLWithPath: partial + "/parameters.safetensors"))
    #expect(Checkpoint.all(in: run).last == last)
    // And a line of metrics that is cut off.
    let file = try #require(FileHandle(forWritingAtPath: run.metricsPath))
    try file.seekToEnd()
    try file.write(contentsOf: Data("{\"step\":5,\"lo".utf8))
    _ = try tiny.resume("killed").run()
    #expect(!FileManager.default.fileExists(atPath: partial))
    #expect(try tiny.state("killed") == tiny.state("whole"))
    #expect(tiny.losses("killed").last == tiny.losses("whole").last)
  }

  @Test func aDamagedCheckpointIsLeftOut() throws {
    let tiny = try TinyRun()
    _ = try tiny.begin("whole").run()
    var steps = 0
    _ = try tiny.begin("damaged").run(shouldStop: { steps >= 4 }, report: { _ in steps += 1 })
    let last = try #require(Checkpoint.all(in: tiny.run("damaged")).last)
    let path = last.path + "/optimizer.safetensors"
    try Data(contentsOf: URL(fileURLWithPath: path)).dropLast(100).write(to: URL(fileURLWithPath: path))
    let resumed = try tiny.resume("damaged")
    #expect(resumed.firstStep < 4 && resumed.notes.contains { $0.contains(last.path) })
    _ = try resumed.run()
    #expect(try tiny.state("damaged") == tiny.state("whole"))
  }

  @Test func lastAndBestAreKept() throws {
    let tiny = try TinyRun()
    var options = TinyRun.options
    (options.steps, options.checkpointEvery, options.keep) = (8, 1, 2)
    _ = try tiny.begin("run", TinyRun.transformer, options).run()
    let all = Checkpoint.all(in: tiny.run("run"))
    let evaluations = tiny.losses("run").compactMap(\.evaluation)
    let best = try #require(evaluations.min { $0.maskedLoss < $1.maskedLoss })
    #expect(Set(all.map(\.step)) == Set([7, 8, best.step]))
    #expect(Checkpoint.best(of: all)?.step == best.step)
  }

  @Test func twoProcessesDoNotShareARun() throws {
    let tiny = try TinyRun()
    let running = try tiny.begin("run")
    #expect { try tiny.resume("run") } throws: { "\($0)".contains("another process is writing to") }
    withExtendedLifetime(running) {}
  }

  @Test func warmStart() throws {
    let tiny = try TinyRun()
    _ = try tiny.begin("first").run()
    let best = try tiny.run("first").bestCheckpoint()
    let evaluation = try #require(try best.state().evaluation)
    var options = TinyRun.options
    options.steps = 2
    let second = try tiny.begin("second", TinyRun.transformer, options, initialized: best.parametersPath)
    #expect(second.description.initialized == best.parametersPath)
    let outcome = try second.run()
    #expect(outcome.first.maskedLoss == evaluation.maskedLoss)
    // Another model's parameters are refused by name.
    #expect { try tiny.begin("third", TinyRun.models[1], options, initialized: best.parametersPath) } throws: {
      "\($0)".contains("is of another model")
    }
    #expect(!tiny.run("third").exists)
  }

  @Test func otherDataAreRefused() throws {
    let tiny = try TinyRun()
    let copy = tiny.folder + "/recordings"
    try FileManager.default.copyItem(atPath: TinyRun.recordings, toPath: copy)
    var steps = 0
    let machine = try TinyRun.machine(threads: 1)
    _ = try Pretraining(
      new: tiny.run("run"), model: TinyRun.transformer, settings: [:], options: TinyRun.options, data: copy,
      initialized: nil, machine: machine
    ).run(shouldStop: { steps >= 1 }, report: { _ in steps += 1 })
    let first = try FileManager.default.subpathsOfDirectory(atPath: copy).filter { $0.hasSuffix(".flac") }.sorted()[0]
    try FileManager.default.removeItem(atPath: "\(copy)/\(first)")
    #expect { try tiny.resume("run") } throws: { "\($0)".contains("have changed since the run began") }
  }
}
