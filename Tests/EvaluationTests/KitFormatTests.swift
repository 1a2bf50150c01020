import Foundation
import Testing

@testable import Evaluation

/// What the evaluation kit writes, and what it can read.
@Suite struct KitFormatTests {
  @Test(arguments: 2...5) func readsPythonsPickles(_ protocolNumber: Int) throws {
    let expected = try Fixture.json("labels.json", [[String]].self).map { $0 + ["3", "-70000"] }
    let data = try Fixture.data("labels-protocol\(protocolNumber).pkl")
    #expect(try PickleReader.decode(data, path: "x.pkl") == expected)
  }

  @Test func refusesWhatWouldCall() throws {
    let error = #expect(throws: EvaluationError.self) { try PickleReader.decode(Fixture.data("refused.pkl"), path: "x.pkl") }
    #expect("\(error!)".contains("x.pkl has the opcode") && "\(error!)".contains("byte"))
  }

  /// Every prefix, and every byte changed, is an error or some labels, never a crash.
  @Test func damagedPicklesAreErrors() throws {
    let whole = try Fixture.data("labels-protocol4.pkl")
    for count in 0..<min(whole.count, 400) {
      #expect(throws: EvaluationError.self) { try PickleReader.decode(whole.prefix(count), path: "x.pkl") }
    }
    var generator = MersenneTwister(seed: 5)
    for _ in 0..<3000 {
      var bytes = [UInt8](whole)
      bytes[Int(generator.next()) % bytes.count] = UInt8(truncatingIfNeeded: generator.next())
      _ = try? PickleReader.decode(Data(bytes), path: "x.pkl")
    }
  }

  /// Numbers of a clip's own.
  private struct Named: AudioEmbedder {
    let name = "named"
    var identity = "named"
    var calls = Counter()
    var limit = Int.max
    func sceneEmbedding(_ samples: [Float]) throws -> [Float] {
      if calls.count >= limit { throw EvaluationError("stopped", "") }
      calls.count += 1
      return [samples[0], samples[1], Float(samples.count)]
    }
  }
  private final class Counter { var count = 0 }

  @Test func rowsInAnotherOrderAreSeen() throws {
    try Fixture.inDirectory { directory in
      try SampleTask(directory + "/task").write()
      let task = try EvaluationTask.all(in: directory)[0]
      let kept = EmbeddingDirectory(directory + "/kept/task")
      let embedded = try EmbeddedTask(task, by: Named())
      try kept.write(embedded)
      #expect(try kept.read().splits.map(\.values) == embedded.splits.map(\.values))
      let path = "\(kept.path)/fold01.target-labels.pkl"
      let labels = try PickleReader.decode(Data(contentsOf: URL(fileURLWithPath: path)), path: path)
      try Pickle.encode(labels.reversed()).write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: EvaluationError.self) { try kept.read() }
      #expect("\(error!)".contains("fold01.target-labels.pkl, row 0") && "\(error!)".contains("another order"))
    }
  }

  @Test func embeddingGoesOnWhereItWasKilled() throws {
    try Fixture.inDirectory { directory in
      let folder = directory + "/many"
      // Forty clips: more than are kept at once.
      for (label, name) in ["high", "low"].enumerated() {
        try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
        for number in 0..<20 { try SampleTask.wave(seed: label * 100 + number, rate: 16_000).write(to: URL(fileURLWithPath: "\(folder)/\(name)/\(number).wav")) }
      }
      let task = try EvaluationTask.all(in: folder)[0]
      let whole = try EmbeddedTask(task, by: Named())
      let kept = KeptEmbeddings(directory + "/kept/many")
      let first = Named(limit: 23)
      #expect(throws: EvaluationError.self) { try kept.embedded(task, by: first) }
      let second = Named()
      #expect(try kept.embedded(task, by: second).splits.map(\.values) == whole.splits.map(\.values))
      #expect(second.calls.count == 40 - 16)
      // Done: nothing is computed; another embedder starts anew.
      let third = Named()
      #expect(try kept.embedded(task, by: third).splits.map(\.values) == whole.splits.map(\.values))
      #expect(third.calls.count == 0)
      let other = Named(identity: "other")
      _ = try kept.embedded(task, by: other)
      #expect(other.calls.count == 40)
    }
  }
}
