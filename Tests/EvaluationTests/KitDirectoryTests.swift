import Foundation
import Testing

@testable import Evaluation

/// Embedding directories that a Python script made as the evaluation kit does (Tools/checks/kit_fixtures.py). Each row holds
/// the number of its split, that of its clip's name, and its moment.
@Suite struct KitDirectoryTests {
  private func copy(_ name: String, _ body: (String) throws -> Void) throws {
    try Fixture.inDirectory { directory in
      let path = "\(directory)/\(name)"
      try FileManager.default.copyItem(at: Bundle.module.bundleURL.appendingPathComponent("Fixtures/\(name)"), to: URL(fileURLWithPath: path))
      try body(path)
    }
  }

  @Test func rowsOfScenesAreThoseOfTheirClips() throws {
    try copy("kit-scene") { path in
      let read = try EmbeddingDirectory(path).read()
      #expect(read.features == 5 && read.splits.map(\.count) == [11, 7, 6])
      for (split, order) in read.order.enumerated() {
        for (row, number) in order.enumerated() {
          let clip = read.task.splits[split].clips[number]
          #expect(Array(read.splits[split].values[row * 5..<row * 5 + 2]) == [Float(split), Float(number)])
          #expect(clip.name == "c\(number).wav" && read.splits[split].targets[row] == [number % 3])
        }
      }
    }
  }

  @Test func rowsOfEventsAreThoseOfTheirMoments() throws {
    try copy("kit-event") { path in
      let read = try EmbeddingDirectory(path).read()
      #expect(read.task.embedding == .event && read.splits.map(\.count) == [220, 140, 120])
      for (split, order) in read.order.enumerated() {
        var expected: [Float] = []
        for number in order {
          for moment in 0..<20 { expected += [Float(split), Float(number), Float(moment * 50), 0, 1] }
        }
        #expect(read.splits[split].values == expected)
        #expect(read.moments[split].allSatisfy { $0 == (0..<20).map { Double($0 * 50) } })
      }
      // What is written again is the same to the byte, pickles aside, whose protocol is another.
      let again = path + "-again"
      try EmbeddingDirectory(again).write(read)
      for name in ["train.embeddings.npy", "train.embedding-dimensions.json", "valid.embeddings.npy", "labelvocabulary.csv"] {
        #expect(FileManager.default.contents(atPath: "\(again)/\(name)") == FileManager.default.contents(atPath: "\(path)/\(name)"), "\(name)")
      }
      #expect(try EmbeddingDirectory(again).read().splits.map(\.targets) == read.splits.map(\.targets))
    }
  }

  @Test(arguments: [
    ("valid.filename-timestamps.json", "c1.wav", "c2.wav", "valid.filename-timestamps.json: row 100 is of 'c2.wav'"),
    ("valid.filename-timestamps.json", "150.0", "1e300", "valid.filename-timestamps.json, row 3: the moment is 1e+300 ms"),
    ("valid.filename-timestamps.json", "[[", "[{", "valid.filename-timestamps.json is not a list of rows"),
    ("train.embedding-dimensions.json", "220", "219", "train.embeddings.npy has 4400 bytes\nexpected 4 x 219 x 5"),
    ("train.embedding-dimensions.json", "220, 5", "275, 4", "train.embedding-dimensions.json announces 275 rows\nexpected 220"),
    ("train.json", "bell", "knock", "train.target-labels.pkl, row"),
  ]) func damageIsNamed(_ file: String, _ old: String, _ new: String, _ named: String) throws {
    try copy("kit-event") { path in
      let url = URL(fileURLWithPath: "\(path)/\(file)")
      try Data(String(decoding: Data(contentsOf: url), as: UTF8.self).replacingOccurrences(of: old, with: new).utf8).write(to: url)
      let error = #expect(throws: EvaluationError.self) { try EmbeddingDirectory(path).read() }
      #expect("\(error!)".contains(named), "\(error!)")
    }
  }
}
