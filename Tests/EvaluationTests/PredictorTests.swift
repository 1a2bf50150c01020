import Foundation
import Runtime
import Testing

@testable import Evaluation

@Suite struct PredictorTests {
  private struct ScoreFile: Decodable {
    struct Fold: Decodable { let test_score: Double }
    let fold01: Fold
  }

  /// Clusters around a corner for each class; `separation` 0 leaves noise only.
  private func embedded(_ prediction: EvaluationTask.Prediction, separation: Float, features: Int = 11) throws -> EmbeddedTask {
    var generator = MersenneTwister(seed: 7)
    let splits = (0..<3).map { fold in
      EvaluationTask.Split(
        name: "fold0\(fold)",
        clips: (0..<41).map { n in
          let classes: Set<Int> = prediction == .multiclass ? [n % 3] : n % 4 == 3 ? [0, 2] : [n % 3]
          return EvaluationTask.Clip(name: "\(n)", path: "\(fold)/\(n)", classes: classes)
        })
    }
    let task = EvaluationTask(
      name: "clusters", prediction: prediction, splitMode: .givenFolds,
      metrics: prediction == .multiclass ? [.top1, .auc] : [.meanAveragePrecision], duration: nil,
      labels: ["a", "b", "c"], splits: splits, sampleRate: nil)
    return try EmbeddedTask(task) { clip in
      (0..<features).map { feature in
        let noise = Float(generator.next()) / Float(UInt32.max) - 0.5
        return noise + (clip.classes.contains(feature % 3) ? separation : 0)
      }
    }
  }

  private func evaluation(_ grid: PredictorGrid, seeds: [UInt32], workers: Int, epochs: Int = 30) throws -> PredictorEvaluation {
    var result = PredictorEvaluation(
      grid: grid, seeds: seeds, target: Host.target, cache: try KernelCache(path: nil), workers: workers)
    result.maxEpochs = epochs
    return result
  }

  @Test(arguments: EvaluationTask.Prediction.allCases) func learnsWhatIsThereAndNothingElse(
    _ prediction: EvaluationTask.Prediction
  ) throws {
    let evaluation = try evaluation(.lab, seeds: [3], workers: 2, epochs: 200)
    let metric: Metric = prediction == .multiclass ? .top1 : .meanAveragePrecision
    let (learned, guessed) = try (
      evaluation(embedded(prediction, separation: 1)).score(metric).mean,
      evaluation(embedded(prediction, separation: 0)).score(metric).mean
    )
    #expect(learned > 0.95)
    #expect(guessed < 0.62)
  }

  @Test func isTheSameForAnyNumberOfWorkers() throws {
    let task = try embedded(.multiclass, separation: 0.3)
    let results = try [1, 3].map { try evaluation(.lab, seeds: [0, 5], workers: $0)(task) }
    let logits = results.map { $0.seeds.map { $0.folds.map { $0.predictions.map(\.logits) } } }
    #expect(logits[0] == logits[1])
    #expect(logits[0][0] != logits[0][1])
  }

  @Test func scoresAreInTheFilesOfTheKit() throws {
    try Fixture.inDirectory { directory in
      let result = try evaluation(.lab, seeds: [4], workers: 2, epochs: 3)(embedded(.multiclass, separation: 0.3))
      try ScoreFiles(directory).write(result)
      let path = URL(fileURLWithPath: directory + "/seed-4/test.predicted-scores.json")
      let found = try JSONDecoder().decode(ScoreFile.self, from: Data(contentsOf: path)).fold01.test_score
      #expect(found == result.seeds[0].folds[1].scores[.top1])
      let predictions = try JSONDecoder().decode(
        [FoldResult.Prediction].self, from: Data(contentsOf: URL(fileURLWithPath: directory + "/seed-4/fold01.predictions.json")))
      let hits = predictions.count { $0.targets == [$0.predicted] }
      #expect(predictions.count == 41 && abs(Double(hits) / 41 - found) < 1e-12)
    }
  }

  @Test func gridsAreThoseOfThePapers() {
    #expect(PredictorGrid.official.all.count == 16)
    #expect(PredictorGrid.official.points(seed: 4).count == 8)
    #expect(Set(PredictorGrid.official.points(seed: 4)).count == 8)
    #expect(PredictorGrid.official.points(seed: 4) != PredictorGrid.official.points(seed: 5))
    #expect(Set(PredictorGrid.lab.points(seed: 1).map(\.dropout)) == [0.1, 0.25])
  }

  @Test func directoryIsReadAsItWasWritten() throws {
    try Fixture.inDirectory { directory in
      let written = try embedded(.multilabel, separation: 0.3)
      let files = EmbeddingDirectory(directory + "/clusters")
      try files.write(written)
      let read = try files.read()
      #expect(read.features == 11)
      #expect(read.splits.map(\.values) == written.splits.map(\.values))
      #expect(read.splits.map(\.targets) == written.splits.map(\.targets))
      try Data([0, 0]).write(to: URL(fileURLWithPath: files.path + "/fold01.embeddings.npy"))
      let error = #expect(throws: EvaluationError.self) { try files.read() }
      #expect(try #require(error).description.contains("fold01.embeddings.npy has 2 bytes"))
    }
  }
}
