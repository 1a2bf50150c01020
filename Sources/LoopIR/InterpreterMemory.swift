/// One argument or local array while a kernel is interpreted: its elements, and who touched them.
struct InterpreterMemory {
  let name: String
  let type: ElementType
  /// Numbers to one element: the lanes of an array of vectors, else 1.
  let width: Int
  private(set) var values: [Double]
  /// For each element of an argument, who touched it; empty for a local array, which belongs to its part.
  private var readers: [Int32] = []
  private var writers: [Int32] = []
  /// Which elements of a local array hold a value; empty for an argument, whose elements all do.
  private var isDefined: [Bool] = []

  private static let nobody: Int32 = -1
  private static let several: Int32 = .max

  init(argument buffer: Buffer, values: [Double]) {
    (name, type, width, self.values) = (buffer.name, buffer.type, 1, values)
    readers = Array(repeating: Self.nobody, count: values.count)
    writers = readers
  }

  init(local buffer: Buffer, count: Int, lanes: Int, zeroed: Bool) {
    (name, type, width) = (buffer.name, buffer.type, buffer.isVector ? lanes : 1)
    values = Array(repeating: 0, count: count * width)
    isDefined = Array(repeating: zeroed, count: count * width)
  }

  var count: Int { values.count / width }

  mutating func load(_ index: Int, lane: Int = 0, part: Int) throws(Fault) -> Double {
    let position = try position(of: index, lane)
    if !isDefined.isEmpty, !isDefined[position] { throw Fault(.uninitialised(buffer: name, index: index)) }
    if !writers.isEmpty {
      try exclude(writers[position], index, part)
      readers[position] = merged(readers[position], part)
    }
    return values[position]
  }

  mutating func store(_ value: Double, at index: Int, lane: Int = 0, part: Int) throws(Fault) {
    let position = try position(of: index, lane)
    if !isDefined.isEmpty { isDefined[position] = true }
    if !writers.isEmpty {
      try exclude(readers[position], index, part)
      try exclude(writers[position], index, part)
      writers[position] = Int32(part)
    }
    values[position] = type.rounded(value)
  }

  private func position(of index: Int, _ lane: Int) throws(Fault) -> Int {
    guard index >= 0, index < count else { throw Fault(.outOfBounds(buffer: name, index: index, count: count)) }
    return index * width + lane
  }

  private func exclude(_ other: Int32, _ index: Int, _ part: Int) throws(Fault) {
    if other != Self.nobody, other != Int32(part) { throw Fault(.race(buffer: name, index: index)) }
  }

  private func merged(_ reader: Int32, _ part: Int) -> Int32 {
    reader == Self.nobody || reader == Int32(part) ? Int32(part) : Self.several
  }

  /// A problem before it is known which kernel has it.
  struct Fault: Error {
    let problem: LoopError.Problem
    init(_ problem: LoopError.Problem) { self.problem = problem }
  }
}

/// Reads of memory.
extension LoopMachine {
  mutating func element(_ buffer: Buffer, _ index: Int) throws(Fault) -> LoopValue {
    guard memory[buffer.name] != nil else { throw Fault(.undefined(buffer.name)) }
    guard buffer.isVector else {
      return LoopValue(buffer.type.inRegisters, try memory[buffer.name]!.load(index, part: part))
    }
    var lanes: [Double] = []
    for lane in 0..<kernel.lanes { lanes.append(try memory[buffer.name]!.load(index, lane: lane, part: part)) }
    return LoopValue(buffer.type, lanes: lanes)
  }

  mutating func gather(
    _ buffer: Buffer, _ index: Expression, stride: Expression, _ active: Expression?
  ) throws -> LoopValue {
    let (start, stride, count) = (try position(index), try position(stride), try activeLanes(active))
    var lanes: [Double] = []
    for lane in 0..<count { lanes.append(try element(buffer, start + lane * stride).scalar) }
    return LoopValue(buffer.type.inRegisters, lanes: lanes + Array(repeating: 0, count: kernel.lanes - count))
  }

  mutating func word(_ buffer: Buffer, _ index: Int, isVector: Bool) throws -> LoopValue {
    guard buffer.type == .i8 || buffer.type == .u8 else { throw Fault(.invalid("a word of '\(buffer.name)', which has no bytes")) }
    var words: [Double] = []
    for lane in 0..<(isVector ? kernel.lanes : 1) {
      var word: UInt32 = 0
      for byte in 0..<4 {
        let value = Int(try element(buffer, index + 4 * lane + byte).scalar)
        word |= UInt32(UInt8(truncatingIfNeeded: value)) << UInt32(8 * byte)
      }
      words.append(Double(Int32(bitPattern: word)))
    }
    return isVector ? LoopValue(.i32, lanes: words) : LoopValue(.i32, words[0])
  }

  mutating func lookUp(_ buffer: Buffer, _ indices: LoopValue) throws -> LoopValue {
    guard let positions = indices.lanes, indices.type == .i32 else {
      throw Fault(.invalid("a lookup in '\(buffer.name)' by \(indices.typeName)"))
    }
    return LoopValue(buffer.type.inRegisters, lanes: try positions.map { try element(buffer, Int($0)).scalar })
  }
}
