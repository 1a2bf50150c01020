import Audio
import Foundation

/// Rows of embeddings that are kept while a task is embedded, so that a kill loses a few of them: single precision, one
/// after the other, in a file beside a note of what they are of.
public final class PartialEmbeddings {
  private struct Header: Codable, Equatable {
    let identity: String
    let features: Int
  }

  private let directory: String
  private let identity: String
  private var kept: [[Float]]
  private var next = 0
  private var handle: FileHandle?
  private var waiting = Data()
  private var features: Int

  /// Rows between writes.
  private static let interval = 16

  /// - Parameters:
  ///   - directory: is made if need be; rows of another identity in it are forgotten.
  ///   - identity: of the task, the embedder and its settings.
  public init(_ directory: String, identity: String) throws {
    (self.directory, self.identity, kept, features) = (directory, identity, [], 0)
    do { try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true) } catch {
      throw EvaluationError("cannot make the directory \(directory)", error.localizedDescription)
    }
    guard let text = FileManager.default.contents(atPath: headerPath), let data = FileManager.default.contents(atPath: rowsPath),
      let header = try? JSONDecoder().decode(Header.self, from: text), header.identity == identity, header.features > 0
    else { return }
    features = header.features
    let values = [Float](unsafeUninitializedCapacity: data.count / 4) { buffer, count in
      count = data.count / 4
      _ = data.prefix(count * 4).copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
    }
    kept = (0..<values.count / features).map { Array(values[$0 * features..<($0 + 1) * features]) }
  }

  private var headerPath: String { "\(directory)/partial.json" }
  private var rowsPath: String { "\(directory)/partial.f32" }
  /// Rows that need not be computed.
  public var count: Int { kept.count }

  /// The next row: one that was kept, or a new one, which then is.
  public func row(_ compute: () throws -> [Float]) throws -> [Float] {
    defer { next += 1 }
    if next < kept.count { return kept[next] }
    let row = try compute()
    if handle == nil { try begin(features: row.count) }
    waiting += row.withUnsafeBytes { Data($0) }
    if (next + 1) % Self.interval == 0 { try flush() }
    return row
  }

  /// Begins the file with the whole rows that are there.
  private func begin(features: Int) throws {
    if features != self.features { (kept, self.features) = ([], features) }
    try AtomicFile.write(kept.reduce(into: Data()) { data, row in row.withUnsafeBytes { data.append(contentsOf: $0) } }, to: rowsPath)
    try AtomicFile.write(try JSONEncoder().encode(Header(identity: identity, features: features)), to: headerPath)
    handle = FileHandle(forWritingAtPath: rowsPath)
    try handle?.seekToEnd()
  }

  private func flush() throws {
    do { try handle?.write(contentsOf: waiting) } catch {
      throw EvaluationError("cannot write \(rowsPath)", error.localizedDescription)
    }
    waiting.removeAll()
  }

  /// Forgets the rows once they are written elsewhere.
  public func remove() {
    try? handle?.close()
    for path in [rowsPath, headerPath] { try? FileManager.default.removeItem(atPath: path) }
  }
}
