import Audio
import Foundation
import Sonograph
import Testing

@testable import Training

@Suite struct TrainerTests {
  /// Spectrograms that depend on their clip's number alone.
  private func batch(_ number: Int, of size: Int, _ options: PretrainOptions) -> FeatureBatch {
    let length = options.frames * TinyRun.frame.mels
    let values = (0..<size * length).map { i in
      let clip = number * size + i / length
      return Float(sin(Double(clip * 31 + i % length) * 0.37))
    }
    return FeatureBatch(values: values, files: (0..<size).map { "\($0)" }, step: number)
  }

  private func parameters(_ options: PretrainOptions) throws -> (losses: [Double], norms: [Double], values: [Float]) {
    let machine = try TinyRun.machine(threads: 2)
    let trainer = try Trainer(TinyRun.transformer, options, machine)
    try trainer.initialize()
    let results = try (1...3).map { step in try trainer.run(step: step) { batch($0, of: options.batch, options) } }
    let values = try trainer.names(.parameter).flatMap { Array(try trainer.session.memory($0).bindMemory(to: Float.self)) }
    return (results.map(\.loss), results.map(\.gradientNorm), values)
  }

  @Test func accumulatingEqualsALargerBatch() throws {
    var whole = TinyRun.options
    (whole.batch, whole.warmup, whole.clipNorm) = (6, 0, 0.05)
    var parts = whole
    (parts.batch, parts.accumulation) = (2, 3)
    let (a, b) = (try parameters(whole), try parameters(parts))
    #expect(a.norms.allSatisfy { $0 > 0.05 }, "clipping is at work")
    for (x, y) in zip(a.losses + a.norms, b.losses + b.norms) { #expect(abs(x - y) < 1e-5 * abs(x)) }
    let largest = zip(a.values, b.values).map { abs($0 - $1) }.max()!
    // Adam divides by gradients that may be rounding only: a step is at most the rate, 1e-3.
    #expect(largest < 1e-4, "\(largest)")
  }

  @Test func undecayedTransition() throws {
    var options = TinyRun.options
    (options.weightDecay, options.learningRate, options.warmup) = (0.5, 0.1, 0)
    let decayed = try TinyRun.models[1].trainGraph(options.trainOptions).text
    options.decaysTransition = false
    let undecayed = try TinyRun.models[1].trainGraph(options.trainOptions).text
    #expect(decayed != undecayed)
  }

  @Test func notFinite() throws {
    let tiny = try TinyRun()
    var options = TinyRun.options
    (options.learningRate, options.warmup) = (1e37, 0)
    do {
      _ = try tiny.begin("run", TinyRun.transformer, options).run()
      Issue.record("no error")
    } catch let failure as NonFiniteLoss {
      #expect(failure.files.count == 3 && failure.files.allSatisfy { $0.hasSuffix(".flac") })
      let checkpoint = try #require(failure.checkpoint)
      #expect(checkpoint.hasSuffix("step-00000000") && FileManager.default.fileExists(atPath: checkpoint))
      #expect("\(failure)".contains("sonograph replay \(tiny.run("run").path) --step \(failure.step)"))
      #expect(try tiny.run("run").failure()?.description == failure.description)
      let replay = try Replay(tiny.run("run"), model: TinyRun.transformer, machine: TinyRun.machine(threads: 1))
      let finding = try #require(try replay(step: failure.step).finding)
      // Parameters near 1e37 are finite, and so are embeddings; their squares are not.
      #expect(finding.node == "layer-norm" && finding.scope == "block0/norm1")
      #expect(finding.location?.hasPrefix("Sonograph/TransformerBlock.swift:") == true)
      #expect(finding.sourceLine?.contains("norm1(x)") == true)
      #expect(failure.files.contains(finding.file ?? ""))
      #expect(try RunDatabase(directory: tiny.folder).summaries().map(\.status) == [.failed])
    }
  }

  @Test func finiteStepsHaveNoFinding() throws {
    let tiny = try TinyRun()
    _ = try tiny.begin("run").run()
    let outcome = try Replay(tiny.run("run"), model: TinyRun.transformer, machine: TinyRun.machine(threads: 2))(step: 6)
    #expect(outcome.finding == nil && outcome.restored == 4)
    // The step is the one that was trained.
    #expect(outcome.loss == tiny.losses("run").first { $0.step == 6 && $0.loss != nil }?.loss)
  }
}
