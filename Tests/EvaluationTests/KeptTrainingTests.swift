import Foundation
import Runtime
import Testing

@testable import Evaluation

@Suite struct KeptTrainingTests {
  private func embedded(_ seed: UInt32) throws -> EmbeddedTask {
    var generator = MersenneTwister(seed: seed)
    let splits = (0..<3).map { fold in
      EvaluationTask.Split(name: "fold0\(fold)", clips: (0..<20).map { .init(name: "\($0)", path: "\(fold)/\($0)", classes: [$0 % 2]) })
    }
    let task = EvaluationTask(
      name: "kept", prediction: .multiclass, splitMode: .givenFolds, metrics: [.top1, .auc], duration: nil, labels: ["a", "b"],
      splits: splits, sampleRate: nil)
    return try EmbeddedTask(task) { clip in
      (0..<7).map { Float(generator.next()) / Float(UInt32.max) + (clip.classes.contains($0 % 2) ? 0.2 : 0) }
    }
  }

  private func evaluation(_ directory: String?, seeds: [UInt32] = [0, 1]) throws -> PredictorEvaluation {
    var result = PredictorEvaluation(grid: .lab, seeds: seeds, target: Host.target, cache: try KernelCache(path: nil), workers: 2)
    result.maxEpochs = 12
    result.kept = try directory.map { try KeptTrainings($0) }
    return result
  }

  private func logits(_ result: TaskResult) -> [[[Double]]] { result.seeds.flatMap(\.folds).map { $0.predictions.map(\.logits) } }
  private func dates(_ directory: String) throws -> [String: Date] {
    let files = FileManager.default
    return try files.contentsOfDirectory(atPath: directory).reduce(into: [:]) {
      $0[$1] = try files.attributesOfItem(atPath: "\(directory)/\($1)")[.modificationDate] as? Date
    }
  }

  @Test func whatIsKeptIsNotTrainedAgain() throws {
    try Fixture.inDirectory { directory in
      let task = try embedded(3)
      let plain = try evaluation(nil)(task)
      #expect(try logits(evaluation(directory)(task)) == logits(plain))
      // Two points on the first fold, the better one on the others: four trainings a seed.
      let first = try dates(directory)
      #expect(first.count == 8)
      let again = try evaluation(directory, seeds: [0, 1, 2])(task)
      let second = try dates(directory)
      #expect(second.count == 12 && first.allSatisfy { second[$0.key] == $0.value })
      #expect(again.seeds[1].folds.map(\.scores) == plain.seeds[1].folds.map(\.scores) && again.seeds[1].settings == plain.seeds[1].settings)
      // Files that a disk has spoilt are as if they were not there.
      for (number, name) in first.keys.sorted().enumerated() {
        let url = URL(fileURLWithPath: "\(directory)/\(name)")
        let data = try Data(contentsOf: url)
        try [data.dropLast(3), Data(), Data("{}\n".utf8), data.dropFirst(5)][number % 4].write(to: url)
      }
      #expect(try logits(evaluation(directory)(task)) == logits(plain))
      // Other embeddings are other trainings.
      _ = try evaluation(directory)(embedded(4))
      #expect(try dates(directory).count == 20)
    }
  }
}
