import Audio
import Foundation

/// The embeddings of a task in a directory, computed once: an evaluation that was killed goes on where it was, and one with
/// other seeds or another grid starts from them.
public struct KeptEmbeddings {
  public let directory: String
  public init(_ directory: String) { self.directory = directory }

  /// What the embeddings are of.
  public static func identity(_ task: EvaluationTask, _ embedder: any AudioEmbedder) -> String { "\(embedder.identity) \(task.digest)" }

  /// - Parameter progress: is told how many of how many clips are done.
  /// - Throws: what embedding, reading and writing throws; rows so far are kept.
  public func embedded(
    _ task: EvaluationTask, by embedder: any AudioEmbedder, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> EmbeddedTask {
    let (target, identity) = (EmbeddingDirectory(directory), Self.identity(task, embedder))
    let path = "\(directory)/identity"
    if target.isDone, FileManager.default.contents(atPath: path) == Data(identity.utf8) {
      // With the task's own sound files and note.
      return try target.read().of(task)
    }
    try target.reopen()
    let partial = try PartialEmbeddings(directory, identity: identity)
    let embedded = try EmbeddedTask(task, by: embedder, keeping: partial, progress: progress)
    try AtomicFile.write(Data(identity.utf8), to: path)
    try target.write(embedded)
    partial.remove()
    return embedded
  }
}
