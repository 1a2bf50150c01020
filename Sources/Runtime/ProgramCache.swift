import Compiler
import Foundation
import GraphIR
import LoopIR

/// What the cache keeps of a program beside its library: everything that running it needs, so that a hit runs no passes.
struct ProgramRecord: Codable {
  struct KernelHead: Codable {
    let name: String
    let sizes: [Variable]
    let parts: LoopIR.Expression
  }
  let library: String
  let symbols: [String]
  let kernels: [KernelHead]
  let steps: [Step]
  let prologue: Int
  let storages: [Storage]
  let inputs: [String: Int]
  let outputs: [String: Int]

  init(_ program: Program, library: String) {
    self.library = library
    symbols = program.symbols
    kernels = program.kernels.map { KernelHead(name: $0.name, sizes: $0.sizes, parts: $0.parts) }
    (steps, prologue, storages) = (program.steps, program.prologue, program.storages)
    (inputs, outputs) = (program.inputs, program.outputs)
  }

  /// The program without the bodies of its kernels.
  func program(_ graph: Graph, _ target: Target) -> Program {
    let heads = kernels.map {
      Kernel(name: $0.name, lanes: target.lanes, parameters: [], sizes: $0.sizes, parts: $0.parts, body: [])
    }
    var program = Program(
      name: graph.name, target: target, graph: graph, symbols: symbols, kernels: heads, steps: steps, storages: storages,
      inputs: inputs, outputs: outputs)
    program.prologue = prologue
    return program
  }
}

extension CompiledProgram {
  /// Compiles a graph, or takes it ready from the cache: then no pass runs and nothing is compiled.
  ///
  /// - Throws: `GraphErrors`, `CompileError`, `ToolchainError`, `CacheError`, `RuntimeError`.
  public convenience init(
    _ graph: Graph, options: CompileOptions, cache: KernelCache, toolchain: Toolchain? = nil
  ) throws {
    let start = Host.now
    let toolchain = try toolchain ?? Toolchain.find()
    let key = KernelCache.hash(
      [graph.text, Self.identity, toolchain.version, options.target.name, options.disabled.sorted().joined(separator: ","), options.blas.rawValue, "\(options.fixesParameters)"]
        + Target.commonFlags + options.target.flags)
    let entry = "programs/\(key).json"
    if let data = cache.read(entry), let record = try? JSONDecoder().decode(ProgramRecord.self, from: data),
      cache.contains(record.library)
    {
      let program = record.program(graph, options.target)
      try self.init(program, library: cache.url(record.library), statistics: BuildStatistics(cachedKernels: program.kernels.count, since: start))
      return
    }
    let program = try Compiler(options).compile(graph)
    let build = KernelBuild(program, cache: cache, toolchain: toolchain)
    let library = try build.library()
    try cache.write(try JSONEncoder().encode(ProgramRecord(program, library: "programs/\(library.lastPathComponent)")), to: entry)
    var statistics = build.statistics
    statistics.seconds = Host.now - start
    try self.init(program, library: library, statistics: statistics)
  }

  /// What distinguishes this build of the compiler from others: a plan made by another one is not used.
  private static let identity: String = {
    let path = CommandLine.arguments.first.map { FileManager.default.fileExists(atPath: "/proc/self/exe") ? "/proc/self/exe" : $0 } ?? ""
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: resolved)
    let modified = (attributes?[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
    return "sonograph 0.1 \(attributes?[.size] ?? 0) \(modified)"
  }()
}
