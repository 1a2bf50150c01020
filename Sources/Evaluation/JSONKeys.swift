import Foundation

/// The keys of a JSON object in the order of the text, which `JSONSerialization` forgets and Python keeps.
enum JSONKeys {
  /// - Parameter data: valid JSON, an object.
  static func ordered(_ data: Data) throws -> [String] {
    let bytes = [UInt8](data)
    var (keys, depth, i) = ([String](), 0, 0)
    while i < bytes.count {
      switch bytes[i] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "\""):
        let end = closingQuote(bytes, after: i)
        if depth == 1, isFollowedByColon(bytes, end + 1) {
          keys.append(try JSONDecoder().decode(String.self, from: Data(bytes[i...end])))
        }
        i = end
      default: break
      }
      i += 1
    }
    return keys
  }

  private static func closingQuote(_ bytes: [UInt8], after start: Int) -> Int {
    var i = start + 1
    while i < bytes.count - 1, bytes[i] != UInt8(ascii: "\"") { i += bytes[i] == UInt8(ascii: "\\") ? 2 : 1 }
    return min(i, bytes.count - 1)
  }

  private static func isFollowedByColon(_ bytes: [UInt8], _ start: Int) -> Bool {
    bytes[start...].first { !" \t\r\n".utf8.contains($0) } == UInt8(ascii: ":")
  }
}
