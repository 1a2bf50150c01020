import Foundation

/// A file of features in the safetensors format, memory-mapped: one tensor (frame, mel) for each clip, named
/// `FILE#NUMBER` after its recording and its number there; settings and checksum are in the metadata.
struct FeatureShard: Sendable {
  struct Clip: Hashable, Sendable {
    let file: String
    /// The clip's number in its recording.
    let number: Int
    let frames: Int
    /// Bytes into the data.
    let offset: Int
  }
  struct Metadata: Hashable, Sendable {
    var settings: FeatureSettings
    /// Of the plan that the shard is a part of.
    var plan: String
    var shard: Int
    var shards: Int
    var skipped: [SkippedFile]
    /// Of the data.
    var checksum: String
  }

  static let format = "sonograph-features-1"
  let path: String
  let metadata: Metadata
  let clips: [Clip]
  private let data: Data
  private let start: Int

  static func name(_ shard: Int) -> String { String(format: "%06d.safetensors", shard) }

  /// Maps a shard and reads its header.
  init(path: String) throws {
    self.path = path
    do { data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) } catch {
      throw FeatureError.damaged(path: path, reason: "it cannot be read")
    }
    guard data.count >= 8 else { throw FeatureError.damaged(path: path, reason: "it has \(data.count) bytes") }
    let length = data.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
    guard length <= UInt64(data.count - 8),
      let header = try? JSONSerialization.jsonObject(with: data.subdata(in: 8..<8 + Int(length))) as? [String: Any],
      let fields = header["__metadata__"] as? [String: String]
    else { throw FeatureError.damaged(path: path, reason: "its header is not that of a safetensors file") }
    start = 8 + Int(length)
    metadata = try Self.metadata(fields, path)
    clips = try Self.clips(header, metadata.settings, bytes: data.count - start, path)
  }

  private static func metadata(_ fields: [String: String], _ path: String) throws -> Metadata {
    guard fields["format"] == format else {
      throw FeatureError.damaged(
        path: path, reason: "its format is \(fields["format"] ?? "not given"), expected \(format)")
    }
    guard let settings = fields["settings"].flatMap(FeatureSettings.init), let plan = fields["plan"],
      let shard = fields["shard"].flatMap({ Int($0) }), let shards = fields["shards"].flatMap({ Int($0) }),
      let checksum = fields["checksum"], let skipped = fields["skipped"],
      let list = try? JSONSerialization.jsonObject(with: Data(skipped.utf8)) as? [[String]],
      list.allSatisfy({ $0.count == 2 })
    else { throw FeatureError.damaged(path: path, reason: "its metadata are incomplete") }
    return Metadata(
      settings: settings, plan: plan, shard: shard, shards: shards,
      skipped: list.map { SkippedFile(file: $0[0], reason: $0[1]) }, checksum: checksum)
  }

  private static func clips(_ header: [String: Any], _ settings: FeatureSettings, bytes: Int, _ path: String) throws
    -> [Clip]
  {
    try header.filter { $0.key != "__metadata__" }.map { name, value in
      guard let fields = value as? [String: Any], fields["dtype"] as? String == settings.element.dtype,
        let shape = fields["shape"] as? [Int], shape.count == 2, shape[0] > 0, shape[1] == settings.mels,
        let offsets = fields["data_offsets"] as? [Int], offsets.count == 2, offsets[0] >= 0, offsets[1] <= bytes,
        shape[0] <= bytes, offsets[1] - offsets[0] == shape[0] * shape[1] * settings.element.bytes,
        let mark = name.lastIndex(of: "#"), let number = Int(name[name.index(after: mark)...])
      else { throw FeatureError.damaged(path: path, reason: "the entry '\(name)' does not fit the file") }
      return Clip(file: String(name[..<mark]), number: number, frames: shape[0], offset: offsets[0])
    }.sorted { $0.offset < $1.offset }
  }

  /// Compares the data with their checksum, which reads all of them.
  func verify() throws {
    let found = data.withUnsafeBytes { digest(UnsafeRawBufferPointer(rebasing: $0[start...])) }
    if found != metadata.checksum {
      throw FeatureError.damaged(path: path, reason: "its checksum is \(found), expected \(metadata.checksum)")
    }
  }

  /// Frames of a clip: (frame, mel).
  func values(_ clip: Clip, frames: Range<Int>) -> [Float] {
    let (mels, bytes) = (metadata.settings.mels, metadata.settings.element.bytes)
    let first = start + clip.offset + frames.lowerBound * mels * bytes
    return data.withUnsafeBytes { raw in
      (0..<frames.count * mels).map { i in
        switch metadata.settings.element {
        case .float32:
          Float(bitPattern: UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: first + 4 * i, as: UInt32.self)))
        case .float16:
          Float(
            Float16(bitPattern: UInt16(littleEndian: raw.loadUnaligned(fromByteOffset: first + 2 * i, as: UInt16.self)))
          )
        }
      }
    }
  }
}
