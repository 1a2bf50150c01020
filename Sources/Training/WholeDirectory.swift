import Audio
import Foundation
import Runtime
import Sonograph

/// Directories of files that are there whole or not at all, whenever the process is killed.
package enum WholeDirectory {
  /// Fills a directory under a temporary name, flushes it to the disk, and renames it; one of that name is replaced.
  ///
  /// - Parameters:
  ///   - name: of the directory in `parent`, which must exist.
  ///   - fill: writes files to the path that it is given.
  /// - Throws: `FeatureError.cannotWrite` and what `fill` throws.
  package static func write(_ name: String, in parent: String, fill: (String) throws -> Void) throws {
    let (final, partial) = ("\(parent)/\(name)", "\(parent)/.partial-\(name)")
    try? FileManager.default.removeItem(atPath: partial)
    do { try FileManager.default.createDirectory(atPath: partial, withIntermediateDirectories: true) } catch {
      throw FeatureError.cannotWrite(path: partial, reason: error.localizedDescription)
    }
    try fill(partial)
    try flush(partial)
    remove(name, in: parent)
    guard rename(partial, final) == 0 else {
      throw FeatureError.cannotWrite(path: final, reason: String(cString: strerror(errno)))
    }
    try flush(parent)
  }

  /// Removes a directory: out of sight at once, for removing a directory is not atomic.
  package static func remove(_ name: String, in parent: String) {
    let doomed = "\(parent)/.removed-\(name)"
    try? FileManager.default.removeItem(atPath: doomed)
    guard rename("\(parent)/\(name)", doomed) == 0 else { return }
    try? FileManager.default.removeItem(atPath: doomed)
  }

  /// Removes what a kill has left half-written or half-removed.
  package static func clean(_ parent: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] where name.hasPrefix(".") {
      try? FileManager.default.removeItem(atPath: "\(parent)/\(name)")
    }
  }

  /// Waits until a directory's entries are on the disk.
  private static func flush(_ directory: String) throws {
    let descriptor = open(directory, O_RDONLY)
    defer { if descriptor >= 0 { close(descriptor) } }
    guard descriptor >= 0, fsync(descriptor) == 0 else {
      throw FeatureError.cannotWrite(path: directory, reason: String(cString: strerror(errno)))
    }
  }
}

extension Session {
  /// Writes parameters or states to a safetensors file.
  ///
  /// - Throws: `SafetensorsError`, `FeatureError.cannotWrite`.
  package func write(
    _ tensors: [(name: String, shape: [Int])], to path: String, metadata: [String: String] = [:]
  ) throws {
    var writer = SafetensorsWriter(metadata: metadata)
    for (name, shape) in tensors { writer.add(name, shape: shape, bytes: UnsafeRawBufferPointer(try memory(name))) }
    try writer.write(to: URL(fileURLWithPath: path))
  }
}
