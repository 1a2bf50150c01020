import CRuntime
import Compiler
import LoopIR

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

  init(
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

/// Whether a program's prologue has run since the parameters were written, whatever the sizes.
final class PrologueState {
  var isDone = false
}
