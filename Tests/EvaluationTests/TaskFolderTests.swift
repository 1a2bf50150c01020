import Foundation
import Testing

@testable import Evaluation

@Suite struct TaskFolderTests {
  private func write(_ folder: String, _ counts: [String: Int]) throws {
    for (name, count) in counts {
      try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
      for number in 0..<count {
        try SampleTask.wave(seed: number, rate: 8000).write(to: URL(fileURLWithPath: "\(folder)/\(name)/\(number).wav"))
      }
    }
  }

  @Test func classesAreDealtOutToFolds() throws {
    try Fixture.inDirectory { directory in
      try write(directory, ["dog": 11, "cat": 5])
      let task = try EvaluationTask.all(in: directory)[0]
      #expect(task.labels == ["cat", "dog"])
      #expect(task.splits.map(\.clips.count) == [4, 3, 3, 3, 3])
      #expect(task.splits.allSatisfy { Set($0.clips.flatMap(\.classes)) == [0, 1] })
      #expect(task.folds.count == 5 && task.note?.contains("5 folds by file name") == true)
      #expect(try task.samples(of: task.splits[0].clips[0]).count == 1600)
    }
  }

  @Test func splitsAreTakenFromFolders() throws {
    try Fixture.inDirectory { directory in
      try write(directory, ["train/a": 3, "train/b": 2, "valid/a": 1, "valid/b": 1, "test/b": 2])
      let task = try EvaluationTask.all(in: directory)[0]
      #expect(task.splitMode == .trainValidTest && task.labels == ["a", "b"])
      #expect(task.splits.map { $0.clips.map(\.name) }[2] == ["test/b/0.wav", "test/b/1.wav"])
      #expect(task.splits.map { $0.clips.map(\.classes) }[2] == [[1], [1]])
    }
  }

  @Test func foldersWithoutSoundsAreNamed() throws {
    for (counts, name) in [(["dog": 5, "cat": 5, "owl": 0], "owl"), (["train/a": 1, "valid/a": 1, "test/b": 1, "test/c": 0], "c")] {
      try Fixture.inDirectory { directory in
        try write(directory, counts)
        let error = #expect(throws: EvaluationError.self) { try EvaluationTask.all(in: directory) }
        #expect("\(error!)".contains("the folder '\(name)' has no sound files"))
      }
    }
  }

  @Test func fewFilesAreNamed() throws {
    try Fixture.inDirectory { directory in
      try write(directory, ["dog": 11, "cat": 4])
      let error = #expect(throws: EvaluationError.self) { try EvaluationTask.all(in: directory) }
      #expect("\(error!)".contains("/cat has 4 sound files"))
      try FileManager.default.removeItem(atPath: directory + "/cat")
      let alone = #expect(throws: EvaluationError.self) { try EvaluationTask.all(in: directory) }
      #expect("\(alone!)".contains("two or more"))
    }
  }
}
