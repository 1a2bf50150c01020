import CRuntime
import Compiler
import Foundation
import GraphIR
import LoopIR

/// A program with its parameters in memory, ready to run at any sizes.
///
/// Not safe to use from two threads at once.
public final class Session {
  public let compiled: CompiledProgram
  public let pool: ThreadPool
  private let persistent: Memory
  /// Where parameters and states lie, whatever the sizes.
  private let offsets: [Int]
  private var bindings: [[String: Int]: Binding] = [:]
  private let memory: (budget: Int?, least: Rematerialisation)
  private let prologue = PrologueState()

  /// - Parameters:
  ///   - memoryBudget: bytes that parameters, states and working memory may take; values are computed again where that is
  ///     needed to stay below, see `Rematerialisation`.
  ///   - rematerialisation: what is computed again in any case.
  public init(
    _ compiled: CompiledProgram, pool: ThreadPool, memoryBudget: Int? = nil, rematerialisation: Rematerialisation = .usual
  ) throws {
    (self.compiled, self.pool, memory) = (compiled, pool, (memoryBudget, rematerialisation))
    let symbols = Dictionary(uniqueKeysWithValues: compiled.program.symbols.map { ($0, 1) })
    let lasting = compiled.program.storages.map { storage in
      var storage = storage
      if storage.kind != .parameter && storage.kind != .state { (storage.kind, storage.lastStep) = (.temporary, -1) }
      return storage
    }
    let plan = try ArenaPlan(lasting, symbols)
    (persistent, offsets) = (try Memory(plan.persistentBytes), plan.offsets)
  }

  /// The program at some sizes: plans its memory in a moment, compiles nothing.
  ///
  /// - Throws: `MemoryBudgetError` if it does not fit, `UnboundSymbol` if a size has no value.
  public func bind(_ symbols: [String: Int]) throws -> Binding {
    if let known = bindings[symbols] { return known }
    let binding = try Binding(compiled, pool, persistent, symbols, memory, prologue)
    bindings[symbols] = binding
    return binding
  }

  /// Draws every parameter and state from its initialiser, by name, so that the order of declaration does not matter.
  public func initialize(seed: UInt32) throws {
    for (_, input, type) in compiled.program.graph.inputs where input.role != .data {
      guard let initializer = input.initializer else { continue }
      try write(initializer.values(type, name: input.name, seed: seed), to: input.name)
    }
  }

  /// Writes a parameter or state.
  public func write(_ values: [Double], to name: String) throws {
    let (pointer, storage) = try location(name)
    guard storage.count.constant == values.count else {
      throw RuntimeError("'\(name)' has \(storage.count) elements, not \(values.count)")
    }
    Memory.store(values, at: pointer, storage.element)
  }

  /// Writes a parameter or state, rounded to what it is stored in.
  public func write(_ values: [Float], to name: String) throws {
    let (pointer, storage) = try location(name)
    guard storage.element == .f32, values.count == storage.count.constant else {
      return try write(values.map { Double($0) }, to: name)
    }
    values.withUnsafeBytes { pointer.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
  }

  /// How many elements a parameter or state has.
  public func count(_ name: String) throws -> Int { try location(name).1.count.constant! }

  /// Reads a parameter or state.
  public func read(_ name: String) throws -> [Double] {
    let (pointer, storage) = try location(name)
    return Memory.load(at: pointer, storage.element, count: storage.count.constant!)
  }

  private func location(_ name: String) throws -> (UnsafeMutableRawPointer, Storage) {
    guard let number = compiled.program.inputs[name] else { throw RuntimeError("no parameter '\(name)'") }
    let storage = compiled.program.storages[number]
    guard storage.kind == .parameter || storage.kind == .state, storage.count.constant != nil else {
      throw RuntimeError("'\(name)' is an input of each run: write it to a binding")
    }
    // Whoever asks may write.
    if storage.kind == .parameter { prologue.isDone = false }
    return (persistent.base + offsets[number], storage)
  }

  /// The memory of a parameter or state, to read and fill without a copy. Valid while the session lives; to fill a parameter
  /// again after a run, ask again.
  ///
  /// - Throws: `RuntimeError` if there is none of that name.
  public func memory(_ name: String) throws -> UnsafeMutableRawBufferPointer {
    let (pointer, storage) = try location(name)
    return UnsafeMutableRawBufferPointer(start: pointer, count: storage.count.constant! * storage.element.byteCount)
  }
}

/// Whether a program's prologue has run since the parameters were written, whatever the sizes.
private final class PrologueState {
  var isDone = false
}

/// A program at fixed sizes: offsets are resolved and every call is ready to go.
public final class Binding {
  public let symbols: [String: Int]
  public let plan: ArenaPlan
  /// The steps that run, some of them twice where memory is short.
  public let program: Program
  public let rematerialisation: Rematerialisation
  private let compiled: CompiledProgram
  private let pool: ThreadPool
  private let persistent: Memory
  private let working: Memory
  private let prologue: PrologueState
  private var steps: [sg_step] = []
  private let pointers: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  private let sizes: UnsafeMutablePointer<Int64>

