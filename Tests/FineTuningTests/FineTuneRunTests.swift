import Foundation
import Runtime
import Sonograph
import Testing
import Training

@testable import FineTuning

@Suite struct FineTuneRunTests {
  @Test(arguments: 0..<3) func learnsToTellTonesApart(_ number: Int) throws {
    let tones = try ToneTask()
    var options = ToneTask.options
    options.epochs = 12
    let summary = try #require(try tones.tuning("run", ToneTask.models[number], options).run())
    #expect(summary.interval.mean == 1, "accuracy on six test clips")
    let losses = summary.results[0].epochs.map(\.loss)
    // A head of zeros begins at log 2.
    #expect(abs(losses[0] - 0.693) < 0.15 && losses.last! < 0.3, "\(losses)")
    #expect(FileManager.default.fileExists(atPath: "\(tones.folder)/run/report.html"))
  }

  @Test func aKilledRunGoesOnToTheSameBits() throws {
    let tones = try ToneTask()
    var options = ToneTask.options
    options.augmentation.mixup = 0.4
    (options.augmentation.timeMask, options.augmentation.melMask, options.augmentation.gain, options.augmentation.shift) = (5, 3, 6, 0.05)
    let whole = try #require(try tones.tuning("whole", ToneTask.models[0], options).run())
    for stop in [1, 3, 5, 7, 9] {
      var steps = 0
      let stopped = try tones.tuning("stopped", ToneTask.models[0], options).run { steps += 1; return steps > stop } report: { _, _, _ in }
      if stopped != nil { break }
    }
    let resumed = try #require(try tones.tuning("stopped", ToneTask.models[0], options).run())
    #expect(try tones.best("whole") == tones.best("stopped"))
    #expect(resumed.results[0].epochs == whole.results[0].epochs)
    #expect(resumed.results[0].predictions.map(\.logits) == whole.results[0].predictions.map(\.logits))
  }

  @Test func threadsDoNotChangeABit() throws {
    let tones = try ToneTask(seconds: 0.7)
    _ = try tones.tuning("one", ToneTask.models[1], threads: 1).run()
    _ = try tones.tuning("three", ToneTask.models[1], threads: 3).run()
    #expect(try tones.best("one") == tones.best("three"))
  }

  @Test func frozenLayersKeepTheirBits() throws {
    let tones = try ToneTask()
    var options = ToneTask.options
    options.frozenLayers = 2
    let tuning = try tones.tuning("frozen", ToneTask.models[0], options)
    #expect(tuning.parameters.trained < tuning.parameters.all)
    _ = try tuning.run()
    let fold = tones.task.folds[0].name
    let file = try Safetensors(contentsOf: URL(fileURLWithPath: "\(tones.folder)/frozen/seed-0/\(fold)/best/parameters.safetensors"))
    let fresh = try Session(FineTunePrograms(tuning.subject, tones.task, options, ToneTask.machine()).step, pool: ToneTask.machine().pool)
    try fresh.initialize(seed: 0)
    for (name, entry) in file.tensors {
      let isSame = try entry.values == fresh.read(name)
      let isFrozen = ["patch-embed", "cls-token", "mask-token", "block0/"].contains { name.hasPrefix($0) }
      if isFrozen { #expect(isSame, "\(name) is frozen") }
      if name.hasPrefix("block1/") && name.hasSuffix("weight") || name.hasPrefix("classifier") { #expect(!isSame, "\(name) is trained") }
    }
  }

  @Test func anotherFineTuningIsNotWrittenOver() throws {
    let tones = try ToneTask()
    _ = try tones.tuning("run")
    var options = ToneTask.options
    options.layerDecay = 0.5
    let error = #expect(throws: TrainingError.self) { try tones.tuning("run", ToneTask.models[0], options) }
    #expect("\(error!)".contains("is of another fine-tuning"))
    options.layerDecay = 0
    let mistake = #expect(throws: TrainingError.self) { try tones.tuning("other", ToneTask.models[0], options) }
    #expect("\(mistake!)".contains("--layer-decay is 0.0"))
  }
}
