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
      JSON has `median_ms`, `clips_per_s`, `gflops`, `compile_s` with `from_cache`, `memory` in bytes, `kernels`, and `peaks`.
      A row's limit is its share of the time that the machine's measured peaks would take for the same work: multiply-adds and
      exponentials in registers, or memory traffic at the bandwidth for arrays of that size.

      EXAMPLES
        sonograph bench model ssast-tiny --mode train --batch 8 --length 251
        sonograph bench model ssam-tiny --mode train --batch 8 --ablate
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var machine: MachineOptions
  @Option(help: "Clips in a batch.") var batch = 1
  @Option(help: "Tokens, cls included: 1 + 5 n at the default patch.") var length = 251
  @Option(help: "Timed runs.") var runs = 10
  @Flag(help: "Leave out each fusion and optimising pass in turn, and print what it gains.") var ablate = false
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    guard runs >= 1 else { throw UserError("--runs is \(runs)", "expected 1 or more") }
    let start = Host.now
    let graph = try model.graph()
    let trace = Host.now - start
    if ablate {
      let line = ProgressLine()
      let result = try Ablation(graph, machine, batch: batch, length: length, rounds: runs) { line.show($0) }
      line.finish()
      return try json ? printJSON(result) : result.print()
    }
    let timed = try TimedProgram(graph, machine, isInference: model.mode == .forward) { try TokenCount.sizes(batch: batch, length: length, $0) }
    for _ in 0..<runs { timed.time() }
    let report = ModelBenchReport(
      timed, batch: batch, length: length, threads: machine.threads, traceSeconds: trace, peaks: try Peaks(machine))
    if json { return try printJSON(report) }
    report.print()
  }
}

/// What `bench model` found; the keys are those of its JSON.
struct ModelBenchReport: Encodable {
  struct Memory: Encodable {
    let persistent, working, unshared, peak_resident: Int
    /// What is computed again instead of kept, as `--memory` needs it: none, cheap or parts.
    let rematerialised: String
  }
  struct Kernel: Encodable {
    let name: String
    let calls: Int
    /// `limit` is the least time by the machine's peaks, over the time.
    let ms, share, gflops, gbytes_per_s, limit: Double
  }
  struct Limits: Encodable {
    let gemm_gflops, fma_gflops, exp_gelems, stream_gb_per_s: Double
    /// The sum of the steps' least times over the time of the run.
    let reached: Double
    /// The run's floating-point operations over its time and the peak of a matrix product.
    let of_gemm: Double
  }
  let program, target: String
  let batch, length, threads, runs, steps: Int
  let median_ms, clips_per_s, gflops, trace_s, compile_s, bind_ms: Double
  let from_cache: Bool
  let compiled_kernels: Int
  let memory: Memory
  let kernels: [Kernel]
  let peaks: Limits

  init(_ timed: TimedProgram, batch: Int, length: Int, threads: Int, traceSeconds: Double, peaks: Peaks) {
    let plan = timed.binding.plan
    (self.batch, self.length, self.threads, runs) = (batch, length, threads, timed.runs.count)
    (program, target, steps) = (timed.program.name, timed.program.target.name, timed.program.steps.count)
    median_ms = timed.medianSeconds * 1e3
    clips_per_s = Double(batch) / timed.medianSeconds
    gflops = timed.total(\.flops) / timed.medianSeconds * 1e-9
    (trace_s, bind_ms) = (traceSeconds, timed.bindSeconds * 1e3)
    let statistics = timed.compiled.statistics
    (compile_s, from_cache, compiled_kernels) = (statistics.seconds, statistics.cached, statistics.compiled)
    memory = Memory(
      persistent: plan.persistentBytes, working: plan.workingBytes, unshared: plan.unsharedBytes, peak_resident: Host.peakMemoryBytes,
      rematerialised: timed.binding.rematerialisation.rawValue)
    kernels = Self.kernels(timed, peaks)
    let least = timed.timedSteps.reduce(0) { $0 + timed.limit($1, peaks) }
    self.peaks = Limits(
      gemm_gflops: peaks.gemm, fma_gflops: peaks.fma, exp_gelems: peaks.exp, stream_gb_per_s: peaks.stream,
      reached: least / timed.medianSeconds, of_gemm: gflops / peaks.gemm)
  }

  /// Kernels with the time of all their calls in one run, longest first.
  private static func kernels(_ timed: TimedProgram, _ peaks: Peaks) -> [Kernel] {
    let (steps, runs) = (timed.program.steps, Double(timed.runs.count))
    let total = timed.steps.reduce(0, +)
    let own = Dictionary(grouping: timed.timedSteps.indices) { steps[$0].kernel }
    return own.map { kernel, calls in
      let seconds = calls.reduce(0) { $0 + timed.steps[$1] } / runs
      func rate(_ path: KeyPath<Cost, Dim>) -> Double {
        calls.reduce(0.0) { $0 + Double(steps[$1].cost[keyPath: path].value(timed.sizes) ?? 0) } / seconds * 1e-9
      }
      return Kernel(
        name: timed.program.kernels[kernel].name, calls: calls.count, ms: seconds * 1e3, share: seconds * runs / total,
        gflops: rate(\.flops), gbytes_per_s: rate(\.bytes), limit: calls.reduce(0) { $0 + timed.limit(steps[$1], peaks) } / seconds)
    }.sorted { ($1.ms, $0.name) < ($0.ms, $1.name) }
  }

  func print() {
    Swift.print("\(program)  batch \(batch), length \(length), \(threads) threads, \(target)")
    Swift.print(String(format: "median %.2f ms, %.1f clips/s, %.1f GFLOP/s", median_ms, clips_per_s, gflops))
    Swift.print(String(
      format: "trace %.3f s, %@ %.3f s (%d kernels, %d compiled), bind %.2f ms, %d steps", trace_s,
      from_cache ? "from the cache" : "compiled in", compile_s, kernels.count, compiled_kernels, bind_ms, steps))
    func mega(_ bytes: Int) -> Double { Double(bytes) / 1e6 }
    Swift.print(String(
      format: "memory: parameters and states %.1f MB, working %.1f MB (%.1f MB without sharing), peak resident %.1f MB",
      mega(memory.persistent), mega(memory.working), mega(memory.unshared), mega(memory.peak_resident)))
    Swift.print(String(
      format: "%.0f%% of the measured limits, %.0f%% of the matrix product's peak (%.0f GFLOP/s; exp %.1f Gelem/s, memory %.0f GB/s)",
      100 * peaks.reached, 100 * peaks.of_gemm, peaks.gemm_gflops, peaks.exp_gelems, peaks.stream_gb_per_s))
    Swift.print("  calls        ms   share   GFLOP/s    GB/s  limit  kernel")
    for row in kernels {
      Swift.print(String(
        format: "%7d%10.3f%7.1f%%%10.1f%8.1f%6.0f%%  %@", row.calls, row.ms, 100 * row.share, row.gflops, row.gbytes_per_s,
        100 * row.limit, row.name))
    }
  }
}
