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
        sonograph compile ssast-tiny --dump stages              # the graph after each pass
        sonograph compile ssast-tiny --stop-after simplify      # print the graph after a pass
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var machine: MachineOptions
  @Option(help: "Clips in a batch, for the memory figures.") var batch = 8
  @Option(help: "Tokens, cls included, for the memory figures.") var length = 251
  @Option(help: "Write graph.txt, schedule.txt and kernels/*.c to this directory.") var emit: String?
  @Option(help: "Write the graph after each pass to this directory.") var dump: String?
  @Option(help: "Print the graph after this pass and stop.") var stopAfter: String?
  @Flag(help: "Run the reference after each pass and name the first that changes a result; takes small sizes.") var bisect = false
  @Flag(help: "Print JSON.") var json = false

  struct PassReport: Encodable {
    let name: String
    let seconds: Double
    let nodes: Int
  }

  /// What `--memory` may choose from.
  struct MemoryReport: Encodable {
    let level: String
    let steps, working_bytes: Int
  }

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
    let memory: [MemoryReport]
    let passes: [PassReport]
  }

  func run() throws {
    let options = try machine.compileOptions()
    let target = options.target
    let graph = try model.graph()
    if bisect { return try runBisection(graph) }
    let stages = try self.stages(graph, options)
    if stopAfter != nil { return print(stages.last?.graph.text ?? "", terminator: "") }
    let start = Host.now
    let program = try Compiler(options).compile(graph)
    let passes = Host.now - start
    if let emit { try write(program, to: emit) }
    let sizes = try TokenCount.sizes(batch: batch, length: length, program.symbols)
    let plan = try Rematerialisation.fitting(nil, from: .usual, program, sizes, threads: machine.threads).plan
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
      unshared_bytes: plan.unsharedBytes,
      memory: try Rematerialisation.allCases.map { level in
        let variant = program.rematerialised(level, sizes)
        let plan = try ArenaPlan(variant.storages, sizes, threads: machine.threads)
        return MemoryReport(level: level.rawValue, steps: variant.steps.count, working_bytes: plan.workingBytes)
      },
      passes: stages.map { PassReport(name: $0.name, seconds: $0.seconds, nodes: $0.graph.liveNodes.count) })
    if json { return try printJSON(report) }
    print("\(report.model) for \(report.target): \(report.steps) steps, \(report.kernels) kernels")
    let listed = report.passes.map { String(format: "%@ %.2f s (%d nodes)", $0.name, $0.seconds, $0.nodes) }
    print("graph passes: \(graph.liveNodes.count) nodes, \(listed.joined(separator: ", "))")
    print(String(format: "passes %.2f s; kernels %.2f s (%d compiled%@); from the cache %.3f s", passes, first.seconds,
      first.compiled, first.cached ? ", the rest cached" : "", again.seconds))
    print(String(format: "at batch %d, %d tokens: parameters and states %.1f MB, working memory %.1f MB (%.1f MB if none were shared)",
      batch, length, Double(plan.persistentBytes) / 1e6, Double(plan.workingBytes) / 1e6, Double(plan.unsharedBytes) / 1e6))
    let traded = report.memory.filter { $0.working_bytes < report.working_bytes }
      .map { String(format: "%@ %.1f MB (%d steps)", $0.level, Double($0.working_bytes) / 1e6, $0.steps) }
    if !traded.isEmpty { print("with --memory, working memory may go down to: \(traded.joined(separator: ", "))") }
  }

  // MARK: Passes

  private func stages(_ graph: Graph, _ options: CompileOptions) throws -> [Pipeline.Stage] {
    let names = Pipeline.passes.map { type(of: $0).name }
    if let stopAfter, !names.contains(stopAfter) || options.disabled.contains(stopAfter) {
      throw UserError("--stop-after: no pass '\(stopAfter)' runs", "the passes are \(names.joined(separator: ", "))")
    }
    var stages: [Pipeline.Stage] = []
    _ = try Pipeline.run(graph, disabled: options.disabled) { stages.append($0) }
    if let dump {
      var files = ["0-traced.graph": graph.text]
      for (number, stage) in stages.enumerated() { files["\(number + 1)-\(stage.name).graph"] = stage.graph.text }
      try write(files, to: dump)
    }
    guard let end = stages.firstIndex(where: { $0.name == stopAfter }) else { return stages }
    return Array(stages[...end])
  }

  private func runBisection(_ graph: Graph) throws {
    let sizes = try TokenCount.sizes(batch: batch, length: length, graph.symbols)
    let fault = try CheckSubject(graph, sizes: sizes, machine: machine, tolerance: 2e-5).firstFault()
    if json { return try printJSON(["fault": fault]) }
    print(fault.map { "first at fault: \($0)" } ?? "no pass changes a result, and the compiled kernels agree")
    if fault != nil { throw ExitCode(1) }
  }

  // MARK: Files

  private func write(_ program: Program, to directory: String) throws {
    let listing = ProgramListing(program, cSource: { CPrinter().source(of: program.kernels[$0]) }, graphText: program.graph.text)
    try write(listing.files, to: directory)
  }

  private func write(_ files: [String: String], to directory: String) throws {
    for (path, text) in files.sorted(by: { $0.key < $1.key }) {
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
    // An encoder of visible tokens sees half of them.
    if symbols.contains("K") { sizes["K"] = Swift.max(1, (length - 1) / 2) }
    for symbol in symbols where sizes[symbol] == nil {
      throw UserError("the model has a size '\(symbol)'", "only B (--batch), T and P (--length) can be set here")
    }
    return sizes.filter { symbols.contains($0.key) }
  }
}
