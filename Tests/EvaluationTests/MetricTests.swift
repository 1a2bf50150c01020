import Foundation
import Testing

@testable import Evaluation

/// Against scikit-learn, SciPy and Python: `Tools/checks/evaluation_fixtures.py` writes the expected values.
@Suite struct MetricTests {
  private struct Case: Decodable {
    let scores: [[Double]]
    let targets: [[Int]]
    let expected: [String: Double]
  }
  private struct Interval: Decodable {
    let values: [Double]
    let mean: Double
    let half_width: Double
  }
  private struct Shuffles: Decodable {
    let seed0: [[Int]]
    let seed4000000000: [Int]
  }

  @Test(arguments: Metric.allCases.filter { !$0.isOfEvents }) func equalsScikitLearn(_ metric: Metric) throws {
    let cases = try Fixture.json("metrics.json", [Case].self)
    #expect(cases.count == 4)
    for one in cases {
      let expected = try #require(one.expected[metric.rawValue])
      #expect(abs(metric(one.scores, one.targets.map(Set.init)) - expected) < 1e-12)
    }
  }

  @Test func aClassWithoutClipsCountsAsInScikitLearn() {
    let scores = [[0.1, 0.9], [0.2, 0.3]]
    #expect(Metric.meanAveragePrecision(scores, [[1], [1]]) == 0.5)
    #expect(Metric.auc(scores, [[1], [1]]).isNaN)
    #expect(Metric.top1(scores, [[1], [1]]) == 1)
  }

  /// Class 0 by scikit-learn of the softmax: 0.731, 0.881 and 0.269, where logits put the last clip first.
  @Test func clipsOfOneClassAreRankedByTheirShares() {
    let task = { EvaluationTask(name: "t", prediction: $0, splitMode: .givenFolds, metrics: [.auc], duration: nil, labels: ["a", "b"], splits: [], sampleRate: nil) }
    let (logits, targets) = ([[1.0, 0], [2, 0], [9, 10]], [Set([0]), [0], [1]])
    #expect(task(.multiclass).score(.auc, logits, targets) == 1)
    #expect(task(.multilabel).score(.auc, logits, targets) == 0.5)
  }

  @Test func intervalEqualsSciPy() throws {
    for one in try Fixture.json("intervals.json", [Interval].self) {
      let found = MeanInterval(one.values)
      #expect(abs(found.mean - one.mean) < 1e-12)
      #expect(abs(try #require(found.halfWidth) / one.half_width - 1) < 1e-10)
    }
    #expect(MeanInterval([0.5]).halfWidth == nil)
  }

  /// SciPy: the variances of both means, Welch's degrees of freedom (5.31, so 5) and t.ppf(0.975, 5).
  @Test func differenceOfUnpairedMeansEqualsSciPy() throws {
    let found = MeanInterval(of: [1, 2, 3, 4, 5], minus: [2, 4, 6, 8, 12])
    #expect(abs(found.mean + 3.4) < 1e-12)
    #expect(abs(try #require(found.halfWidth) - 4.781558612943445) < 1e-9)
    #expect(MeanInterval(of: [1], minus: [2, 3]).halfWidth == nil)
    #expect(MeanInterval(of: [1, 1], minus: [2, 2]).halfWidth == 0)
  }

  @Test func shufflesAsPython() throws {
    let expected = try Fixture.json("shuffles.json", Shuffles.self)
    var generator = MersenneTwister(seed: 0)
    for order in expected.seed0 {
      var found = Array(order.indices)
      generator.shuffle(&found)
      #expect(found == order)
    }
    var other = Array(0..<50)
    generator = MersenneTwister(seed: 4_000_000_000)
    generator.shuffle(&other)
    #expect(other == expected.seed4000000000)
  }

  @Test func picklesAsPython() throws {
    #expect(Pickle.encode(try Fixture.json("labels.json", [[String]].self)) == (try Fixture.data("labels.pkl")))
  }

  @Test func aggregates() throws {
    let (low, high) = (["a": 0.2, "b": 0.5, "c": 0.3], ["a": 0.6, "b": 0.5, "c": 0.8])
    let scores = ["a": 0.5, "b": 0.5, "c": 0.2]
    // b tells nothing; c is below the baseline.
    let minMax = try #require(AggregateScore.minMax(scores, low: low, high: high))
    let baseline = try #require(AggregateScore.baseline(scores, low: low, high: high))
    #expect(abs(minMax - 27.5) < 1e-9)
    #expect(abs(baseline - 37.5) < 1e-9)
    #expect(AggregateScore.minMax(["b": 0.5], low: low, high: high) == nil)
  }
}
