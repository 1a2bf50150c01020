import CXXHash
import Foundation

/// Compiled kernels on disk, private to the user.
///
/// `objects/KEY.o` holds kernels that were compiled together (`KernelBatch`), `programs/KEY.so` and `.json` a linked program
/// and its plan. Entries are written under a temporary name and renamed, so that readers never see half of one and no lock
/// is needed; each has its checksum beside it, and one that does not match is rebuilt.
public struct KernelCache: Sendable {
  public let root: URL

  /// Opens the cache, creating it with mode 0700 if needed.
  ///
  /// - Parameter path: the directory; by default `$XDG_CACHE_HOME/sonograph`, else `~/.cache/sonograph`.
  /// - Throws: `CacheError` if the directory belongs to another user, others may write to it, or it cannot be made.
  public init(path: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment) throws {
    if let path {
      root = URL(fileURLWithPath: path, isDirectory: true)
    } else {
      let base = environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory() + "/.cache"
      root = URL(fileURLWithPath: base, isDirectory: true).appendingPathComponent("sonograph", isDirectory: true)
    }
    try Self.makePrivate(root)
    for name in ["objects", "programs"] { try Self.makePrivate(root.appendingPathComponent(name)) }
  }

  private static func makePrivate(_ directory: URL) throws {
    var info = stat()
    if lstat(directory.path, &info) != 0 {
      do {
        try FileManager.default.createDirectory(
          at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch {
        throw CacheError("cannot create the cache directory \(directory.path)", "\(error.localizedDescription)")
      }
      guard lstat(directory.path, &info) == 0 else {
        throw CacheError("cannot read the cache directory \(directory.path)", String(cString: strerror(errno)))
      }
    }
    if info.st_mode & S_IFMT != S_IFDIR {
      throw CacheError("the cache \(directory.path) is not a directory", "remove it, or choose another with --cache")
    }
    if info.st_uid != geteuid() {
      throw CacheError(
        "the cache directory \(directory.path) belongs to another user (id \(info.st_uid))",
        "code is loaded from it, so it must be yours: choose another with --cache")
    }
    if info.st_mode & 0o022 != 0 {
      throw CacheError(
        "others may write to the cache directory \(directory.path)",
        "code is loaded from it: run chmod 700 on it, or choose another with --cache")
    }
  }

  public func url(_ entry: String) -> URL { root.appendingPathComponent(entry) }

  /// The bytes of an entry if it is whole.
  public func read(_ entry: String) -> Data? {
    guard let data = try? Data(contentsOf: url(entry)),
      let sum = try? String(contentsOf: url(entry + ".sum"), encoding: .utf8), sum == Self.hash(data)
    else { return nil }
    return data
  }

  public func contains(_ entry: String) -> Bool { read(entry) != nil }

  /// Writes an entry and its checksum atomically.
  public func write(_ data: Data, to entry: String) throws {
    let scratch = try Scratch(in: self)
    let file = scratch.url("entry")
    try scratch.write(data, to: file)
    try adopt(file, as: entry, sum: Self.hash(data), scratch)
  }

  /// Moves a finished file into the cache.
  public func adopt(_ file: URL, as entry: String, _ scratch: Scratch) throws {
    guard let data = try? Data(contentsOf: file) else {
      throw CacheError("cannot read \(file.lastPathComponent) back", "is the disk full?")
    }
    try adopt(file, as: entry, sum: Self.hash(data), scratch)
  }

  private func adopt(_ file: URL, as entry: String, sum: String, _ scratch: Scratch) throws {
    let sumFile = scratch.url("sum")
    try scratch.write(Data(sum.utf8), to: sumFile)
    for (from, to) in [(file, entry), (sumFile, entry + ".sum")] where rename(from.path, url(to).path) != 0 {
      throw CacheError("cannot write \(url(to).path)", String(cString: strerror(errno)))
    }
  }

  /// A 128-bit XXH3 digest, in hexadecimal. Keys and checksums; no protection against malice.
  public static func hash(_ data: Data) -> String {
    let digest = data.withUnsafeBytes { XXH3_128bits($0.baseAddress, $0.count) }
    return [digest.high64, digest.low64].map { word in
      let text = String(word, radix: 16)
      return String(repeating: "0", count: 16 - text.count) + text
    }.joined()
  }

  public static func hash(_ parts: [String]) -> String { hash(Data(parts.joined(separator: "\u{0}").utf8)) }

  /// A private directory for files in the making, removed when it goes out of use.
  public final class Scratch: Sendable {
    public let directory: URL

    init(in cache: KernelCache) throws {
      directory = cache.root.appendingPathComponent("tmp-\(getpid())-\(UInt64.random(in: 0 ... .max))")
      guard mkdir(directory.path, 0o700) == 0 else {
        throw CacheError("cannot write to the cache \(cache.root.path)", String(cString: strerror(errno)))
      }
    }
    deinit { try? FileManager.default.removeItem(at: directory) }

    func url(_ name: String) -> URL { directory.appendingPathComponent(name) }

    func write(_ data: Data, to file: URL) throws {
      do { try data.write(to: file) } catch {
        throw CacheError("cannot write to the cache: \(file.path)", "\(error.localizedDescription)")
      }
    }
  }
}

/// The cache cannot be used.
public struct CacheError: Error, CustomStringConvertible {
  public let message: String
  public let detail: String
  public init(_ message: String, _ detail: String) { (self.message, self.detail) = (message, detail) }
  public var description: String { "\(message)\n\(detail)" }
}
