import Evaluation
import Foundation
import Runtime
import Training

/// What a subject takes on this machine, measured before anything is run.
public struct SubjectCost: Sendable, Hashable, Codable {
  /// Nil for encoders that are not trained.
  public let pretraining: Pretraining.Cost?
  /// The encoder's speed, whatever its parameters.
  public let encoder: ThroughputResult
  /// Seconds of a window.
  public let windowSeconds: Double
}

/// What the open stages of a comparison will take.
public struct ComparisonEstimate: Sendable, Hashable, Encodable {
  public let stages: Int
  public let open: Int
  public let pretrainingSeconds: Double
  public let embeddingSeconds: Double
  /// Trainings of predictors: folds, points of the grid and seeds. Their time depends on early stopping.
  public let predictorTrainings: Int
}

extension ComparisonRun {
  /// The cost of open stages, by what was measured of each subject; subjects that have not been measured count nothing.
  public func estimate() throws -> ComparisonEstimate {
    let (pretraining, embedding) = (open.filter { $0.kind == .pretrain }, open.filter { $0.kind == .embed })
    let trainings = open.filter { $0.kind == .predict }.reduce(0) { sum, stage in
      let points = config.predictorSeeds.reduce(0) { $0 + config.grid.points(seed: $1).count }
      return sum + points + config.predictorSeeds.count * (task(stage).folds.count - 1)
    }
    return ComparisonEstimate(
      stages: plan.stages.count, open: open.count,
      pretrainingSeconds: try pretraining.reduce(0) { sum, stage in
        let options = try options(stage.subject)
        let cost = try cost(stage.subject)?.pretraining
        return sum + (cost?.seconds(steps: options.steps, evaluationInterval: options.evaluationInterval) ?? 0)
      },
      embeddingSeconds: try embedding.reduce(0) { sum, stage in
        guard let cost = try cost(stage.subject) else { return sum }
        return sum + task(stage).seconds / cost.windowSeconds / cost.encoder.clipsPerSecond
      },
      predictorTrainings: trainings)
  }

  func cost(_ subject: Subject) throws -> SubjectCost? {
    try plan.stages.first { $0.kind == .cost && $0.subject == subject }.flatMap { try store.read(SubjectCost.self, $0) }
  }

  /// With the steps that its minutes hold, by the cost that was measured once.
  func options(_ subject: Subject) throws -> PretrainOptions {
    var options = subject.options
    if let minutes = subject.minutes, let cost = try cost(subject)?.pretraining { options.steps = cost.steps(minutes: minutes) }
    return options
  }

  func measuredCost(_ subject: Subject) throws -> SubjectCost {
    let (model, options) = (try model(subject.model!, subject.settings), subject.options)
    let pretraining = subject.kind == .pretrained
      ? try Pretraining.cost(model: model, options: options, data: subject.data, machine: machine) : nil
    let encoder = try throughput(encoder(subject, isTrained: false), frames: options.frames)
    // Frames are 10 ms.
    return SubjectCost(pretraining: pretraining, encoder: encoder, windowSeconds: Double(options.frames) * 0.01)
  }

  /// The median of five passes over eight windows, after one that is not counted.
  func throughput(_ encoder: SpectrogramEncoder, frames: Int) throws -> ThroughputResult {
    let windows = 8
    // 10 ms at 16 kHz for each frame.
    let samples = (0..<windows * frames * 160).map { Float($0 % 251) / 251 - 0.5 }
    var seconds: [Double] = []
    for _ in 0..<6 {
      let start = Host.now
      _ = try encoder(samples)
      seconds.append(Host.now - start)
    }
    let median = seconds.dropFirst().sorted()[2]
    let grid = encoder.grid
    return ThroughputResult(
      clipsPerSecond: Double(windows) / median, tokens: 1 + (try grid.times(frames: frames)) * grid.bands,
      memoryBytes: try encoder.memoryBytes(windows: 1))
  }
}

extension EvaluationTask {
  /// The length of all clips; where the task does not set it, that of every fiftieth clip stands for the others.
  fileprivate var seconds: Double {
    if let duration { return duration * Double(clipCount) }
    let clips = splits.flatMap(\.clips)
    let sample = stride(from: 0, to: clips.count, by: 50).compactMap { try? samples(of: clips[$0]).count }
    return sample.isEmpty ? 0 : Double(sample.reduce(0, +)) / 16_000 / Double(sample.count) * Double(clips.count)
  }
}
