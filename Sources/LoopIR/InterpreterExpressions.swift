/// The value of an expression: one element, or one per lane.
struct LoopValue {
  let type: ElementType
  /// The element of a scalar.
  let scalar: Double
  /// The elements of a vector, nil for a scalar.
  let lanes: [Double]?

  init(_ type: ElementType, _ scalar: Double) { (self.type, self.scalar, lanes) = (type, scalar, nil) }
  /// Indices in lanes have 32 bits.
  init(_ type: ElementType, lanes: [Double]) {
    (self.type, scalar, self.lanes) = (type == .index ? .i32 : type, 0, lanes)
  }

  var isVector: Bool { lanes != nil }
  subscript(lane: Int) -> Double { lanes?[lane] ?? scalar }
  var typeName: String { isVector ? "vector of \(type.rawValue)" : type.rawValue }
}

extension LoopMachine {
  mutating func evaluate(_ expression: Expression) throws -> LoopValue {
    switch expression {
    case .integer(let value): return LoopValue(.index, Double(value))
    case .number(let value, let type): return LoopValue(type, type.constant(value))
    case .variable(let variable): return try register(variable)
    case .load(let buffer, let index, let vector, let active):
      if vector, !buffer.isVector { return try gather(buffer, index, stride: 1, active) }
      return try element(buffer, try position(index))
    case .gather(let buffer, let index, let stride, let active):
      return try gather(buffer, index, stride: stride, active)
    case .word(let buffer, let index, let vector): return try word(buffer, try position(index), isVector: vector)
    case .lookup(let buffer, let indices): return try lookUp(buffer, try evaluate(indices))
    case .unary(let function, let x): return try apply(function, try evaluate(x))
    case .binary(let function, let a, let b): return try combine(function, try evaluate(a), try evaluate(b))
    case .fma(let a, let b, let c): return try fusedMultiplyAdd(try evaluate(a), try evaluate(b), try evaluate(c))
    case .compare(let test, let a, let b):
      let (left, right) = (try evaluate(a), try evaluate(b))
      try requireSameType(left, right, test.rawValue)
      return try zip([left, right], as: .bool) { test($0[0], $0[1]) ? 1 : 0 }
    case .select(let test, let a, let b): return try select(try evaluate(test), try evaluate(a), try evaluate(b))
    case .cast(let x, let type): return try cast(try evaluate(x), to: type)
    case .broadcast(let x):
      let value = try evaluate(x)
      try require(!value.isVector, "a vector is broadcast")
      return LoopValue(value.type, lanes: Array(repeating: value.scalar, count: kernel.lanes))
    case .lanes: return LoopValue(.i32, lanes: (0..<kernel.lanes).map(Double.init))
    case .firstLanes(let count):
      let count = try position(count)
      return LoopValue(.bool, lanes: (0..<kernel.lanes).map { $0 < count ? 1 : 0 })
    case .shuffle(let x, let sources):
      let value = try evaluate(x)
      return LoopValue(value.type, lanes: sources.map { value[$0] })
    case .reduceLanes(let reduction, let x): return try reduce(try evaluate(x), reduction.function)
    case .threefry(let a, let b, let c, let d): return try threefry([a, b, c, d].map { try evaluate($0) })
    }
  }

  /// The value of a scalar index expression.
  mutating func position(_ expression: Expression) throws -> Int {
    let value = try evaluate(expression)
    try require(value.type == .index && !value.isVector, "an index is of type \(value.typeName)")
    return Int(value.scalar)
  }

  func register(_ variable: Variable) throws(Fault) -> LoopValue {
    guard let value = registers[variable] else { throw Fault(.undefined(variable.name)) }
    return value
  }

  private func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(Fault) {
    if !condition { throw Fault(.invalid(message())) }
  }

  // MARK: Arithmetic

