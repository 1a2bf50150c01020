import Foundation

/// Computes embeddings of recordings.
public protocol AudioEmbedder {
  /// What it is, for reports and directories, such as `logmel`.
  var name: String { get }
  /// Everything that its numbers depend on.
  var identity: String { get }
  /// - Parameter samples: in [-1, 1] at 16 kHz, one or more.
  /// - Returns: (feature), of the same length for every recording.
  func sceneEmbedding(_ samples: [Float]) throws -> [Float]
  /// - Parameter samples: in [-1, 1] at 16 kHz, one or more.
  func timestampEmbeddings(_ samples: [Float]) throws -> ClipEmbedding
}

extension AudioEmbedder {
  /// - Throws: `EvaluationError`: not every embedder has embeddings of moments.
  public func timestampEmbeddings(_ samples: [Float]) throws -> ClipEmbedding {
    throw EvaluationError("\(name) has no embeddings of moments", "tasks of events need them; leave those tasks out")
  }
}

/// What became of a clip: one row, or one for each of some moments.
public struct ClipEmbedding: Sendable, Hashable {
  /// (row, feature).
  public let values: [Float]
  /// The moment of each row in milliseconds, ascending, at even distances; nil for the one row of a whole clip.
  public let moments: [Double]?

  public init(values: [Float], moments: [Double]? = nil) { (self.values, self.moments) = (values, moments) }
  var rows: Int { moments?.count ?? 1 }
}

/// A task with embeddings of each clip, its rows in the order of the evaluation kit.
public struct EmbeddedTask: Sendable {
  public internal(set) var task: EvaluationTask
  public let features: Int
  let splits: [LabelledRows]
  /// For each split, the clips' numbers in the order of its rows.
  let order: [[Int]]
  /// For tasks of events, of each clip in this order: the moments of its rows.
  let moments: [[[Double]]]

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
      func computed() throws -> ClipEmbedding {
        let samples = try task.samples(of: clip)
        return task.embedding == .event
          ? try embedder.timestampEmbeddings(samples) : ClipEmbedding(values: try embedder.sceneEmbedding(samples))
      }
      return try partial?.clip(computed) ?? computed()
    }
  }

  /// The same rows of a task that has the same clips.
  func of(_ other: EvaluationTask) -> EmbeddedTask {
    var copy = self
    copy.task = other
    return copy
  }

  /// - Parameter embedding: of a clip: (feature).
  init(_ task: EvaluationTask, embedding: (EvaluationTask.Clip) throws -> [Float]) throws {
    try self.init(task) { ClipEmbedding(values: try embedding($0)) }
  }

  /// - Parameter embedding: of a clip: with moments for tasks of events.
  public init(_ task: EvaluationTask, embedding: (EvaluationTask.Clip) throws -> ClipEmbedding) throws {
    self.task = task
    order = Self.order(task)
    var (features, moments) = (Int?.none, [[[Double]]]())
    splits = try zip(task.splits, order).map { split, order in
      var rows = LabelledRows()
      moments.append([])
      for clip in order.map({ split.clips[$0] }) {
        let found = try embedding(clip)
        try Self.check(found, features, clip, task.embedding)
        features = found.values.count / found.rows
        rows.values += found.values
        rows.targets += found.moments?.map { clip.events.classes(at: $0) } ?? [clip.classes]
        if let own = found.moments { moments[moments.count - 1].append(own) }
      }
      return rows
    }
    (self.features, self.moments) = (features ?? 0, moments)
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

  private static func check(
    _ found: ClipEmbedding, _ features: Int?, _ clip: EvaluationTask.Clip, _ embedding: EvaluationTask.Embedding
  ) throws {
    guard (found.moments != nil) == (embedding == .event), found.rows > 0 else {
      throw EvaluationError("the embedding of \(clip.path) has \(found.moments.map { "\($0.count)" } ?? "no") moments", "expected those of its task's type, \(embedding)")
    }
    let width = features ?? found.values.count / found.rows
    if width == 0 || found.values.count != width * found.rows {
      throw EvaluationError(
        "the embedding of \(clip.path) has \(found.values.count) numbers in \(found.rows) rows", "expected \(width) in each, as of the others")
    }
    if let place = found.values.firstIndex(where: { !$0.isFinite }) {
      throw EvaluationError("the embedding of \(clip.path) is not finite", "feature \(place % width) is \(found.values[place])")
    }
  }

  /// The rows of some splits, one after the other.
  func rows(_ numbers: [Int]) -> LabelledRows {
    numbers.reduce(into: LabelledRows()) { all, number in
      all.values += splits[number].values
      all.targets += splits[number].targets
    }
  }

  /// The clips of a split in the order of its rows.
  func clips(_ split: Int) -> [EvaluationTask.Clip] { order[split].map { task.splits[split].clips[$0] } }
}
