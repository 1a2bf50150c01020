import Foundation

/// A file of named tensors in the safetensors format: eight bytes of header length, a JSON header, then the data.
///
/// The file is mapped: only what is asked for is read.
public struct Safetensors: Sendable {
  public struct Entry: Sendable, Hashable {
    public let shape: [Int]
    /// As in the file: F32, F64, F16, BF16, I32 or I64.
    public let dtype: String
    /// Row-major, little-endian.
    public let bytes: Data
    public var count: Int { shape.reduce(1, *) }

    public var values: [Double] {
      bytes.withUnsafeBytes { raw in
        (0..<count).map { i in
          switch dtype {
          case "F32": Double(raw.loadUnaligned(fromByteOffset: 4 * i, as: Float.self))
          case "F64": raw.loadUnaligned(fromByteOffset: 8 * i, as: Double.self)
          case "F16": Double(Float16(bitPattern: raw.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self)))
          case "BF16": Double(Float(brainFloatBits: raw.loadUnaligned(fromByteOffset: 2 * i, as: UInt16.self)))
          case "I32": Double(raw.loadUnaligned(fromByteOffset: 4 * i, as: Int32.self))
          default: Double(raw.loadUnaligned(fromByteOffset: 8 * i, as: Int64.self))
          }
        }
      }
    }
  }

  public private(set) var tensors: [String: Entry] = [:]
  /// Text about the file, by key.
  public private(set) var metadata: [String: String] = [:]

  /// Bytes to an element.
  private static let sizes = ["F32": 4, "F64": 8, "F16": 2, "BF16": 2, "I32": 4, "I64": 8]

  /// Reads tensors of the types F32, F64, F16, BF16, I32 and I64.
  ///
  /// - Throws: `SafetensorsError`, which says what is wrong with the file.
  public init(contentsOf url: URL) throws {
    let data: Data
    do { data = try Data(contentsOf: url, options: .mappedIfSafe) } catch {
      throw SafetensorsError(url.path, "cannot be read: \(error.localizedDescription)")
    }
    guard data.count >= 8 else { throw SafetensorsError(url.path, "has \(data.count) bytes; the header length takes 8") }
    let length = data.prefix(8).enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << (8 * UInt64($1.offset)) }
    guard length <= UInt64(data.count - 8) else {
      throw SafetensorsError(url.path, "is cut off: the header takes \(length) bytes, \(data.count - 8) are there")
    }
    let header = data.subdata(in: 8..<(8 + Int(length)))
    guard let entries = try? JSONSerialization.jsonObject(with: header) as? [String: Any] else {
      throw SafetensorsError(url.path, "has a header that is not a JSON object")
    }
    metadata = entries["__metadata__"] as? [String: String] ?? [:]
    let body = data[(8 + Int(length))...]
    for (name, value) in entries where name != "__metadata__" {
      tensors[name] = try Self.entry(name, value, body, url.path)
    }
  }

  /// The tensors of these names alone.
  public func restricted(to names: Set<String>) -> Safetensors {
    var copy = self
    copy.tensors = tensors.filter { names.contains($0.key) }
    return copy
  }

  private static func entry(_ name: String, _ value: Any, _ body: Data, _ path: String) throws -> Entry {
    guard let fields = value as? [String: Any], let type = fields["dtype"] as? String,
      let shape = fields["shape"] as? [Int], let offsets = fields["data_offsets"] as? [Int], offsets.count == 2,
      shape.allSatisfy({ $0 >= 0 })
    else { throw SafetensorsError(path, "tensor '\(name)' has no dtype, shape and data_offsets") }
    guard let size = sizes[type] else {
      throw SafetensorsError(path, "tensor '\(name)' has dtype \(type); F32, F64, F16, BF16, I32 and I64 are read")
    }
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      if overflow { throw SafetensorsError(path, "tensor '\(name)' is impossibly large: \(shape)") }
      count = product
    }
    guard offsets[0] >= 0, offsets[1] <= body.count, offsets[0] <= offsets[1],
      (offsets[1] - offsets[0]) / size == count, (offsets[1] - offsets[0]) % size == 0
    else {
      throw SafetensorsError(path, "tensor '\(name)' takes bytes \(offsets), which do not fit \(shape) and \(body.count) bytes")
    }
    let start = body.startIndex
    return Entry(shape: shape, dtype: type, bytes: body[(start + offsets[0])..<(start + offsets[1])])
  }
}

/// A safetensors file that cannot be read.
public struct SafetensorsError: Error, CustomStringConvertible {
  public let path: String
  public let message: String
  init(_ path: String, _ message: String) { (self.path, self.message) = (path, message) }
  public var description: String { "\(path) \(message)" }
}
