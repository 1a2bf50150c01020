import Audio
import Foundation

/// Embeddings of clips that are kept while a task is embedded, so that a kill loses a few of them: one after the other, in a
/// file beside a note of what they are of.
///
/// Little-endian: the number of values and of moments (-1 for none) in 64 bits each, values in single precision, moments in
/// double precision.
public final class PartialEmbeddings {
  private let directory: String
  private let identity: String
  private var kept: [ClipEmbedding] = []
  private var next = 0
  private var handle: FileHandle?
  private var waiting = Data()

  /// Clips between writes.
  private static let interval = 16

  /// - Parameters:
  ///   - directory: is made if need be; embeddings of another identity in it are forgotten.
  ///   - identity: of the task, the embedder and its settings.
  public init(_ directory: String, identity: String) throws {
    (self.directory, self.identity) = (directory, identity)
    do { try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true) } catch {
      throw EvaluationError("cannot make the directory \(directory)", error.localizedDescription)
    }
    guard FileManager.default.contents(atPath: notePath) == Data(identity.utf8),
      let data = FileManager.default.contents(atPath: clipsPath)
    else { return }
    kept = Self.clips(data)
  }

  private var notePath: String { "\(directory)/partial.identity" }
  private var clipsPath: String { "\(directory)/partial.clips" }
  /// Clips that need not be computed.
  public var count: Int { kept.count }

  /// The next clip: one that was kept, or a new one, which then is.
  public func clip(_ compute: () throws -> ClipEmbedding) throws -> ClipEmbedding {
    defer { next += 1 }
    if next < kept.count { return kept[next] }
    let clip = try compute()
    if handle == nil { try begin() }
    waiting += Self.bytes(clip)
    if (next + 1) % Self.interval == 0 { try flush() }
    return clip
  }

  /// Begins the file with the whole clips that are there; the note comes last, so that it never speaks of other clips.
  private func begin() throws {
    if kept.isEmpty { try? FileManager.default.removeItem(atPath: notePath) }
    try AtomicFile.write(kept.reduce(into: Data()) { $0 += Self.bytes($1) }, to: clipsPath)
    try AtomicFile.write(Data(identity.utf8), to: notePath)
    guard let file = FileHandle(forWritingAtPath: clipsPath) else {
      throw EvaluationError("cannot write \(clipsPath)", "expected a file that can be appended to")
    }
    try file.seekToEnd()
    handle = file
  }

  private func flush() throws {
    do { try handle?.write(contentsOf: waiting) } catch {
      throw EvaluationError("cannot write \(clipsPath)", error.localizedDescription)
    }
    waiting.removeAll()
  }

  /// Forgets the clips once they are written elsewhere.
  public func remove() {
    try? handle?.close()
    for path in [notePath, clipsPath] { try? FileManager.default.removeItem(atPath: path) }
  }

  private static func bytes(_ clip: ClipEmbedding) -> Data {
    let counts = [Int64(clip.values.count), clip.moments.map { Int64($0.count) } ?? -1].map(\.littleEndian)
    return counts.withUnsafeBytes { Data($0) } + clip.values.withUnsafeBytes { Data($0) } + (clip.moments ?? []).withUnsafeBytes { Data($0) }
  }

  /// The whole clips of a file, whose last one a kill may have cut off.
  private static func clips(_ data: Data) -> [ClipEmbedding] {
    var (clips, place) = ([ClipEmbedding](), 0)
    func values<T>(_ count: Int, _ zero: T) -> [T] {
      defer { place += count * MemoryLayout<T>.stride }
      var values = [T](repeating: zero, count: count)
      let bytes = place..<place + count * MemoryLayout<T>.stride
      _ = values.withUnsafeMutableBytes { data.copyBytes(to: $0, from: bytes) }
      return values
    }
    while data.count - place >= 16 {
      let counts = values(2, Int64(0)).map { Int(Int64(littleEndian: $0)) }
      guard counts[0] >= 0, data.count - place >= counts[0] * 4 + max(0, counts[1]) * 8 else { break }
      let own = values(counts[0], Float(0))
      clips.append(ClipEmbedding(values: own, moments: counts[1] < 0 ? nil : values(counts[1], 0.0)))
    }
    return clips
  }
}
