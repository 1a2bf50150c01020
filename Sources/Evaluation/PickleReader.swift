import Foundation

/// Reads Python's serialisation (protocols 2 to 5) of lists of lists of text and integers, and nothing else: opcodes that
/// import or call are refused, so no file can run code. Opcodes are those of Python's `pickletools`.
struct PickleReader {
  private final class List { var items: [Value] = [] }
  private enum Value { case text(String), integer(Int), list(List), mark }

  private let bytes: [UInt8]
  private let path: String
  private var position = 0
  private var stack: [Value] = []
  private var memo: [Int: Value] = [:]

  /// - Parameter path: For messages.
  private init(_ data: Data, path: String) { (bytes, self.path) = ([UInt8](data), path) }

  /// Integers become text, since labels are compared as text.
  ///
  /// - Throws: `EvaluationError` that names the file and the byte at fault.
  static func decode(_ data: Data, path: String) throws -> [[String]] {
    var reader = PickleReader(data, path: path)
    while try reader.step() {}
    guard reader.stack.count == 1, case .list(let rows) = reader.stack[0] else { throw reader.error("holds no list") }
    return try rows.items.map { row in
      guard case .list(let labels) = row else { throw reader.error("holds something else than lists in its list") }
      return try labels.items.map { label in
        switch label {
        case .text(let text): return text
        case .integer(let number): return String(number)
        case .list, .mark: throw reader.error("holds lists in lists in lists")
        }
      }
    }
  }

  private func error(_ message: String) -> EvaluationError {
    EvaluationError("\(path) \(message) (byte \(position))", "expected a pickle, protocol 2 to 5, of lists of text or integers")
  }

  /// - Returns: Whether there are more opcodes.
  private mutating func step() throws -> Bool {
    let opcode = try UInt8(unsigned(1))
    switch UnicodeScalar(opcode) {
    case "\u{80}":
      let version = try unsigned(1)
      guard (2...5).contains(version) else { throw error("has the protocol \(version)") }
    case "\u{95}": _ = try take(8)  // A frame's length; frames only help with reading ahead.
    case ".": return false
    case "(": stack.append(.mark)
    case "]": stack.append(.list(List()))
    case "a":
      let item = try pop()
      try append([item])
    case "e":
      let items = try itemsAfterMark()
      try append(items)
    case "X": try text(4)
    case "\u{8C}": try text(1)
    case "\u{8D}": try text(8)
    case "K": stack.append(.integer(try unsigned(1)))
    case "M": stack.append(.integer(try unsigned(2)))
    case "J": stack.append(.integer(Int(Int32(truncatingIfNeeded: try unsigned(4)))))
    case "\u{8A}": try long()
    case "\u{94}": memo[memo.count] = try top()
    case "q": memo[try unsigned(1)] = try top()
    case "r": memo[try unsigned(4)] = try top()
    case "h": try recall(unsigned(1))
    case "j": try recall(unsigned(4))
    default: throw error("has the opcode 0x\(String(opcode, radix: 16)), which is not of lists, text or integers")
    }
    return true
  }

  private mutating func take(_ count: Int) throws -> ArraySlice<UInt8> {
    guard count <= bytes.count - position else { throw error("ends too early") }
    defer { position += count }
    return bytes[position..<position + count]
  }

  /// Little-endian.
  private mutating func unsigned(_ width: Int) throws -> Int {
    let value = try take(width).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard let number = Int(exactly: value) else { throw error("announces \(value) bytes") }
    return number
  }

  /// Two's complement in as many bytes as the first one says.
  private mutating func long() throws {
    let count = try unsigned(1)
    guard count <= 8 else { throw error("has an integer of \(count) bytes") }
    let digits = try take(count)
    let isNegative = (digits.last ?? 0) >= 0x80
    stack.append(.integer(digits.reversed().reduce(isNegative ? -1 : 0) { $0 << 8 | Int($1) }))
  }

  private mutating func text(_ width: Int) throws {
    guard let text = String(validating: try take(unsigned(width)), as: UTF8.self) else { throw error("has text that is not UTF-8") }
    stack.append(.text(text))
  }

  private func top() throws -> Value {
    guard let value = stack.last else { throw error("uses a value before there is one") }
    if case .mark = value { throw error("uses a mark as a value") }
    return value
  }

  private mutating func pop() throws -> Value {
    let value = try top()
    stack.removeLast()
    return value
  }

  private mutating func itemsAfterMark() throws -> [Value] {
    let mark = stack.lastIndex { if case .mark = $0 { true } else { false } }
    guard let mark else { throw error("has no mark before its items") }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[(mark + 1)...])
  }

  private func append(_ items: [Value]) throws {
    guard case .list(let list) = try top() else { throw error("appends to something that is no list") }
    list.items += items
  }

  private mutating func recall(_ key: Int) throws {
    guard let value = memo[key] else { throw error("recalls the value \(key), which it did not keep") }
    stack.append(value)
  }
}
