import ArgumentParser
import Compiler
import Foundation
import GraphIR
import Runtime
import Sonograph

/// `sonograph bench model NAME`: a compiled model's speed, and where the time goes.
struct ModelBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model", abstract: "Times a compiled model, kernel by kernel.",
    discussion: """
      EXAMPLES
        sonograph bench model ssast-tiny --mode train --batch 8 --length 251
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var machine: MachineOptions
  @Option(help: "Clips in a batch.") var batch = 1
  @Option(help: "Tokens, cls included: 1 + 5 n at the default patch.") var length = 251
  @Option(help: "Timed runs.") var runs = 10
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    var start = Host.now
    let graph = try model.graph()
    let trace = Host.now - start
    start = Host.now
    let compiled = try CompiledProgram(
      graph, options: CompileOptions(target: try machine.runnableTarget()), cache: try machine.cache())
    let program = compiled.program
    let session = try Session(compiled, pool: try machine.pool())
    try session.initialize(seed: 1)
    let sizes = try TokenCount.sizes(batch: batch, length: length, program.symbols)
    start = Host.now
    let binding = try session.bind(sizes)
    let bind = Host.now - start
    try fill(binding, graph, sizes)
    binding.run()
    binding.run()
    var seconds = [Double](repeating: 0, count: program.steps.count)
    let times = (0..<runs).map { _ -> Double in
      let start = Host.now
      binding.run(timing: &seconds)
      return Host.now - start
    }
    let flops = program.steps.reduce(0) { $0 + ($1.cost.flops.value(sizes) ?? 0) }
    let ms = median(times) * 1e3
    print(String(format: "%@ %@ batch %d, %d tokens, %d threads, %@", program.name, "", batch, length, machine.threads, program.target.name))
    print(String(format: "median %.2f ms, %.1f clips/s, %.1f GFLOP/s", ms, Double(batch) / ms * 1e3, Double(flops) / ms * 1e-6))
    print(String(format: "trace %.3f s, %@ %.3f s (%d kernels, %d compiled), bind %.2f ms, %d steps", trace,
      compiled.statistics.cached ? "from the cache" : "compiled in", compiled.statistics.seconds,
      compiled.statistics.kernels, compiled.statistics.compiled, bind * 1e3, program.steps.count))
    print(String(format: "memory: parameters and states %.1f MB, working %.1f MB (%.1f MB without sharing), peak resident %.1f MB",
      Double(binding.plan.persistentBytes) / 1e6, Double(binding.plan.workingBytes) / 1e6,
      Double(binding.plan.unsharedBytes) / 1e6, Double(Host.peakMemoryBytes) / 1e6))
    printKernels(program, seconds.map { $0 / Double(runs) }, sizes)
  }

  private func printKernels(_ program: Program, _ seconds: [Double], _ sizes: [String: Int]) {
    let total = seconds.reduce(0, +)
    var rows: [(name: String, calls: Int, time: Double, flops: Double, bytes: Double)] = []
    for (kernel, value) in program.kernels.enumerated() {
      let own = program.steps.indices.filter { program.steps[$0].kernel == kernel }
      func sum(_ path: KeyPath<Cost, Dim>) -> Double {
        own.reduce(0.0) { $0 + Double(program.steps[$1].cost[keyPath: path].value(sizes) ?? 0) }
      }
      rows.append((value.name, own.count, own.reduce(0) { $0 + seconds[$1] }, sum(\.flops), sum(\.bytes)))
    }
    print("  calls        ms   share   GFLOP/s    GB/s  kernel")
    for row in rows.sorted(by: { $0.time > $1.time }) {
      print(String(format: "%7d%10.3f%7.1f%%%10.1f%8.1f  %@", row.calls, row.time * 1e3, 100 * row.time / total,
        row.flops / row.time * 1e-9, row.bytes / row.time * 1e-9, row.name))
    }
  }

  private func fill(_ binding: Binding, _ graph: Graph, _ sizes: [String: Int]) throws {
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
