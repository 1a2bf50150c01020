import Audio
import Evaluation
import Features
import Foundation
import Graphs
import Sonograph
import Training

/// Trains an encoder with a head on a labelled task: every fold, by one seed or several.
///
///     OUTPUT/seed-0/FOLD/...       `FineTuneRun`
///     OUTPUT/finetune.json         what it is, to see on resuming whether it is the same
///     OUTPUT/result.json           `FineTuneSummary`
///     OUTPUT/report.html
public struct FineTuning {
  /// How far a fold is.
  public struct Progress: Sendable {
    public let epoch: Int
    public let step: Int
    public let steps: Int
    public let loss: Double
  }

  /// What a directory was begun with.
  private struct Identity: Codable, Equatable {
    let task, model, target: String
    let settings: [String: String]
    let frames: Int
    let parameters: String?
    let options: FineTuneOptions
  }

  public let subject: FineTuneSubject
  public let task: EvaluationTask
  public let options: FineTuneOptions
  public let seeds: [UInt32]
  public let output: String
  private let programs: FineTunePrograms
  private let windows: ClipWindows
  private let machine: Pretraining.Machine

  /// - Parameters:
  ///   - options: whose seed does not count.
  ///   - output: a directory; one of the same fine-tuning is gone on with.
  /// - Throws: `TrainingError` for options that make no sense, or a directory of something else; what compiling throws.
  public init(
    _ subject: FineTuneSubject, _ task: EvaluationTask, _ options: FineTuneOptions, seeds: [UInt32], output: String,
    machine: Pretraining.Machine
  ) throws {
    try options.validate()
    if task.embedding == .event {
      throw TrainingError("\(task.name) is a task of events in time", "fine-tuning is for labels of whole clips; evaluate scores it")
    }
    (self.subject, self.task, self.options, self.seeds) = (subject, task, options, seeds)
    (self.output, self.machine) = (output, machine)
    for fold in task.folds where fold.train.allSatisfy({ task.splits[$0].clips.isEmpty }) {
      throw TrainingError("the fold '\(fold.name)' of \(task.name) has nothing to train on", "expected clips in its other splits")
    }
    programs = try FineTunePrograms(subject, task, options, machine)
    var settings = LogMel()
    settings.mels = programs.grid.width
    windows = ClipWindows(
      task, grid: programs.grid, times: programs.times,
      extract: try LogMelExtractor(settings, target: machine.target, cache: machine.cache, pool: machine.pool))
    try claim()
  }

  /// Notes what the directory is of, or sees that it is the same.
  private func claim() throws {
    let identity = Identity(
      task: task.name, model: subject.model.name, target: machine.target.name, settings: subject.settings,
      frames: subject.frames, parameters: subject.parameters, options: options)
    let path = "\(output)/finetune.json"
    if let data = FileManager.default.contents(atPath: path) {
      let found = try? JSONDecoder.stable.decode(Identity.self, from: data)
      guard found == identity else {
        throw TrainingError("\(output) is of another fine-tuning", "see \(path); choose another directory with --output")
      }
      return
    }
    do { try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true) } catch {
      throw FeatureError.cannotWrite(path: output, reason: error.localizedDescription)
    }
    try AtomicFile.write(JSONEncoder.stable(pretty: true).encode(identity), to: path)
  }

  /// Parameters that are trained, and all of the encoder and the head.
  public var parameters: (trained: Int, all: Int) {
    let counts = programs.inference.program.graph.shapes(.parameter).map { ($0.name, $0.shape.reduce(1, *)) }
    let moving = Set(programs.step.program.graph.shapes(.state).map(\.name))
    return (counts.filter { moving.contains("m/" + $0.0) }.reduce(0) { $0 + $1.1 }, counts.reduce(0) { $0 + $1.1 })
  }

  /// Trains and tests every fold by every seed that is not finished.
  ///
  /// - Parameters:
  ///   - shouldStop: asked after every step.
  ///   - report: is told the fold, the seed and how far they are.
  /// - Returns: nil if it was stopped; it goes on where it was when it is run again.
  public func run(
    shouldStop: () -> Bool = { false }, report: (EvaluationTask.Fold, UInt32, Progress) -> Void = { _, _, _ in }
  ) throws -> FineTuneSummary? {
    var results: [FineTuneResult] = []
    for seed in seeds {
      for fold in task.folds {
        var own = options
        own.seed = seed
        let run = try FineTuneRun(
          subject, programs, task, fold, own, windows, directory: "\(output)/seed-\(seed)/\(fold.name)", machine: machine)
        guard let result = try run(shouldStop: shouldStop, report: { report(fold, seed, $0) }) else { return nil }
        results.append(result)
      }
    }
    let summary = FineTuneSummary(
      task: task, model: subject.model.name, isPretrained: subject.parameters != nil, options: options, results: results)
    try AtomicFile.write(JSONEncoder.stable(pretty: true).encode(summary), to: "\(output)/result.json")
    try AtomicFile.write(Data(FineTuneReport(summary: summary).html.utf8), to: "\(output)/report.html")
    return summary
  }
}
