import Comparison
import Foundation
import Graphs
import Runtime
import Sonograph
import Testing
import Training

/// A comparison of a model of one block, small enough to run twice.
@Suite struct ResumeTests {
  private static let folder = FileManager.default.temporaryDirectory.appendingPathComponent("comparison-\(UUID())").path

  private static var recordings: String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return root.appendingPathComponent("Sources/Audio/Recordings/mini_drum").path
  }

  private func comparison(_ name: String, task: String = "mini_drum", tasks: String? = nil) throws -> ComparisonRun {
    let config = try ComparisonConfig(
      yaml: """
        models: [tiny]
        options: {batch: 3, frames: 28, clip-seconds: 0.5, held-out-clips: 5, checkpoint-every: 2}
        steps: 4
        data: \(Self.recordings)
        predictor-seeds: [0, 1]
        grid: linear
        finetune: {epochs: 2, batch: 40}
        finetune-seeds: [0, 1]
        task: [\(task)]
        \(tasks.map { "tasks: \($0)" } ?? "")
        """, path: "c.yaml")
    let cache = FileManager.default.temporaryDirectory.appendingPathComponent("sonograph-comparison-tests-\(getuid())").path
    let machine = Pretraining.Machine(
      target: Host.target, compiler: "test", cache: try KernelCache(path: cache), pool: try ThreadPool(threads: 2))
    var frame = MaskedSpectrogram(width: 16)
    (frame.mels, frame.patchMel, frame.patchTime) = (20, 5, 4)
    let model = SSAST(name: "tiny", frame: frame, depth: 1, heads: 2)
    return try ComparisonRun(config, output: "\(Self.folder)/\(name)", machine: machine) { name, settings in
      try model.with(settings: settings)
    }
  }

  /// Every stage by a value of its own, as after a kill between any two; pre-training is stopped after each step besides.
  @Test func interruptedAnywhereItComesToTheSameScores() throws {
    defer { try? FileManager.default.removeItem(atPath: Self.folder) }
    let whole = try comparison("whole")
    for stage in whole.open { #expect(try whole.run(stage)) }
    var processes = 0
    while let stage = try comparison("parts").open.first {
      var questions = 0
      // Asked before the first step, and after it; a fine-tuning keeps whole epochs, of three or four steps.
      _ = try comparison("parts").run(stage, shouldStop: {
        questions += 1
        return questions > (stage.kind == .finetune ? 5 : 1)
      })
      processes += 1
      try #require(processes < 100)
    }
    // Of four steps three were interruptions.
    #expect(processes > whole.plan.stages.count)
    let (one, other) = (try whole.report(), try comparison("parts").report())
    #expect(one.rows.map(\.scores) == other.rows.map(\.scores))
    #expect(one.rows.map(\.pretraining?.lastLoss) == other.rows.map(\.pretraining?.lastLoss))
    #expect(one.rows.count == 4)
    #expect(one.rows.flatMap(\.scores).allSatisfy { $0.task == "mini_drum" })
    // One task: the best subject has 100, the worst 0.
    let aggregates = one.rows.compactMap { $0.aggregates["min-max"] }
    #expect(aggregates.max() == 100 && aggregates.min() == 0)
    let page = try String(contentsOfFile: try whole.writeReport(), encoding: .utf8)
    for part in ["scores", "claims", "losses", "scaling", "confusion", "reconstructions", "configuration"] {
      #expect(page.contains("<section id=\"\(part)\">"))
    }
    #expect(page.contains("cannot be compared with published HEAR scores"))
    // A line needs two points.
    #expect(page.contains("there is nothing to compare"))
    #expect(!page.contains("http://") && !page.contains("https://"))
    let csv = try String(contentsOfFile: "\(whole.output)/report.csv", encoding: .utf8)
    #expect(csv.split(separator: "\n").count == 1 + 4 * 2)
  }

  @Test func anUnknownTaskIsNamed() throws {
    let error = #expect(throws: ComparisonError.self) { try comparison("unknown", task: "mini_drums") }
    #expect(error?.description.contains("did you mean 'mini_drum'?") == true)
  }

  @Test(arguments: [("event_onset_200ms_fms", "is a task of events in time"), ("segment_1s_er", "of which less is better")])
  func tasksThatCannotBeComparedAreNamed(_ metric: String, _ message: String) throws {
    let path = "\(Self.folder)-events-\(metric)/made"
    defer { try? FileManager.default.removeItem(atPath: "\(Self.folder)-events-\(metric)") }
    var files = [
      "labelvocabulary.csv": "idx,label\n0,no\n",
      "task_metadata.json": #"{"embedding_type": "event", "prediction_type": "multilabel", "split_mode": "trainvaltest", "evaluation": ["METRIC"]}"#
        .replacingOccurrences(of: "METRIC", with: metric),
    ]
    for split in ["train", "valid", "test"] {
      try FileManager.default.createDirectory(atPath: "\(path)/16000/\(split)", withIntermediateDirectories: true)
      files["\(split).json"] = #"{"a.wav": [{"label": "no", "start": 0, "end": 90}]}"#
      files["16000/\(split)/a.wav"] = "not read"
    }
    for (name, text) in files { try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)")) }
    let error = #expect(throws: ComparisonError.self) { try comparison("events", task: "made", tasks: path) }
    #expect(error?.description.contains("'made'") == true && error?.description.contains(message) == true, "\(error!)")
  }
}
