import Foundation

/// Reads the wire format of Protocol Buffers, by field number, without knowing the messages.
struct ProtobufReader {
  enum Field: Equatable {
    case integer(UInt64)
    case fixed32(UInt32)
    case bytes(Data)
  }
  struct Broken: Error {}

  private(set) var fields: [Int: [Field]] = [:]

  init(_ data: Data) throws {
    var rest = data[...]
    func byte() throws -> UInt8 {
      guard let first = rest.popFirst() else { throw Broken() }
      return first
    }
    func varint() throws -> UInt64 {
      var (value, shift) = (UInt64(0), UInt64(0))
      while true {
        let next = try byte()
        value |= UInt64(next & 0x7F) << shift
        if next < 0x80 { return value }
        shift += 7
        if shift > 63 { throw Broken() }
      }
    }
    while !rest.isEmpty {
      let key = try varint()
      let field: Field
      switch key & 7 {
      case 0: field = .integer(try varint())
      case 2:
        let count = Int(try varint())
        guard count <= rest.count else { throw Broken() }
        field = .bytes(Data(rest.prefix(count)))
        rest = rest.dropFirst(count)
      case 5: field = .fixed32(try (0..<4).reduce(0) { $0 | UInt32(try byte()) << (8 * UInt32($1)) })
      default: throw Broken()
      }
      fields[Int(key >> 3), default: []].append(field)
    }
  }

  func messages(_ field: Int) throws -> [ProtobufReader] { try data(field).map { try ProtobufReader($0) } }
  func data(_ field: Int) -> [Data] {
    fields[field, default: []].compactMap { if case .bytes(let data) = $0 { data } else { nil } }
  }
  func strings(_ field: Int) -> [String] { data(field).map { String(decoding: $0, as: UTF8.self) } }
  func integers(_ field: Int) -> [Int] {
    fields[field, default: []].compactMap { if case .integer(let value) = $0 { Int(Int64(bitPattern: value)) } else { nil } }
  }
  func floats(_ field: Int) -> [Float] {
    fields[field, default: []].compactMap { if case .fixed32(let bits) = $0 { Float(bitPattern: bits) } else { nil } }
  }
}

/// A `GraphProto` as text: a line for each input, node and output.
extension ProtobufReader {
  func graphLines() throws -> [String] {
    try messages(11).map { "input \(try $0.valueInfo())" }
      + messages(5).map { "constant \($0.strings(8)[0]) \($0.integers(1)) of type \($0.integers(2)[0])" }
      + messages(1).flatMap { try $0.nodeLines() }
      + messages(12).map { "output \(try $0.valueInfo())" }
  }

  private func valueInfo() throws -> String {
    let tensor = try messages(2)[0].messages(1)[0]
    let shape = try tensor.messages(2)[0].messages(1).map { $0.strings(2).first ?? "\($0.integers(1)[0])" }
    return "\(strings(1)[0]) [\(shape.joined(separator: ", "))] of type \(tensor.integers(1)[0])"
  }

  private func nodeLines() throws -> [String] {
    var body: [String] = []
    let attributes = try messages(5).map { attribute -> String in
      let name = attribute.strings(1)[0]
      body += try attribute.messages(6).flatMap { try $0.graphLines() }.map { "  " + $0 }
      let values = attribute.integers(3) + attribute.integers(8)
      let others = attribute.strings(4) + attribute.floats(2).map { "\($0)" }
      return "\(name)=\((values.map { "\($0)" } + others).joined(separator: ","))"
    }
    let line = "\(strings(2).joined(separator: ", ")) = \(strings(4)[0])(\((strings(1) + attributes).joined(separator: ", ")))"
    return [line] + body
  }
}
