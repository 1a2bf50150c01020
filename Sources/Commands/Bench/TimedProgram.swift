import Compiler
import Foundation
import GraphIR
import Runtime
import Sonograph

/// A compiled graph bound to sizes, with its inputs filled, ready to be timed.
final class TimedProgram {
  let compiled: CompiledProgram
  let binding: Binding
  let sizes: [String: Int]
  let bindSeconds: Double
  /// Seconds of each timed run.
  private(set) var runs: [Double] = []
  /// Seconds of each step, over all timed runs.
  private(set) var steps: [Double]
  private let session: Session
  var program: Program { binding.program }
  /// The steps that are timed: what depends on parameters alone is not done anew.
  var timedSteps: ArraySlice<Step> { program.steps.dropFirst(program.prologue) }

  /// - Parameters:
  ///   - isInference: whether parameters stay as they are from run to run; with a budget of memory, nothing is kept of them.
  ///   - sizes: gives the numbers for the program's symbols.
  init(
    _ graph: Graph, _ machine: MachineOptions, isInference: Bool = false, sizes: ([String]) throws -> [String: Int]
  ) throws {
    var options = try machine.runnableOptions()
    options.fixesParameters = try isInference && machine.memoryBudget() == nil
    compiled = try CompiledProgram(graph, options: options, cache: try machine.cache())
    session = try Session(compiled, pool: try machine.pool(), memoryBudget: try machine.memoryBudget())
    try session.initialize(seed: 1)
    self.sizes = try sizes(compiled.program.symbols)
    let start = Host.now
    binding = try session.bind(self.sizes)
    bindSeconds = Host.now - start
    steps = [Double](repeating: 0, count: binding.program.steps.count)
    try fill(graph)
    binding.run()
    binding.run()
  }

  /// Runs and times once.
  func time() {
    let start = Host.now
    binding.run(timing: &steps)
    runs.append(Host.now - start)
  }

  var medianSeconds: Double { median(runs) }

  /// The elements of a named input, parameter or result.
  func values(_ name: String) throws -> [Double] {
    if let values = try? binding.read(name) { return values }
    return try session.read(name)
  }

  func total(_ path: KeyPath<Cost, Dim>) -> Double {
    timedSteps.reduce(0) { $0 + Double($1.cost[keyPath: path].value(sizes) ?? 0) }
  }

  private func fill(_ graph: Graph) throws {
    for (_, input, type) in graph.inputs where input.role == .data {
      let count = type.bound(sizes).count.constant!
      switch input.name {
      case "learning-rate": try binding.write([1e-4], to: input.name)
      case "step": try binding.write([1], to: input.name)
      case "mask": try binding.write((0..<count).map { Double($0 * 7919 % 2) }, to: input.name)
      default: try binding.write((0..<count).map { Foundation.sin(Double($0) * 0.37) }, to: input.name)
      }
    }
  }
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
}
