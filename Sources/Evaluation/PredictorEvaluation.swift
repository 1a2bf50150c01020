import Compiler
import Foundation
import Runtime
import Synchronization

/// Scores of predictors trained on frozen embeddings: for each seed the best point of the grid on the first fold, then
/// that point on the others.
public struct PredictorEvaluation: Sendable {
  public let grid: PredictorGrid
  public let seeds: [UInt32]
  public let target: Target
  public let cache: KernelCache
  /// Trainings at the same time; results do not depend on it.
  public let workers: Int
  /// Where trainings are kept and found again, if anywhere.
  public var kept: KeptTrainings?
  /// Changed in tests only: the grids leave the rest as it is.
  public var maxEpochs: Int?

  public init(grid: PredictorGrid, seeds: [UInt32], target: Target, cache: KernelCache, workers: Int) {
    (self.grid, self.seeds, self.target, self.cache, self.workers) = (grid, seeds, target, cache, workers)
  }

  /// - Parameter progress: is told how many of how many trainings are done, from any thread.
  public func callAsFunction(
    _ embedded: EmbeddedTask, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
  ) throws -> TaskResult {
    let folds = embedded.task.folds
    let points = seeds.map { seed in grid.points(seed: seed).map(limited) }
    let programs = try programs(embedded, Set(points.joined()))
    let digest = kept == nil ? "" : "\(target.name) \(embedded.digest)"
    let counter = Mutex(0)
    let total = points.reduce(0) { $0 + $1.count } + seeds.count * (folds.count - 1)
    func all(_ jobs: [Job]) throws -> [PredictorTraining.Outcome] {
      try parallel(jobs) { job in
        defer { progress(counter.withLock { $0 += 1; return $0 }, total) }
        return try outcome(job, embedded, programs[job.settings.architecture]!, digest)
      }
    }
    // Every point of every seed on the first fold.
    let tried = try all(zip(seeds, points).flatMap { seed, own in own.map { Job(fold: folds[0], settings: $0, seed: seed) } })
    var place = 0
    let winners = zip(seeds, points).map { seed, own -> (settings: PredictorSettings, outcome: PredictorTraining.Outcome) in
      let candidates = tried[place..<place + own.count]
      place += own.count
      // The first of equal ones.
      let best = candidates.indices.reduce(candidates.startIndex) { tried[$1].judgement.merit > tried[$0].judgement.merit ? $1 : $0 }
      return (own[best - candidates.startIndex], tried[best])
    }
    let others = try all(
      zip(seeds, winners).flatMap { seed, winner in
        folds.dropFirst().map { Job(fold: $0, settings: winner.settings, seed: seed) }
      })
    let results = seeds.indices.map { number in
      let own = [winners[number].outcome] + others[number * (folds.count - 1)..<(number + 1) * (folds.count - 1)]
      return SeedResult(
        seed: seeds[number], settings: winners[number].settings,
        folds: zip(folds, own).map { FoldResult(fold: $0, $1, embedded) })
    }
    return TaskResult(embedded: embedded, seeds: results)
  }

  private struct Job: Sendable {
    let fold: EvaluationTask.Fold
    let settings: PredictorSettings
    let seed: UInt32

    /// What a training draws its numbers from: folds and points of one seed draw their own, as in the evaluation kit, whose
    /// generator goes on from one training to the next. With the same for all, the mean over folds would vary more.
    var trainingSeed: UInt32 {
      let point = "\(settings.hiddenLayers) \(settings.dropout) \(settings.learningRate) \(settings.initialization.rawValue)"
      return UInt32(Digest.text(Data("\(seed) \(fold.name) \(point)".utf8)).prefix(8), radix: 16) ?? seed
    }
  }

  private func limited(_ settings: PredictorSettings) -> PredictorSettings {
    var settings = settings
    if let maxEpochs { settings.maxEpochs = maxEpochs }
    return settings
  }

  /// One program for each graph that differs; rates are inputs.
  private func programs(
    _ embedded: EmbeddedTask, _ points: Set<PredictorSettings>
  ) throws -> [PredictorSettings: PredictorPrograms] {
    var programs: [PredictorSettings: PredictorPrograms] = [:]
    for architecture in Set(points.map(\.architecture)) {
      programs[architecture] = try PredictorPrograms(
        features: embedded.features, classes: embedded.task.labels.count, prediction: embedded.task.prediction,
        settings: architecture, target: target, cache: cache)
    }
    return programs
  }

  /// A training that was kept, or a new one.
  ///
  /// - Parameter digest: of the data and the machine.
  private func outcome(
    _ job: Job, _ embedded: EmbeddedTask, _ programs: PredictorPrograms, _ digest: String
  ) throws -> PredictorTraining.Outcome {
    guard let kept else { return try train(job, embedded, programs) }
    let name = try KeptTrainings.name(job.settings, fold: job.fold.name, seed: job.seed, data: digest)
    if let known = kept.outcome(name) { return known }
    let outcome = try train(job, embedded, programs)
    try kept.keep(outcome, name)
    return outcome
  }

  private func train(
    _ job: Job, _ embedded: EmbeddedTask, _ programs: PredictorPrograms
  ) throws -> PredictorTraining.Outcome {
    let training = PredictorTraining(
      programs: programs, settings: job.settings, features: embedded.features, classes: embedded.task.labels.count,
      prediction: embedded.task.prediction, seed: job.trainingSeed)
    return try training(
      train: embedded.rows(job.fold.train), valid: embedded.rows([job.fold.valid]), test: embedded.rows([job.fold.test]),
      judge: { embedded.judgement($0, split: job.fold.valid) })
  }

  /// The results of jobs in their order, `workers` at a time.
  private func parallel<Input: Sendable, Output: Sendable>(
    _ jobs: [Input], _ work: @escaping @Sendable (Input) throws -> Output
  ) throws -> [Output] {
    let results = Mutex([Int: Result<Output, any Error>]())
    let next = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(workers, jobs.count))) { _ in
      while true {
        let number = next.withLock { value in
          defer { value += 1 }
          return value
        }
        guard number < jobs.count else { return }
        let result = Result { try work(jobs[number]) }
        results.withLock { $0[number] = result }
      }
    }
    return try results.withLock { all in try jobs.indices.map { try all[$0]!.get() } }
  }
}

extension PredictorSettings {
  /// What the graphs depend on.
  fileprivate var architecture: PredictorSettings {
    var settings = self
    settings.learningRate = 0
    return settings
  }
}
