import Foundation

/// Builds one shard in memory and writes it whole: under a temporary name, flushed to the disk, then renamed.
struct FeatureShardWriter {
  private let settings: FeatureSettings
  private var header: [String: Any] = [:]
  private var data = Data()

  init(_ settings: FeatureSettings) { self.settings = settings }

  var clips: Int { header.count }

  /// - Parameter values: (frame, mel).
  mutating func add(file: String, number: Int, _ values: [Float]) {
    precondition(!values.isEmpty && values.count % settings.mels == 0)
    let offset = data.count
    switch settings.element {
    case .float32: for value in values { append(value.bitPattern.littleEndian) }
    case .float16: for value in values { append(Float16(value).bitPattern.littleEndian) }
    }
    header["\(file)#\(number)"] =
      [
        "dtype": settings.element.dtype, "shape": [values.count / settings.mels, settings.mels],
        "data_offsets": [offset, data.count],
      ] as [String: Any]
  }

  private mutating func append(_ word: some FixedWidthInteger) {
    withUnsafeBytes(of: word) { data.append(contentsOf: $0) }
  }

  /// - Returns: the bytes of the file.
  func finish(at path: String, plan: String, shard: Int, of shards: Int, skipped: [SkippedFile]) throws -> Int {
    var fields = ["format": FeatureShard.format, "settings": settings.text, "plan": plan]
    fields["shard"] = "\(shard)"
    fields["shards"] = "\(shards)"
    fields["checksum"] = data.withUnsafeBytes { digest($0) }
    fields["skipped"] = String(
      decoding: try JSONSerialization.data(withJSONObject: skipped.map { [$0.file, $0.reason] }), as: UTF8.self)
    var head = try JSONSerialization.data(
      withJSONObject: header.merging(["__metadata__": fields]) { $1 }, options: [.sortedKeys, .withoutEscapingSlashes])
    // Spaces bring the data to a multiple of eight bytes.
    head.append(contentsOf: [UInt8](repeating: 0x20, count: (8 - head.count % 8) % 8))
    var file = withUnsafeBytes(of: UInt64(head.count).littleEndian) { Data($0) }
    file.append(head)
    file.append(data)
    try AtomicFile.write(file, to: path)
    return file.count
  }
}
