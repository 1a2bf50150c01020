import Foundation

extension KernelCache {
  /// A file of the cache.
  public struct Entry: Sendable, Hashable, Encodable {
    public let name: String
    public let bytes: Int
    public let modified: Date
  }

  /// All entries, by name; checksums and files in the making are not listed.
  public func entries() throws -> [Entry] {
    try ["objects", "programs"].flatMap { folder in
      try FileManager.default.contentsOfDirectory(atPath: url(folder).path).filter { !$0.hasSuffix(".sum") }.map {
        let attributes = try FileManager.default.attributesOfItem(atPath: url("\(folder)/\($0)").path)
        return Entry(
          name: "\(folder)/\($0)", bytes: (attributes[.size] as? Int) ?? 0,
          modified: (attributes[.modificationDate] as? Date) ?? .distantPast)
      }
    }.sorted { $0.name < $1.name }
  }

  /// Removes entries that were last written longer ago, and returns them. What is needed again is rebuilt.
  public func removeEntries(unusedForDays days: Double) throws -> [Entry] {
    let limit = Date(timeIntervalSinceNow: -days * 86_400)
    let old = try entries().filter { $0.modified < limit }
    for entry in old {
      for name in [entry.name, entry.name + ".sum"] { try? FileManager.default.removeItem(at: url(name)) }
    }
    return old
  }
}
