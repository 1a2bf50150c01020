import Foundation
import Runtime
import Testing

@testable import Evaluation

/// Tasks of events, from sound files to scores.
@Suite struct EventTaskTests {
  @Test func readsEvents() throws {
    try Fixture.inDirectory { directory in
      try ToneEvents(directory + "/tones").write()
      let task = try EvaluationTask.all(in: directory)[0]
      #expect(task.embedding == .event && task.metrics == [.onset200, .segmentErrorRate])
      #expect(task.processing == [EventProcessing(medianFilter: 150, minDuration: 0), EventProcessing(medianFilter: 150, minDuration: 100)])
      #expect(task.note?.contains("task_specific_param_grid") == true)
      let clip = task.splits[0].clips[1]
      #expect(clip.events.count == 3 && clip.classes == Set(clip.events.map(\.label)))
      #expect(try task.samples(of: clip).count == 16_000 * 2)
    }
  }

  enum Mistake: CaseIterable {
    case label, backwards, noEnd, metric, sceneMetric, grid, text, stop

    func make(_ task: inout ToneEvents) {
      switch self {
      case .label: task.change = { $0.replacingOccurrences(of: "\"high\"", with: "\"shrill\"") }
      case .backwards: task.change = { $0.replacingOccurrences(of: "\"end\":", with: "\"end\":0.") }
      case .noEnd: task.change = { $0.replacingOccurrences(of: "\"end\":", with: "\"stop\":") }
      case .metric: task.metadata["evaluation"] = ["top1_acc"]
      case .sceneMetric:
        task.metadata["embedding_type"] = "scene"
      case .grid: task.metadata["evaluation_params"] = ["event_postprocessing_grid": ["median_filter_ms": [-1], "min_duration": [0]]]
      case .text: task.change = { _ in #"{"0.wav": ["low"]}"# }
      case .stop: task.metadata["use_scoring_for_early_stopping"] = "yes"
      }
    }

    var named: [String] {
      switch self {
      case .label: ["train.json, key '", "'shrill'", "high, low, middle"]
      case .backwards: ["train.json, key '", "not before it"]
      case .noEnd: ["train.json, key '", "without label, start and end"]
      case .metric: ["task_metadata.json, key 'evaluation': 'top1_acc' is not for embeddings of type event", "event_onset_200ms_fms"]
      case .sceneMetric: ["task_metadata.json, key 'evaluation': 'event_onset_200ms_fms' is not for embeddings of type scene"]
      case .grid: ["key 'evaluation_params.event_postprocessing_grid.median_filter_ms'", "-1"]
      case .text: ["train.json, key '0.wav'", "without label, start and end: low"]
      case .stop: ["key 'use_scoring_for_early_stopping' is 'yes'"]
      }
    }
  }

  @Test(arguments: Mistake.allCases) func namesFileAndKey(_ mistake: Mistake) throws {
    try Fixture.inDirectory { directory in
      var task = ToneEvents(directory + "/tones")
      mistake.make(&task)
      try task.write()
      let error = #expect(throws: EvaluationError.self) { try EvaluationTask.all(in: directory) }
      for text in mistake.named { #expect("\(error!)".contains(text), "\(error!)") }
    }
  }

  /// Events are found from embeddings that hear them, and hardly from those that don't; all that is written can be read.
  @Test func findsWhatCanBeHeard() throws {
    try Fixture.inDirectory { directory in
      try ToneEvents(directory + "/tones").write()
      let task = try EvaluationTask.all(in: directory)[0]
      var evaluation = PredictorEvaluation(
        grid: .lab, seeds: [1], target: Host.target, cache: try KernelCache(path: nil), workers: 2)
      evaluation.maxEpochs = 200
      let heard = try evaluation(EmbeddedTask(task, by: ToneEmbedder()))
      let guessed = try evaluation(EmbeddedTask(task, by: ToneEmbedder(isDeaf: true)))
      #expect(heard.score(.onset200).mean > 0.9, "\(heard.score(.onset200))")
      #expect(guessed.score(.onset200).mean < 0.5, "\(guessed.score(.onset200))")
      #expect(heard.score(.segmentErrorRate).mean < 0.2 && guessed.score(.segmentErrorRate).mean > 0.5)
      let fold = heard.seeds[0].folds[0]
      #expect(task.processing.contains(try #require(fold.processing)) && fold.predictions.isEmpty)
      try ScoreFiles(directory).write(heard)
      let events = try JSONDecoder().decode(
        [FoldResult.PredictedEvent].self, from: Data(contentsOf: URL(fileURLWithPath: directory + "/seed-1/test.predictions.json")))
      #expect(events == fold.events && !events.isEmpty)
      let path = directory + "/seed-1/test.predictions.pkl"
      let rows = try PickleReader.decode(Data(contentsOf: URL(fileURLWithPath: path)), path: path)
      #expect(rows.map { $0[1] } == events.map(\.label) && rows[0].count == 4)
    }
  }

  @Test func embeddingsOfMomentsAreKeptAndRead() throws {
    try Fixture.inDirectory { directory in
      try ToneEvents(directory + "/tones").write()
      let task = try EvaluationTask.all(in: directory)[0]
      let whole = try EmbeddedTask(task, by: ToneEmbedder())
      // Stopped after 20 of 24 clips: 16 are kept, with their moments.
      let kept = KeptEmbeddings(directory + "/kept/tones")
      let (first, second) = (ToneEmbedder(limit: 20), ToneEmbedder())
      #expect(throws: EvaluationError.self) { try kept.embedded(task, by: first) }
      let resumed = try kept.embedded(task, by: second)
      #expect(second.calls.count == 8)
      let read = try EmbeddingDirectory(directory + "/kept/tones").read()
      for other in [resumed, read] {
        #expect(other.splits.map(\.values) == whole.splits.map(\.values) && other.splits.map(\.targets) == whole.splits.map(\.targets))
        #expect(other.moments == whole.moments)
      }
      #expect(read.task.processing == task.processing && read.task.splits.map { $0.clips.map(\.events) } == task.splits.map { $0.clips.map(\.events) })
    }
  }

  @Test func validationLossJudgesWhereTheTaskSaysSo() throws {
    try Fixture.inDirectory { directory in
      var tones = ToneEvents(directory + "/tones")
      tones.metadata["use_scoring_for_early_stopping"] = false
      try tones.write()
      let embedded = try EmbeddedTask(try EvaluationTask.all(in: directory)[0], by: ToneEmbedder())
      let rows = embedded.splits[1].count
      // Half the probability for each class: log 2.
      let judgement = embedded.judgement([[Double]](repeating: [0, 0, 0], count: rows), split: 1)
      #expect(abs(judgement.merit + log(2)) < 1e-12 && judgement.score == 0)
      let right = embedded.splits[1].targets.map { own in (0..<3).map { own.contains($0) ? 40.0 : -40 } }
      #expect(abs(embedded.judgement(right, split: 1).merit) < 1e-12 && embedded.judgement(right, split: 1).score > 0.9)
    }
  }
}
