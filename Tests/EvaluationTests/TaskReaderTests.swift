import Foundation
import Testing

@testable import Evaluation

@Suite struct TaskReaderTests {
  @Test func readsTheHEARLayout() throws {
    try Fixture.inDirectory { directory in
      try SampleTask(directory + "/noise-v1-full").write()
      let tasks = try EvaluationTask.all(in: directory)
      #expect(tasks.map(\.name) == ["noise-v1-full"])
      let task = tasks[0]
      #expect(task.labels == ["60", "a,b", "dog"])
      #expect(task.metrics == [.top1, .meanAveragePrecision])
      #expect(task.splits.map(\.name) == ["fold00", "fold01", "fold02"])
      #expect(task.splits[1].clips.map(\.name) == ["z.wav", "a.wav", "m \"1\".wav"])
      #expect(task.splits[1].clips.map(\.classes) == [[0], [1], [2]])
      #expect(task.folds.map(\.valid) == [1, 2, 0])
      #expect(task.folds.map(\.train) == [[2], [0], [1]])
      // A tenth of a second, filled up to a quarter.
      let samples = try task.samples(of: task.splits[0].clips[0])
      #expect(samples.count == 4000)
      #expect(samples[..<1600].contains { $0 != 0 } && samples[1600...].allSatisfy { $0 == 0 })
    }
  }

  /// What is wrong, and what the message must name.
  enum Mistake: CaseIterable {
    case label, missingFold, missingSound, emptyClass, rate, json, twoLabels, twice, metric, vocabulary, twoFolds, events, noTask

    func make(_ task: inout SampleTask) {
      switch self {
      case .label: task.split = task.split.replacingOccurrences(of: "\"dog\"", with: "\"cat\"")
      case .emptyClass: task.vocabulary += "3,bird\n"
      case .rate: task.fileRate = 8000
      case .json: task.split.removeLast()
      case .twoLabels: task.split = task.split.replacingOccurrences(of: "[60]", with: "[60, \"dog\"]")
      case .twice: task.split = task.split.replacingOccurrences(of: "a.wav", with: "z.wav")
      case .metric: task.metadata["evaluation"] = ["top1"]
      case .vocabulary: task.vocabulary = "idx,label\n0,60\n2,dog\n"
      case .twoFolds: task.metadata["splits"] = ["fold00", "fold01"]
      case .events: task.metadata["embedding_type"] = "event"
      case .missingFold, .missingSound, .noTask: break
      }
    }

    func spoil(_ path: String) throws {
      switch self {
      case .missingFold: try FileManager.default.removeItem(atPath: path + "/fold02.json")
      case .missingSound: try FileManager.default.removeItem(atPath: path + "/16000/fold01/a.wav")
      case .noTask: try FileManager.default.removeItem(atPath: path + "/task_metadata.json")
      default: break
      }
    }

    var named: [String] {
      switch self {
      case .label: ["fold00.json, key 'm \"1\".wav'", "'cat'", "a,b, dog"]
      case .missingFold: ["there is no file", "fold02.json"]
      case .missingSound: ["fold01.json, key 'a.wav'", "16000/fold01/a.wav"]
      case .emptyClass: ["labelvocabulary.csv", "bird"]
      case .rate: ["16000/fold00/z.wav", "8000 Hz", "16000 Hz"]
      case .json: ["fold00.json is not JSON"]
      case .twoLabels: ["fold00.json, key 'z.wav' has 2 labels"]
      case .twice: ["fold00.json, key 'z.wav' is there more than once"]
      case .metric: ["task_metadata.json, key 'evaluation'", "'top1'", "top1_acc"]
      case .vocabulary: ["labelvocabulary.csv: the largest idx is 2 in 2 rows"]
      case .twoFolds: ["task_metadata.json: 2 folds"]
      case .events: ["task_metadata.json, key 'prediction_type'", "multilabel"]
      case .noTask: ["there is no task in"]
      }
    }
  }

  @Test(arguments: Mistake.allCases) func namesFileAndKey(_ mistake: Mistake) throws {
    try Fixture.inDirectory { directory in
      var task = SampleTask(directory + "/noise")
      mistake.make(&task)
      try task.write()
      try mistake.spoil(task.path)
      let error = #expect(throws: EvaluationError.self) {
        let read = try EvaluationTask.all(in: directory)[0]
        _ = try read.samples(of: read.splits[0].clips[0])
      }
      for text in mistake.named { #expect(try #require(error).description.contains(text), "\(error!)") }
    }
  }