  fileprivate init(
    _ compiled: CompiledProgram, _ pool: ThreadPool, _ persistent: Memory, _ symbols: [String: Int],
    _ memory: (budget: Int?, least: Rematerialisation), _ prologue: PrologueState
  ) throws {
    (self.compiled, self.pool, self.persistent, self.symbols, self.prologue) = (compiled, pool, persistent, symbols, prologue)
    (program, plan, rematerialisation) = try Rematerialisation.fitting(
      memory.budget, from: memory.least, compiled.program, symbols, threads: pool.threads)
    working = try Memory(plan.workingBytes)
    let tables = program.steps.map { [plan] in $0.storages.contains { plan.threadStrides[$0] > 0 } ? pool.threads : 1 }
    pointers = .allocate(capacity: max(1, zip(program.steps, tables).reduce(0) { $0 + $1.0.storages.count * $1.1 }))
    sizes = .allocate(capacity: max(1, program.steps.reduce(0) { $0 + $1.sizes.count }))
    var (nextPointer, nextSize) = (0, 0)
    var parts = PartCounts(program.kernels)
    for (step, threads) in zip(program.steps, tables) {
      let values = step.sizes.map { $0.value(symbols)! }
      for (position, value) in values.enumerated() { sizes[nextSize + position] = Int64(value) }
      let buffers = pointers + nextPointer
      steps.append(
        sg_step(
          kernel: compiled.function(step.kernel), buffers: UnsafePointer(buffers),
          thread_stride: threads > 1 ? Int64(step.storages.count) : 0, sizes: sizes + nextSize,
          parts: Int64(parts.count(step.kernel, values))))
      for thread in 0..<threads {
        for storage in step.storages {
          pointers[nextPointer] = address(storage, thread: thread)
          nextPointer += 1
        }
      }
      nextSize += step.sizes.count
    }
  }

  deinit {
    pointers.deallocate()
    sizes.deallocate()
  }

  private func address(_ storage: Int, thread: Int = 0) -> UnsafeMutableRawPointer {
    let kind = program.storages[storage].kind
    let block = kind == .parameter || kind == .state ? persistent : working
    return block.base + plan.offsets[storage] + thread * plan.threadStrides[storage]
  }

  /// Runs every step once, those of the prologue only if parameters were written since they ran.
  public func run() { run(timing: nil) }

  /// Does so and adds each step's seconds to `seconds`.
  public func run(timing seconds: inout [Double]) {
    precondition(seconds.count == steps.count)
    seconds.withUnsafeMutableBufferPointer { run(timing: $0.baseAddress) }
  }

  private func run(timing seconds: UnsafeMutablePointer<Double>?) {
    let first = prologue.isDone ? program.prologue : 0
    steps.withUnsafeBufferPointer { all in
      guard let base = all.baseAddress else { return }
      sg_run(pool.handle, base + first, all.count - first, seconds.map { $0 + first })
    }
    prologue.isDone = true
  }

