extension Kernel {
  /// Where a kernel stands in the pipeline.
  public enum Stage: Sendable {
    /// Before vectorising: loops may ask for vectors.
    case scalar
    /// Ready to print: vectors are explicit.
    case vectorised
  }

  /// Checks that the kernel is well formed: types agree, names are in scope and unique, loops are of a form that the
  /// printer can write. It says nothing about bounds; the interpreter does.
  ///
  /// - Throws: `LoopError` for the first problem.
  public func verify(stage: Stage = .vectorised) throws {
    var verifier = Verifier(kernel: self, stage: stage)
    try verifier.verify()
  }
}

/// Walks a kernel with the names in scope.
struct Verifier {
  let kernel: Kernel
  let stage: Kernel.Stage
  /// Registers in scope, and whether they may change.
  private(set) var registers: [Variable: Bool] = [:]
  private(set) var buffers: Set<Buffer> = []
  /// Every name in scope; registers and memory share them, as in C.
  private var names: Set<String> = []
  private var partLoops = 0

  init(kernel: Kernel, stage: Kernel.Stage) { (self.kernel, self.stage) = (kernel, stage) }

  mutating func verify() throws(LoopError) {
    try require([1, 4, 8, 16].contains(kernel.lanes), "no vectors of \(kernel.lanes) lanes")
    try require(kernel.name.isIdentifier, "the name is no C identifier")
    for size in kernel.sizes {
      try require(size.type == .index && !size.isVector, "the size '\(size.name)' is no index")
      try define(size, isMutable: false)
    }
    try requireIndex(kernel.parts, "the number of parts")
    try require(!kernel.parts.contains { $0.loadsMemory }, "the number of parts depends on memory")
    for buffer in kernel.parameters {
      try require(buffer.localCount == nil && !buffer.isVector, "the parameter '\(buffer.name)' is a local array")
      try define(buffer)
    }
    for statement in kernel.body { try check(statement, outermost: true) }
  }

  // MARK: Scope

  func fail(_ message: String) -> LoopError { LoopError(kernel.name, .invalid(message)) }

  func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(LoopError) {
    if !condition { throw fail(message()) }
  }

  private mutating func claim(_ name: String) throws(LoopError) {
    try require(name.isIdentifier, "'\(name)' is no C identifier")
    try require(names.insert(name).inserted, "'\(name)' is defined twice")
  }

  private mutating func define(_ variable: Variable, isMutable: Bool) throws(LoopError) {
    try claim(variable.name)
    registers[variable] = isMutable
  }

  private mutating func define(_ buffer: Buffer) throws(LoopError) {
    try claim(buffer.name)
    buffers.insert(buffer)
  }

  func requireInScope(_ buffer: Buffer) throws(LoopError) {
    if !buffers.contains(buffer) { throw LoopError(kernel.name, .undefined(buffer.name)) }
  }

  private func requireMutable(_ variable: Variable) throws(LoopError) {
    guard let isMutable = registers[variable] else { throw LoopError(kernel.name, .undefined(variable.name)) }
    try require(isMutable, "'\(variable.name)' changes, but is not declared as a register that does")
  }

  // MARK: Statements

  /// A block: what it defines is out of scope after it.
  private func checkBlock(_ body: [Statement], defining variable: Variable? = nil) throws(LoopError) {
    var inner = self
    if let variable { try inner.define(variable, isMutable: false) }
    for statement in body { try inner.check(statement, outermost: false) }
  }

  private mutating func check(_ statement: Statement, outermost: Bool) throws(LoopError) {
    switch statement {
    case .loop(let loop): try check(loop, outermost: outermost)
    case .define(let variable, let value):
      try requireValue(value, for: variable)
      try define(variable, isMutable: false)
    case .declare(let variable, let value):
      try requireValue(value, for: variable)
      try define(variable, isMutable: true)
    case .assign(let variable, let value):
      try requireMutable(variable)
      try requireValue(value, for: variable)
    case .accumulate(let variable, let reduction, let value):
      try requireMutable(variable)
      try check(.binary(reduction.function, .variable(variable), value))
    case .store(let buffer, let index, let value, let active): try checkStore(buffer, index, nil, value, active)
    case .scatter(let buffer, let index, let stride, let value, let active):
      try checkStore(buffer, index, stride, value, active)
    case .allocate(let buffer, _):
      try require((buffer.localCount ?? 0) > 0, "the local array '\(buffer.name)' has no elements")
      try define(buffer)
    case .branch(let test, let then, let otherwise):
      try check(test)
      try require(test.type == .bool && !test.isVector, "a branch on \(test.typeName)")
      try checkBlock(then)
      try checkBlock(otherwise)
    case .transpose(let block): try check(block)
    case .prefetch(let buffer, let index):
      try requireInScope(buffer)
      try requireIndex(index, "the index into '\(buffer.name)' that is asked for")
    case .comment: break
    }
  }

