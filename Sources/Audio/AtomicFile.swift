import Foundation

/// Files that are there whole or not at all.
public enum AtomicFile {
  /// Writes under a temporary name, flushes to the disk, and renames; after a kill at any moment the old file or the new
  /// one is there.
  ///
  /// - Throws: `FeatureError.cannotWrite`.
  public static func write(_ data: Data, to path: String) throws {
    let partial = path + ".partial"
    let descriptor = open(partial, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard descriptor >= 0 else { throw failure(path) }
    do {
      try data.withUnsafeBytes { try write($0, to: descriptor, path) }
      guard fsync(descriptor) == 0 else { throw failure(path) }
    } catch {
      close(descriptor)
      unlink(partial)
      throw error
    }
    close(descriptor)
    guard rename(partial, path) == 0 else { throw failure(path) }
  }

  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String) throws {
    var written = 0
    while written < bytes.count {
      let count = Foundation.write(descriptor, bytes.baseAddress! + written, bytes.count - written)
      if count >= 0 { written += count } else if errno != EINTR { throw failure(path) }
    }
  }

  private static func failure(_ path: String) -> FeatureError {
    .cannotWrite(path: path, reason: String(cString: strerror(errno)))
  }
}

/// A directory that one process at a time writes to: others are turned away until it ends, however it ends.
public final class DirectoryLock {
  private let descriptor: Int32

  /// Makes the directory if needed, and takes the lock.
  ///
  /// - Throws: `FeatureError.inUse`, `FeatureError.cannotWrite`.
  public init(_ directory: String) throws {
    do { try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true) } catch {
      throw FeatureError.cannotWrite(path: directory, reason: error.localizedDescription)
    }
    let path = directory + "/.lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw FeatureError.cannotWrite(path: directory, reason: String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw FeatureError.inUse(directory: directory)
    }
  }
  deinit { Self.release(descriptor) }

  /// Whether a process writes to the directory.
  public static func isHeld(_ directory: String) -> Bool {
    let descriptor = open(directory + "/.lock", O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { release(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0
  }

  /// A process that another thread is just starting holds a copy of the descriptor until its program begins. Closing ours
  /// would leave the lock with that copy; unlocking takes it from all copies.
  private static func release(_ descriptor: Int32) {
    _ = flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