  @Test func embeddedTasksAreComplete() throws {
    let tasks = try EvaluationTask.embedded()
    #expect(tasks.map(\.name) == ["mini_drum", "mini_environment", "mini_guitar_root", "mini_tone"])
    #expect(tasks.map { $0.splits.reduce(0) { $0 + $1.clips.count } } == [158, 136, 148, 240])
    for clip in tasks.flatMap(\.splits).flatMap(\.clips) { #expect(FileManager.default.fileExists(atPath: clip.path)) }
  }
}

@Suite struct TaskTableTests {
  private func table(_ rows: [String], _ body: (String) throws -> Void) throws {
    try Fixture.inDirectory { directory in
      try SampleTask(directory + "/noise").write()
      let path = directory + "/noise/own.csv"
      try Data(rows.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
      try body(path)
    }
  }

  @Test func readsATableOfAUser() throws {
    let rows = [
      "label,split,file", "dog,train,16000/fold00/z.wav", "\"a,b\",valid,16000/fold00/a.wav", "dog,test,16000/fold01/a.wav",
    ]
    try table(rows) { path in
      let task = try EvaluationTask.all(in: path)[0]
      #expect(task.labels == ["a,b", "dog"] && task.prediction == .multiclass && task.name == "own")
      #expect(task.splits.map(\.name) == ["train", "valid", "test"])
      #expect(task.folds == [.init(name: "test", train: [0], valid: 1, test: 2)])
      #expect(try task.samples(of: task.splits[2].clips[0]).count == 1600)
    }
    try table(rows + ["\"a,b\",train,16000/fold00/z.wav"]) { path in
      let task = try EvaluationTask.all(in: path)[0]
      #expect(task.prediction == .multilabel && task.splits[0].clips.map(\.classes) == [[0, 1]])
    }
  }

  @Test func foldsOfGroupsAreDrawn() throws {
    try Fixture.inDirectory { directory in
      var rows = ["file,label,group"]
      // Seven speakers, who say both words some times; the first much more often.
      for speaker in 0..<7 {
        for number in 0..<(speaker == 0 ? 8 : 2) {
          for word in ["no", "yes"] {
            let name = "\(word)-\(speaker)-\(number).wav"
            try SampleTask.wave(seed: number, rate: 8000).write(to: URL(fileURLWithPath: "\(directory)/\(name)"))
            rows.append("\(name),\(word),speaker \(speaker)")
          }
        }
      }
      let path = directory + "/words.csv"
      try Data(rows.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
      let task = try EvaluationTask.all(in: path)[0]
      #expect(task.splitMode == .newFolds && task.splits.map(\.name) == (0..<5).map { "fold0\($0)" })
      func speakers(_ split: EvaluationTask.Split) -> Set<Substring> { Set(split.clips.map { $0.name.split(separator: "-")[1] }) }
      #expect(task.splits.flatMap(speakers).count == 7 && task.splits.allSatisfy { Set($0.clips.flatMap(\.classes)) == [0, 1] })
      // Sizes: the large speaker alone, six others in four folds.
      #expect(task.splits.map(\.clips.count).sorted() == [4, 4, 8, 8, 16])
      #expect(task.note == "5 folds drawn by Sonograph, of 7 groups")
      #expect(try EvaluationTask.all(in: path)[0].splits == task.splits)
      // Without groups each file is by itself, and folds are of one size.
      let alone = rows.map { $0.split(separator: ",").prefix(2).joined(separator: ",") }
      try Data(alone.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
      let other = try EvaluationTask.all(in: path)[0]
      #expect(other.splits.map(\.clips.count) == [8, 8, 8, 8, 8] && other.note?.contains("each file by itself") == true)
    }
  }

  @Test(arguments: [
    (["file,split"], "no column 'label'"),
    (
      ["file,label", "16000/fold00/a.wav,dog", "16000/fold00/z.wav,dog", "16000/fold01/a.wav,dog", "16000/fold01/z.wav,cat"],
      "own.csv: the class 'cat' has clips of 1 groups"
    ),
    (
      ["file,label,group", "16000/fold00/a.wav,dog,1", "16000/fold00/a.wav,cat,2"],
      "own.csv, line 3: 16000/fold00/a.wav is in the group '2'"
    ),
    (["file,label,split", "16000/fold00/b.wav,dog,train"], "own.csv, line 2: there is no file"),
    (["file,label,split", "16000/fold00/a.wav,dog"], "own.csv, line 2: '16000/fold00/a.wav,dog'"),
    (["file,label,split", "16000/fold00/a.wav,dog,train"], "own.csv: the splits are train"),
    (
      [
        "file,label,split", "16000/fold00/a.wav,dog,train", "16000/fold00/z.wav,dog,valid", "16000/fold01/a.wav,dog,test",
        "16000/fold00/a.wav,cat,test",
      ], "own.csv, line 5: 16000/fold00/a.wav is in the split 'test'"
    ),
  ]) func namesTheLine(_ rows: [String], _ named: String) throws {
    try table(rows) { path in
      let error = #expect(throws: EvaluationError.self) { try EvaluationTask.all(in: path) }
      let message = try #require(error).description
      #expect(message.contains(named), "\(message)")
    }
  }
}
