import Compiler
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
