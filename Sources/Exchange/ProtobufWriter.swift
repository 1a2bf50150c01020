import Foundation

/// Writes messages in the wire format of Protocol Buffers: the few kinds of field that ONNX needs.
///
/// Each field is its number and wire type, then the value: a varint, four bytes, or a length and bytes
/// (protobuf.dev/programming-guides/encoding).
struct ProtobufWriter {
  private(set) var data = Data()

  private enum Wire: Int { case varint = 0, length = 2, fixed32 = 5 }

  mutating func integer(_ field: Int, _ value: Int) {
    key(field, .varint)
    varint(UInt64(bitPattern: Int64(value)))
  }

  mutating func float(_ field: Int, _ value: Float) {
    key(field, .fixed32)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
  }

  mutating func bytes(_ field: Int, _ value: Data) {
    key(field, .length)
    varint(UInt64(value.count))
    data.append(value)
  }

  mutating func string(_ field: Int, _ value: String) { bytes(field, Data(value.utf8)) }

  mutating func message(_ field: Int, _ write: (inout ProtobufWriter) -> Void) {
    var inner = ProtobufWriter()
    write(&inner)
    bytes(field, inner.data)
  }

  private mutating func key(_ field: Int, _ wire: Wire) { varint(UInt64(field << 3 | wire.rawValue)) }

  /// Seven bits a byte, the lowest first; the high bit says that more follow.
  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      data.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    data.append(UInt8(rest))
  }
}
