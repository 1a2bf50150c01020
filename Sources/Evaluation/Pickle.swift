import Foundation

/// Python's serialisation, protocol 2, of lists of lists of text: what the evaluation kit keeps labels in.
enum Pickle {
  static func encode(_ lists: [[String]]) -> Data {
    var data = Data([0x80, 2])
    append(lists, to: &data) { append($0, to: &$1, append) }
    data.append(UInt8(ascii: "."))
    return data
  }

  /// An empty list, then its items: one by APPEND, more by MARK and APPENDS, at most 1000 at once, as Python does it.
  private static func append<Item>(_ items: [Item], to data: inout Data, _ one: (Item, inout Data) -> Void) {
    data.append(UInt8(ascii: "]"))
    if items.count == 1 {
      one(items[0], &data)
      return data.append(UInt8(ascii: "a"))
    }
    for start in stride(from: 0, to: items.count, by: 1000) {
      data.append(UInt8(ascii: "("))
      for item in items[start..<min(items.count, start + 1000)] { one(item, &data) }
      data.append(UInt8(ascii: "e"))
    }
  }

  /// BINUNICODE: four bytes of length, little-endian, then UTF-8.
  private static func append(_ text: String, to data: inout Data) {
    data.append(UInt8(ascii: "X"))
    withUnsafeBytes(of: UInt32(text.utf8.count).littleEndian) { data.append(contentsOf: $0) }
    data.append(contentsOf: text.utf8)
  }
}
