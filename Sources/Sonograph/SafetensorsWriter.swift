import Foundation

/// Writes named tensors in the safetensors format, in the order in which they are added.
///
/// Data are written from where they lie: nothing is copied, and memory does not grow with the file.
public struct SafetensorsWriter {
  public enum Element: String, Sendable {
    case f32 = "F32"
    case f64 = "F64"
    case i32 = "I32"
    case bf16 = "BF16"
    case i8 = "I8"
    var bytes: Int {
      switch self {
      case .f64: 8
      case .f32, .i32: 4
      case .bf16: 2
      case .i8: 1
      }
    }
  }

  private struct Tensor {
    let name: String
    let element: Element
    let shape: [Int]
    let bytes: UnsafeRawBufferPointer
  }

  /// Text about the file, by key.
  public var metadata: [String: String]
  private var tensors: [Tensor] = []

  public init(metadata: [String: String] = [:]) { self.metadata = metadata }

  /// - Parameter bytes: row-major; must stay as they are until the file is written.
  public mutating func add(_ name: String, _ element: Element = .f32, shape: [Int], bytes: UnsafeRawBufferPointer) {
    precondition(bytes.count == shape.reduce(element.bytes, *), "\(name): \(bytes.count) bytes for \(shape)")
    tensors.append(Tensor(name: name, element: element, shape: shape, bytes: bytes))
  }

  /// Writes the file and waits until it is on the disk. It is not atomic: write to a name of its own, then rename.
  ///
  /// - Throws: `SafetensorsError` that names the file and what went wrong.
  public func write(to url: URL) throws {
    guard FileManager.default.createFile(atPath: url.path, contents: nil),
      let file = try? FileHandle(forWritingTo: url)
    else { throw SafetensorsError(url.path, "cannot be written: \(String(cString: strerror(errno)))") }
    do {
      try file.write(contentsOf: header())
      for tensor in tensors where !tensor.bytes.isEmpty {
        let data = Data(
          bytesNoCopy: UnsafeMutableRawPointer(mutating: tensor.bytes.baseAddress!), count: tensor.bytes.count,
          deallocator: .none)
        try file.write(contentsOf: data)
      }
      try file.synchronize()
      try file.close()
    } catch { throw SafetensorsError(url.path, "cannot be written: \(error.localizedDescription)") }
  }

  /// The length of the header in eight bytes, then the header, padded with spaces to a multiple of eight.
  private func header() throws -> Data {
    var entries: [String: Any] = metadata.isEmpty ? [:] : ["__metadata__": metadata]
    var offset = 0
    for tensor in tensors {
      let end = offset + tensor.bytes.count
      entries[tensor.name] = [
        "dtype": tensor.element.rawValue, "shape": tensor.shape, "data_offsets": [offset, end],
      ]
      offset = end
    }
    var json = try JSONSerialization.data(withJSONObject: entries, options: [.sortedKeys, .withoutEscapingSlashes])
    json.append(contentsOf: [UInt8](repeating: 0x20, count: (8 - json.count % 8) % 8))
    let length = UInt64(json.count)
    return Data((0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * UInt64($0))) }) + json
  }
}
