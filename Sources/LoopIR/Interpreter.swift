/// Runs kernels as Swift, slowly and with every access checked: the meaning of the loop language, and the tool that
/// finds miscompilations. It runs kernels before and after vectorising alike.
public struct Interpreter {
  /// Runs all parts in order.
  ///
  /// - Parameters:
  ///   - buffers: one array for each parameter of the kernel, holding its elements; truth values are 0 and 1.
  ///   - sizes: one value for each size of the kernel.
  /// - Throws: `LoopError`; the buffers then hold what was stored so far.
  public static func run(_ kernel: Kernel, buffers: inout [[Double]], sizes: [Int]) throws {
    guard buffers.count == kernel.parameters.count, sizes.count == kernel.sizes.count else {
      throw LoopError(
        kernel.name,
        .invalid(
          "takes \(kernel.parameters.count) buffers and \(kernel.sizes.count) sizes, "
            + "but got \(buffers.count) and \(sizes.count)"))
    }
    var machine = LoopMachine(kernel, buffers: buffers, sizes: sizes)
    defer { buffers = kernel.parameters.map { machine.memory[$0.name]!.values } }
    do {
      try machine.runParts()
    } catch let fault as InterpreterMemory.Fault {
      throw LoopError(kernel.name, fault.problem)
    }
  }
}

/// The state of one run: registers and memory in scope, and the part that is running.
struct LoopMachine {
  typealias Fault = InterpreterMemory.Fault

  let kernel: Kernel
  private let parts: Int
  private(set) var part = 0
  var memory: [String: InterpreterMemory] = [:]
  var registers: [Variable: LoopValue] = [:]
  /// What the innermost block has defined, to be forgotten at its end.
  private var definedHere: (registers: [Variable], arrays: [String]) = ([], [])

  init(_ kernel: Kernel, buffers: [[Double]], sizes: [Int]) {
    self.kernel = kernel
    let values = Dictionary(zip(kernel.sizes, sizes)) { first, _ in first }
    parts = kernel.parts.value(values)
    for (buffer, elements) in zip(kernel.parameters, buffers) {
      memory[buffer.name] = InterpreterMemory(argument: buffer, values: elements)
    }
    for (size, value) in values { registers[size] = LoopValue(.index, Double(value)) }
  }

  mutating func runParts() throws {
    for part in 0..<max(parts, 0) {
      self.part = part
      try run(kernel.body)
    }
  }

  private mutating func run(_ body: [Statement]) throws {
    let outer = definedHere
    definedHere = ([], [])
    for statement in body { try run(statement) }
    for variable in definedHere.registers { registers[variable] = nil }
    for name in definedHere.arrays { memory[name] = nil }
    definedHere = outer
  }

  private mutating func run(_ statement: Statement) throws {
    switch statement {
    case .loop(let loop): try run(loop)
    case .define(let variable, let value), .declare(let variable, let value):
      let value = try evaluate(value)
      definedHere.registers.append(variable)
      try set(variable, value)
    case .assign(let variable, let value):
      _ = try register(variable)
      try set(variable, try evaluate(value))
    case .accumulate(let variable, let reduction, let value):
      let (old, new) = (try register(variable), try evaluate(value))
      try set(variable, try combine(reduction.function, old, new))
    case .store(let buffer, let index, let value, let active):
      try store(buffer, try position(index), stride: 1, try evaluate(value), active)
    case .scatter(let buffer, let index, let stride, let value, let active):
      try store(buffer, try position(index), stride: try position(stride), try evaluate(value), active)
    case .transpose(let block): try transpose(block)
    case .allocate(let buffer, let zeroed):
      definedHere.arrays.append(buffer.name)
      memory[buffer.name] = InterpreterMemory(
        local: buffer, count: buffer.localCount ?? 0, lanes: kernel.lanes, zeroed: zeroed)
    case .branch(let test, let then, let otherwise): try run(try evaluate(test).scalar != 0 ? then : otherwise)
    case .prefetch, .comment: break
    }
  }

  private mutating func run(_ loop: Loop) throws {
    var (from, to) = (try position(loop.from), try position(loop.to))
    if loop.kind == .part {
      let (first, count) = (from, to - from)
      (from, to) = (first + count * part / parts, first + count * (part + 1) / parts)
    }
    for position in stride(from: from, to: to, by: loop.step) {
      registers[loop.variable] = LoopValue(.index, Double(position))
      try run(loop.body)
    }
    registers[loop.variable] = nil
  }

  private mutating func set(_ variable: Variable, _ value: LoopValue) throws(Fault) {
    let type = variable.isVector && variable.type == .index ? .i32 : variable.type
    guard value.type == type, value.isVector == variable.isVector else {
      throw Fault(.invalid("'\(variable.name)' gets a value of another type, \(value.typeName)"))
    }
    registers[variable] = value
  }

  private mutating func store(
    _ buffer: Buffer, _ start: Int, stride: Int, _ value: LoopValue, _ active: Expression?
  ) throws {
    guard memory[buffer.name] != nil else { throw Fault(.undefined(buffer.name)) }
    guard value.type == buffer.type.inRegisters, value.isVector || !buffer.isVector else {
      throw Fault(.invalid("'\(buffer.name)' gets a value of another type, \(value.typeName)"))
    }
    for lane in 0..<(value.isVector ? try activeLanes(active) : 1) {
      let (index, own) = buffer.isVector ? (start, lane) : (start + lane * stride, 0)
      try memory[buffer.name]!.store(value[lane], at: index, lane: own, part: part)
    }
  }

  private mutating func transpose(_ block: BlockTranspose) throws {
    let (to, toStride) = (try position(block.to.start), try position(block.to.stride))
    for column in 0..<kernel.lanes {
      let values = try evaluate(.gather(block.from.buffer, block.from.start + .integer(column), stride: block.from.stride))
      try store(block.to.buffer, to + column * toStride, stride: 1, values, nil)
    }
  }

  /// How many leading lanes a memory access touches.
  mutating func activeLanes(_ active: Expression?) throws -> Int {
    guard let active else { return kernel.lanes }
    let count = try position(active)
    guard (0...kernel.lanes).contains(count) else {
      throw Fault(.invalid("\(count) active lanes of \(kernel.lanes)"))
    }
    return count
  }
}
