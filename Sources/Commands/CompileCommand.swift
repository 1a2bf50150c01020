import ArgumentParser
import CPrinter
import Compiler
import Foundation
import GraphIR
import Inspect
import Runtime

/// `sonograph compile MODEL`: what a model becomes, and how long that takes.
struct CompileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compile", abstract: "Compiles a model and says what became of it.",
    discussion: """
      EXAMPLES
        sonograph compile ssast-tiny --mode train
        sonograph compile ssast-tiny --target avx2 --emit out   # graph, schedule and C files
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var machine: MachineOptions
  @Option(help: "Clips in a batch, for the memory figures.") var batch = 8
  @Option(help: "Tokens, cls included, for the memory figures.") var length = 251
  @Option(help: "Write graph.txt, schedule.txt and kernels/*.c to this directory.") var emit: String?
  @Flag(help: "Print JSON.") var json = false

  struct Report: Encodable {
    let model: String
    let target: String
    let steps: Int
    let kernels: Int
    let compiled_kernels: Int
    let from_cache: Bool
    let passes_seconds: Double
    let build_seconds: Double
    let load_from_cache_seconds: Double
    let parameter_bytes: Int
    let working_bytes: Int
    let unshared_bytes: Int
  }

  func run() throws {
    let target = try machine.resolvedTarget()
    let start = Host.now
    let program = try Compiler(CompileOptions(target: target)).compile(try model.graph())
    let passes = Host.now - start
    if let emit { try write(program, to: emit) }
    let sizes = try TokenCount.sizes(batch: batch, length: length, program.symbols)
    let plan = try ArenaPlan(program.storages, sizes)
    var first = BuildStatistics()
    var again = BuildStatistics()
    if Host.supports(target) {
      let cache = try machine.cache()
      first = try CompiledProgram(program, cache: cache).statistics
      again = try CompiledProgram(program, cache: cache).statistics
    }
    let report = Report(
      model: program.name, target: target.name, steps: program.steps.count, kernels: program.kernels.count,
      compiled_kernels: first.compiled, from_cache: first.cached, passes_seconds: passes, build_seconds: first.seconds,
      load_from_cache_seconds: again.seconds, parameter_bytes: plan.persistentBytes, working_bytes: plan.workingBytes,
      unshared_bytes: plan.unsharedBytes)
    if json { return try printJSON(report) }
    print("\(report.model) for \(report.target): \(report.steps) steps, \(report.kernels) kernels")
    print(String(format: "passes %.2f s; kernels %.2f s (%d compiled%@); from the cache %.3f s", passes, first.seconds,
      first.compiled, first.cached ? ", the rest cached" : "", again.seconds))
    print(String(format: "at batch %d, %d tokens: parameters and states %.1f MB, working memory %.1f MB (%.1f MB if none were shared)",
      batch, length, Double(plan.persistentBytes) / 1e6, Double(plan.workingBytes) / 1e6, Double(plan.unsharedBytes) / 1e6))
  }

  private func write(_ program: Program, to directory: String) throws {
    let listing = ProgramListing(program, cSource: { CPrinter().source(of: program.kernels[$0]) }, graphText: program.graph.text)
    for (path, text) in listing.files.sorted(by: { $0.key < $1.key }) {
      let url = URL(fileURLWithPath: directory).appendingPathComponent(path)
      do {
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
      } catch { throw UserError("cannot write \(url.path)", error.localizedDescription) }
    }
  }
}

/// `--length` in tokens, as sizes of a program.
enum TokenCount {
  static func sizes(batch: Int, length: Int, _ symbols: [String]) throws -> [String: Int] {
    guard batch >= 1 else { throw UserError("--batch is \(batch)", "expected 1 or more") }
    guard length >= 1 else { throw UserError("--length is \(length)", "expected 1 or more") }
    var sizes = ["B": batch, "T": length]
    if symbols.contains("P") {
      guard length > 1, (length - 1) % 5 == 0 else {
        let nearest = Swift.max(1, (length + 1) / 5) * 5 + 1
        throw UserError("--length \(length) is not a number of tokens of this model", "it takes 1 + 5 n: the nearest is \(nearest)")
      }
      sizes["P"] = (length - 1) / 5
    }
    for symbol in symbols where sizes[symbol] == nil {
      throw UserError("the model has a size '\(symbol)'", "only B (--batch), T and P (--length) can be set here")
    }
    return sizes.filter { symbols.contains($0.key) }
  }
}
