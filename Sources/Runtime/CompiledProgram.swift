import CPrinter
import CRuntime
import Compiler
import Foundation
import GraphIR
import LoopIR

/// A program whose kernels are loaded as machine code.
///
/// The library stays loaded for the life of the process: a pool thread may still be in it.
public final class CompiledProgram: @unchecked Sendable {
  public let program: Program
  /// How the kernels came to be, for reports.
  public let statistics: BuildStatistics
  private let functions: [sg_kernel]

  /// Compiles what the cache does not have, links and loads.
  ///
  /// - Throws: `ToolchainError` if the compiler is missing or fails, `CacheError`, `RuntimeError` if loading fails.
  public convenience init(_ program: Program, cache: KernelCache, toolchain: Toolchain? = nil) throws {
    let toolchain = try toolchain ?? Toolchain.find()
    let builder = KernelBuild(program, cache: cache, toolchain: toolchain)
    let library = try builder.library()
    try self.init(program, library: library, statistics: builder.statistics)
  }

  init(_ program: Program, library: URL, statistics: BuildStatistics) throws {
    guard let handle = dlopen(library.path, RTLD_NOW | RTLD_LOCAL) else {
      throw RuntimeError("cannot load \(library.path): \(String(cString: dlerror()))")
    }
    functions = try program.kernels.map { kernel in
      guard let symbol = dlsym(handle, kernel.name) else {
        throw RuntimeError("the library \(library.path) has no kernel \(kernel.name)")
      }
      return unsafeBitCast(symbol, to: sg_kernel.self)
    }
    (self.program, self.statistics) = (program, statistics)
  }

  func function(_ kernel: Int) -> sg_kernel { functions[kernel] }
}

/// What building a program's library took.
public struct BuildStatistics: Sendable, Hashable {
  public init() {}

  init(cachedKernels: Int, since start: Double) {
    (kernels, cached, seconds) = (cachedKernels, true, Host.now - start)
  }
  public var kernels = 0
  public var compiled = 0
  public var seconds = 0.0
  /// True if the linked library was in the cache.
  public var cached = false
}

/// Compiles a program's kernels in parallel and links them once.
final class KernelBuild: @unchecked Sendable {
  private let program: Program
  private let cache: KernelCache
  private let toolchain: Toolchain
  private(set) var statistics = BuildStatistics()

  init(_ program: Program, cache: KernelCache, toolchain: Toolchain) {
    (self.program, self.cache, self.toolchain) = (program, cache, toolchain)
  }

  func library() throws -> URL {
    let start = Host.now
    defer { statistics.seconds = Host.now - start }
    let sources = program.kernels.map { CPrinter().source(of: $0) }
    statistics.kernels = sources.count
    let keys = sources.map(objectKey)
    let entry = "programs/\(KernelCache.hash(keys)).so"
    if cache.contains(entry) {
      statistics.cached = true
      return cache.url(entry)
    }
    let scratch = try KernelCache.Scratch(in: cache)
    try Prelude.write(to: scratch.directory)
    try compileMissing(sources, keys, scratch)
    let library = scratch.url("program.so")
    do {
      let libraries = program.kernels.contains { $0.call != nil } ? ["openblas"] : []
      try toolchain.link(keys.map { cache.url("objects/\($0).o") }, to: library, libraries: libraries)
    }
    try cache.adopt(library, as: entry, scratch)
    return cache.url(entry)
  }

  private func objectKey(_ source: String) -> String {
    KernelCache.hash([source, Prelude.text, toolchain.version, program.target.name] + Target.commonFlags + program.target.flags)
  }

  private func compileMissing(_ sources: [String], _ keys: [String], _ scratch: KernelCache.Scratch) throws {
    let missing = keys.indices.filter { !cache.contains("objects/\(keys[$0]).o") }
    statistics.compiled = missing.count
    let header = try precompiledPrelude(for: missing.count, scratch)
    let failures = Failures()
    DispatchQueue.concurrentPerform(iterations: missing.count) { position in
      if failures.first != nil { return }
      let number = missing[position]
      let (source, object) = (scratch.url("\(keys[number]).c"), scratch.url("\(keys[number]).o"))
      do {
        try scratch.write(Data(sources[number].utf8), to: source)
        try toolchain.compile(source, to: object, target: program.target, precompiled: header)
        let own = try KernelCache.Scratch(in: cache)
        try cache.adopt(object, as: "objects/\(keys[number]).o", own)
      } catch {
        failures.add(blame(error, kernel: number))
      }
    }
    if let failure = failures.first { throw failure }
  }

  /// The prelude read once for all kernels, which takes longer than most of them; nil where it is not worth it.
  private func precompiledPrelude(for kernels: Int, _ scratch: KernelCache.Scratch) throws -> URL? {
    guard kernels > 4 else { return nil }
    let header = scratch.url("prelude.h")
    try scratch.write(Data(CPrinter.preludeInclude(lanes: program.target.lanes).utf8), to: header)
    return toolchain.precompile(header, target: program.target)
  }

  /// The error with the place in the model that the kernel computes.
  private func blame(_ error: any Error, kernel: Int) -> any Error {
    guard let failure = error as? ToolchainError, let step = program.steps.first(where: { $0.kernel == kernel }) else {
      return error
    }
    let place = step.location.map { "\($0.file):\($0.line)" } ?? "unknown line"
    return ToolchainError(
      failure.message, "kernel \(program.kernels[kernel].name), for \(step.scope) at \(place)\n\(failure.detail)")
  }

  private final class Failures: @unchecked Sendable {
    private let lock = NSLock()
    private var errors: [any Error] = []
    func add(_ error: any Error) { lock.withLock { errors.append(error) } }
    var first: (any Error)? { lock.withLock { errors.first } }
  }
}

/// The C headers that kernels include.
public enum Prelude {
  public static let files: [(name: String, text: String)] = CPrinter.preludeFiles
  public static let text = files.map(\.text).joined()

  public static func write(to directory: URL) throws {
    for (name, text) in files { try Data(text.utf8).write(to: directory.appendingPathComponent(name)) }
  }
}