  public func write(_ values: [Double], to name: String) throws {
    let (pointer, element, count) = try location(name, compiled.program.inputs)
    guard count == values.count else { throw RuntimeError("'\(name)' has \(count) elements, not \(values.count)") }
    Memory.store(values, at: pointer, element)
  }

  /// The elements of an output, or of any named input.
  public func read(_ name: String) throws -> [Double] {
    let (pointer, element, count) = try location(name, compiled.program.outputs.merging(compiled.program.inputs) { a, _ in a })
    return Memory.load(at: pointer, element, count: count)
  }

  /// The memory of an input, to fill without a copy. Valid while the binding lives.
  public func pointer(_ name: String) throws -> UnsafeMutableRawPointer {
    try location(name, compiled.program.inputs.merging(compiled.program.outputs) { a, _ in a }).0
  }

  private func location(_ name: String, _ names: [String: Int]) throws -> (UnsafeMutableRawPointer, ElementType, Int) {
    guard let number = names[name] else {
      throw RuntimeError("no '\(name)' in \(compiled.program.name): it has \(names.keys.sorted().joined(separator: ", "))")
    }
    let storage = compiled.program.storages[number]
    return (address(number), storage.element, storage.count.value(symbols)!)
  }
}

/// Into how many parts kernels divide; most steps of a kernel have the same sizes.
private struct PartCounts {
  private let kernels: [Kernel]
  private var known: [Int: [(sizes: [Int], parts: Int)]] = [:]
  init(_ kernels: [Kernel]) { self.kernels = kernels }

  mutating func count(_ number: Int, _ sizes: [Int]) -> Int {
    if let found = known[number]?.first(where: { $0.sizes == sizes }) { return found.parts }
    let kernel = kernels[number]
    let parts = kernel.parts.value(Dictionary(zip(kernel.sizes, sizes), uniquingKeysWith: { $1 }))
    known[number, default: []].append((sizes, parts))
    return parts
  }
}

/// A block of memory from the system.
final class Memory {
  let base: UnsafeMutableRawPointer
  private let bytes: Int

  init(_ bytes: Int) throws {
    guard let base = sg_memory_alloc(bytes) else { throw RuntimeError("cannot get \(bytes) bytes of memory") }
    (self.base, self.bytes) = (base, bytes)
  }
  deinit { sg_memory_free(base, bytes) }

  static func store(_ values: [Double], at pointer: UnsafeMutableRawPointer, _ element: ElementType) {
    func fill<T>(_ type: T.Type, _ convert: (Double) -> T) {
      let typed = pointer.assumingMemoryBound(to: T.self)
      for (i, value) in values.enumerated() { typed[i] = convert(value) }
    }
    switch element {
    case .f32: fill(Float.self) { Float($0) }
    case .f64: fill(Double.self) { $0 }
    case .i32, .u32: fill(Int32.self) { Int32($0) }
    case .bf16: fill(UInt16.self) { Float($0).brainFloatBits }
    case .i8: fill(Int8.self) { Int8($0) }
    case .u8: fill(UInt8.self) { UInt8($0) }
    case .bool: fill(UInt8.self) { $0 == 0 ? 0 : 1 }
    case .index: fill(Int64.self) { Int64($0) }
    }
  }

  static func load(at pointer: UnsafeMutableRawPointer, _ element: ElementType, count: Int) -> [Double] {
    func read<T>(_ type: T.Type, _ convert: (T) -> Double) -> [Double] {
      let typed = pointer.assumingMemoryBound(to: T.self)
      return (0..<count).map { convert(typed[$0]) }
    }
    switch element {
    case .f32: return read(Float.self) { Double($0) }
    case .f64: return read(Double.self) { $0 }
    case .i32, .u32: return read(Int32.self) { Double($0) }
    case .bf16: return read(UInt16.self) { Double(Float(brainFloatBits: $0)) }
    case .i8: return read(Int8.self) { Double($0) }
    case .u8, .bool: return read(UInt8.self) { Double($0) }
    case .index: return read(Int64.self) { Double($0) }
    }
  }
}
