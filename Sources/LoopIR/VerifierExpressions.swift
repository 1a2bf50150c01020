extension Verifier {
  func requireIndex(_ expression: Expression, _ role: @autoclosure () -> String) throws(LoopError) {
    try check(expression)
    let isIndex = expression.type == .index && !expression.isVector
    try require(isIndex, "\(role()) is \(expression.typeName)")
  }

  /// Checks an expression and everything within it.
  func check(_ expression: Expression) throws(LoopError) {
    for child in expression.children { try check(child) }
    switch expression {
    case .integer, .number, .lanes: break
    case .variable(let variable):
      if registers[variable] == nil { throw LoopError(kernel.name, .undefined(variable.name)) }
    case .load(let buffer, let index, let vector, let active):
      try checkAccess(buffer, index, active, isVector: vector && !buffer.isVector)
    case .gather(let buffer, let index, let stride, let active):
      try checkAccess(buffer, index, active, isVector: true)
      try requireIndex(stride, "the stride in '\(buffer.name)'")
      try require(!buffer.isVector, "a gather from '\(buffer.name)', an array of vectors")
    case .word(let buffer, let index, _):
      try checkAccess(buffer, index, nil, isVector: false)
      try require(buffer.type == .i8 || buffer.type == .u8, "a word of '\(buffer.name)', \(buffer.type.rawValue)")
    case .lookup(let buffer, let indices):
      try requireInScope(buffer)
      let fits = indices.isVector && indices.laneType == .i32 && !buffer.isVector
      try require(fits, "a lookup in '\(buffer.name)' by \(indices.typeName)")
    case .unary(let function, let x):
      try require(function.accepts(x.laneType), "no function \(function.rawValue) of \(x.typeName)")
    case .binary(let function, let a, let b):
      try requireAlike([a, b], function.rawValue)
      try require(function.accepts(a.laneType), "no function \(function.rawValue) of \(a.typeName)")
    case .fma(let a, let b, let c):
      try requireAlike([a, b, c], "fma")
      try require(a.type.isFloat, "no fma of \(a.typeName)")
    case .compare(let test, let a, let b): try requireAlike([a, b], test.rawValue)
    case .select(let test, let a, let b):
      try requireAlike([a, b], "select")
      try require(test.type == .bool && test.isVector == a.isVector, "a selection of \(a.typeName) by \(test.typeName)")
    case .cast(let x, let type):
      let fits = !x.isVector || type != .index || x.laneType == .i32
      try require(fits, "indices in lanes are i32: cast \(x.typeName) to that first")
    case .broadcast(let x):
      try require(!x.isVector && x.type != .index, "a broadcast of \(x.typeName)")
    case .firstLanes(let count): try requireIndex(count, "the number of leading lanes")
    case .shuffle(let x, let sources):
      let fits = x.isVector && x.laneType == .f32 && sources.count == kernel.lanes && sources.allSatisfy { 0..<kernel.lanes ~= $0 }
      try require(fits, "no shuffle of the lanes of \(x.typeName) to \(sources)")
    case .reduceLanes(_, let x):
      try require(x.isVector && [.f32, .f64, .i32].contains(x.laneType), "no reduction of the lanes of \(x.typeName)")
    case .threefry(let a, let b, let c, let d):
      try requireAlike([a, b, c, d], "threefry")
      try require(a.type == .u32, "threefry of \(a.typeName)")
    }
  }

  private func checkAccess(
    _ buffer: Buffer, _ index: Expression, _ active: Expression?, isVector: Bool
  ) throws(LoopError) {
    try requireInScope(buffer)
    try requireIndex(index, "the index into '\(buffer.name)'")
    guard let active else { return }
    try requireIndex(active, "the number of active lanes")
    try require(isVector, "active lanes of one element of '\(buffer.name)'")
  }

  private func requireAlike(_ operands: [Expression], _ operation: String) throws(LoopError) {
    let first = operands[0]
    for other in operands.dropFirst() {
      let isAlike = other.laneType == first.laneType && other.isVector == first.isVector
      try require(isAlike, "\(operation) of \(first.typeName) and \(other.typeName)")
    }
  }
}

extension UnaryFunction {
  /// True where compiled kernels have the function for elements of a type.
  fileprivate func accepts(_ type: ElementType) -> Bool {
    switch self {
    case .not: [.bool, .i32, .u32].contains(type)
    case .neg: type != .bool
    case .abs: type.isFloat || type == .i32
    default: type.isFloat
    }
  }
}

extension BinaryFunction {
  /// True where compiled kernels have the function for elements of a type.
  fileprivate func accepts(_ type: ElementType) -> Bool {
    switch self {
    case .add, .sub, .mul, .div, .mod: type != .bool
    case .min, .max: [.f32, .f64, .i32, .index].contains(type)
    case .pow: type.isFloat
    case .and, .or, .xor: !type.isFloat
    case .shiftLeft, .shiftRight: [.i32, .u32, .index].contains(type)
    case .dotBytes: type == .i32
    }
  }
}

extension Expression {
  /// The element type in registers: indices in lanes have 32 bits.
  public var laneType: ElementType { isVector && type == .index ? .i32 : type }

  /// True for a read of memory itself, whatever its index.
  var loadsMemory: Bool {
    switch self {
    case .load, .gather, .lookup, .word: true
    default: false
    }
  }

  /// Every load in the expression, its own included.
  public func forEachLoad(_ visit: (Buffer, Expression) -> Void) {
    if case .load(let buffer, let index, _, _) = self { visit(buffer, index) }
    children.forEach { $0.forEachLoad(visit) }
  }

  var typeName: String { (isVector ? "a vector of " : "") + laneType.rawValue }
}
