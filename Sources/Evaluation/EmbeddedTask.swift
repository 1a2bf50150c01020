import Foundation

/// Computes one embedding for each recording.
public protocol AudioEmbedder {
  /// What it is, for reports and directories, such as `logmel`.
  var name: String { get }
  /// Everything that its numbers depend on.
  var identity: String { get }
  /// - Parameter samples: in [-1, 1] at 16 kHz, one or more.
  /// - Returns: (feature), of the same length for every recording.
  func sceneEmbedding(_ samples: [Float]) throws -> [Float]
}

/// A task with an embedding for each clip, its rows in the order of the evaluation kit.
public struct EmbeddedTask: Sendable {
  public internal(set) var task: EvaluationTask
  public let features: Int
  let splits: [LabelledRows]
  /// For each split, the clips' numbers in the order of its rows.
  let order: [[Int]]

  /// Computes the embeddings of every clip.
  ///
  /// - Parameters:
  ///   - partial: keeps rows, and has those that need not be computed.
  ///   - progress: is told how many of how many clips are done.
  /// - Throws: `AudioError`, `EvaluationError`, and what the embedder throws.
  public init(
    _ task: EvaluationTask, by embedder: any AudioEmbedder, keeping partial: PartialEmbeddings? = nil,
    progress: (Int, Int) -> Void = { _, _ in }
  ) throws {
    var done = 0
    try self.init(task) { clip in
      progress(done, task.clipCount)
      done += 1
      func row() throws -> [Float] { try embedder.sceneEmbedding(try task.samples(of: clip)) }
      return try partial?.row(row) ?? row()
    }
  }

  /// The same rows of a task that has the same clips.
  func of(_ other: EvaluationTask) -> EmbeddedTask {
    var copy = self
    copy.task = other
    return copy
  }

  /// - Parameter embedding: of a clip: (feature).
  public init(_ task: EvaluationTask, embedding: (EvaluationTask.Clip) throws -> [Float]) throws {
    self.task = task
    order = Self.order(task)
    var features: Int?
    splits = try zip(task.splits, order).map { split, order in
      var rows = LabelledRows()
      for clip in order.map({ split.clips[$0] }) {
        let values = try embedding(clip)
        try Self.check(values, features ?? values.count, clip)
        features = values.count
        rows.values += values
        rows.targets.append(clip.classes)
      }
      return rows
    }
    self.features = features ?? 0
  }

  /// Clips are shuffled once, by one generator with seed 0 across splits.
  static func order(_ task: EvaluationTask) -> [[Int]] {
    var generator = MersenneTwister(seed: 0)
    return task.splits.map { split in
      var order = Array(split.clips.indices)
      generator.shuffle(&order)
      return order
    }
  }

  private static func check(_ values: [Float], _ features: Int, _ clip: EvaluationTask.Clip) throws {
    if values.isEmpty || values.count != features {
      throw EvaluationError("the embedding of \(clip.path) has \(values.count) numbers", "expected \(features), as of the others")
    }
    if let place = values.firstIndex(where: { !$0.isFinite }) {
      throw EvaluationError("the embedding of \(clip.path) is not finite", "feature \(place) is \(values[place])")
    }
  }

  /// The rows of some splits, one after the other.
  func rows(_ numbers: [Int]) -> LabelledRows {
    numbers.reduce(into: LabelledRows()) { all, number in
      all.values += splits[number].values
      all.targets += splits[number].targets
    }
  }
}