  private func requireValue(_ value: Expression, for variable: Variable) throws(LoopError) {
    try check(value)
    let own = Expression.variable(variable)
    try require(
      own.laneType == value.laneType && own.isVector == value.isVector,
      "'\(variable.name)', \(own.typeName), gets \(value.typeName)")
  }

  private func checkStore(
    _ buffer: Buffer, _ index: Expression, _ stride: Expression?, _ value: Expression, _ active: Expression?
  ) throws(LoopError) {
    try requireInScope(buffer)
    try requireIndex(index, "the index into '\(buffer.name)'")
    if let stride {
      try requireIndex(stride, "the stride in '\(buffer.name)'")
      try require(stride.constant != 0, "every lane of a scatter goes to the same element of '\(buffer.name)'")
    }
    try check(value)
    try require(value.laneType == buffer.type.inRegisters, "'\(buffer.name)', \(buffer.type.rawValue), gets \(value.typeName)")
    try require(value.isVector || !buffer.isVector, "'\(buffer.name)', an array of vectors, gets a scalar")
    try require(stride == nil || (value.isVector && !buffer.isVector), "a scatter of \(value.typeName)")
    guard let active else { return }
    try requireIndex(active, "the number of active lanes")
    try require(value.isVector && !buffer.isVector, "active lanes of \(value.typeName)")
  }

  private func check(_ block: BlockTranspose) throws(LoopError) {
    for rows in [block.to, block.from] {
      try requireInScope(rows.buffer)
      try requireIndex(rows.start, "the index into '\(rows.buffer.name)'")
      try requireIndex(rows.stride, "the stride in '\(rows.buffer.name)'")
      try require(
        rows.buffer.type == .f32 && !rows.buffer.isVector, "a block of '\(rows.buffer.name)', which is not f32, is transposed")
    }
    try require(kernel.lanes > 1, "a block of a single element is transposed")
    try require(block.to.buffer != block.from.buffer, "'\(block.to.buffer.name)' is transposed into itself")
  }

  private mutating func check(_ loop: Loop, outermost: Bool) throws(LoopError) {
    let variable = loop.variable
    try require(variable.type == .index && !variable.isVector, "the loop variable '\(variable.name)' is no index")
    try requireIndex(loop.from, "the start of the loop over '\(variable.name)'")
    try requireIndex(loop.to, "the end of the loop over '\(variable.name)'")
    try require(loop.step > 0, "the loop over '\(variable.name)' steps by \(loop.step)")
    switch loop.kind {
    case .serial, .tight: break
    case .unroll:
      let isConstant = Polynomial(loop.to - loop.from).constant != nil
      try require(isConstant, "the loop over '\(variable.name)' is to be unrolled, but its length is not constant")
    case .vector:
      try require(stage == .scalar, "the loop over '\(variable.name)' is still to be vectorised")
      try require(loop.step == 1, "the vector loop over '\(variable.name)' steps by \(loop.step)")
    case .part:
      partLoops += 1
      try require(outermost, "the part loop over '\(variable.name)' is not outermost")
      try require(partLoops == 1, "the part loop over '\(variable.name)' is the second one")
      try require(loop.step == 1, "the part loop over '\(variable.name)' steps by \(loop.step)")
    }
    try checkBlock(loop.body, defining: variable)
  }
}

extension String {
  /// True for a name that C accepts as it is or with an underscore added.
  fileprivate var isIdentifier: Bool {
    !isEmpty && !first!.isNumber && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }
}