  /// Applies a function in each lane, to operands that are all vectors or all scalars.
  private func zip(
    _ operands: [LoopValue], as type: ElementType, _ f: ([Double]) throws(Fault) -> Double
  ) throws(Fault) -> LoopValue {
    let isVector = operands[0].isVector
    try require(operands.allSatisfy { $0.isVector == isVector }, "a scalar meets a vector without a broadcast")
    guard isVector else { return LoopValue(type, try f(operands.map(\.scalar))) }
    var lanes: [Double] = []
    for lane in 0..<kernel.lanes { lanes.append(try f(operands.map { $0[lane] })) }
    return LoopValue(type, lanes: lanes)
  }

  private func requireSameType(_ a: LoopValue, _ b: LoopValue, _ operation: String) throws(Fault) {
    try require(a.type == b.type, "\(operation) of \(a.typeName) and \(b.typeName)")
  }

  private func apply(_ function: UnaryFunction, _ x: LoopValue) throws(Fault) -> LoopValue {
    try zip([x], as: x.type) { operands throws(Fault) in
      guard let result = x.type.apply(function, operands[0]) else {
        throw Fault(.invalid("no function \(function.rawValue) of \(x.typeName)"))
      }
      return result
    }
  }

  func combine(_ function: BinaryFunction, _ a: LoopValue, _ b: LoopValue) throws(Fault) -> LoopValue {
    try requireSameType(a, b, function.rawValue)
    return try zip([a, b], as: a.type) { operands throws(Fault) in
      guard let result = a.type.apply(function, operands[0], operands[1]) else {
        throw Fault(.invalid("no \(function.rawValue) of \(a.type.rawValue) \(operands[0]) and \(operands[1])"))
      }
      return result
    }
  }

  private func fusedMultiplyAdd(_ a: LoopValue, _ b: LoopValue, _ c: LoopValue) throws(Fault) -> LoopValue {
    try requireSameType(a, b, "fma")
    try requireSameType(a, c, "fma")
    try require(a.type.isFloat, "fma of \(a.typeName)")
    return try zip([a, b, c], as: a.type) { a.type.fusedMultiplyAdd($0[0], $0[1], $0[2]) }
  }

  private func select(_ test: LoopValue, _ a: LoopValue, _ b: LoopValue) throws(Fault) -> LoopValue {
    try require(test.type == .bool, "a selection by \(test.typeName)")
    try requireSameType(a, b, "select")
    return try zip([test, a, b], as: a.type) { $0[0] != 0 ? $0[1] : $0[2] }
  }

  private func cast(_ x: LoopValue, to type: ElementType) throws(Fault) -> LoopValue {
    let target = x.isVector && type == .index ? .i32 : type
    return try zip([x], as: target) { x.type == target ? $0[0] : x.type.converted($0[0], to: target) }
  }

  /// The upper half of the lanes onto the lower, again and again: the tree that compiled kernels use.
  private func reduce(_ x: LoopValue, _ function: BinaryFunction) throws(Fault) -> LoopValue {
    guard var lanes = x.lanes else { throw Fault(.invalid("the lanes of a scalar are reduced")) }
    while lanes.count > 1 {
      let half = lanes.count / 2
      let (lower, upper) = (Array(lanes[..<half]), Array(lanes[half...]))
      lanes = []
      for lane in 0..<half {
        lanes.append(try combine(function, LoopValue(x.type, lower[lane]), LoopValue(x.type, upper[lane])).scalar)
      }
    }
    return LoopValue(x.type, lanes[0])
  }

  private func threefry(_ words: [LoopValue]) throws(Fault) -> LoopValue {
    try require(words.allSatisfy { $0.type == .u32 }, "threefry of \(words.map(\.typeName))")
    return try zip(words, as: .u32) { words in
      Double(
        threefry2x32(
          counter: (UInt32(words[0]), UInt32(words[1])), key: (UInt32(words[2]), UInt32(words[3]))
        ).0)
    }
  }
}
