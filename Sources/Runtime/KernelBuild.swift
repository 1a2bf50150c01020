import CPrinter
import Compiler
import Foundation

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
    let batches = KernelBatch.all(sources, keys)
    try compileMissing(batches, sources, scratch)
    let library = scratch.url("program.so")
    let libraries = program.kernels.contains { $0.call != nil } ? ["openblas"] : []
    try toolchain.link(batches.map { cache.url($0.entry) }, to: library, libraries: libraries)
    try cache.adopt(library, as: entry, scratch)
    return cache.url(entry)
  }

  private func objectKey(_ source: String) -> String {
    KernelCache.hash([source, Prelude.text, toolchain.version, program.target.name] + Target.commonFlags + program.target.flags)
  }

  private func compileMissing(_ batches: [KernelBatch], _ sources: [String], _ scratch: KernelCache.Scratch) throws {
    // Long ones first: the last to end should be a short one.
    let missing = batches.filter { !cache.contains($0.entry) }.sorted { ($1.length, $0.key) < ($0.length, $1.key) }
    statistics.compiled = missing.reduce(0) { $0 + $1.kernels.count }
    let header = try precompiledPrelude(for: missing.count, scratch)
    let failures = Failures()
    DispatchQueue.concurrentPerform(iterations: missing.count) { position in
      if failures.first != nil { return }
      do { try compile(missing[position], sources, scratch, header) } catch { failures.add(error) }
    }
    if let failure = failures.first { throw failure }
  }

  private func compile(
    _ batch: KernelBatch, _ sources: [String], _ scratch: KernelCache.Scratch, _ header: URL?
  ) throws {
    do {
      let object = try object(of: batch.kernels, sources, named: batch.key, scratch, header)
      let own = try KernelCache.Scratch(in: cache)
      try cache.adopt(object, as: batch.entry, own)
    } catch let error as ToolchainError {
      // Alone, each can be blamed for its own errors.
      for kernel in batch.kernels {
        do { _ = try object(of: [kernel], sources, named: "\(batch.key)-\(kernel)", scratch, header) } catch {
          throw blame(error, kernel: kernel)
        }
      }
      throw error
    }
  }

  private func object(
    of kernels: [Int], _ sources: [String], named name: String, _ scratch: KernelCache.Scratch, _ header: URL?
  ) throws -> URL {
    let (source, object) = (scratch.url("\(name).c"), scratch.url("\(name).o"))
    try scratch.write(Data(kernels.map { sources[$0] }.joined(separator: "\n").utf8), to: source)
    try toolchain.compile(source, to: object, target: program.target, precompiled: header)
    return object
  }

  /// The prelude read once for all kernels, which takes longer than most of them; nil where it is not worth it.
  private func precompiledPrelude(for batches: Int, _ scratch: KernelCache.Scratch) throws -> URL? {
    guard batches > 4 else { return nil }
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

/// Kernels that one run of the C compiler translates: it starts more slowly than it translates most kernels.
///
/// Where a batch ends is a matter of the kernels in it, not of how many there are before: one that changes, comes or goes
/// leaves the other batches as the cache has them.
struct KernelBatch: Hashable, Sendable {
  let kernels: [Int]
  /// Bytes of source text.
  let length: Int
  let key: String
  var entry: String { "objects/\(key).o" }

  /// From so many bytes on a kernel is translated by itself, for all cores to have work to the end.
  static let large = 4000
  /// A batch has so many kernels at most, half of that on average.
  static let most = 16

  /// - Parameter keys: what the kernels' machine code depends on, as digests in hexadecimal.
  static func all(_ sources: [String], _ keys: [String]) -> [KernelBatch] {
    var batches: [[Int]] = []
    var open: [Int] = []
    for number in sources.indices {
      if sources[number].utf8.count >= large {
        batches.append([number])
        continue
      }
      open.append(number)
      if open.count == most || (keys[number].last?.hexDigitValue ?? 0) < 2 {
        batches.append(open)
        open = []
      }
    }
    if !open.isEmpty { batches.append(open) }
    return batches.map { kernels in
      KernelBatch(
        kernels: kernels, length: kernels.reduce(0) { $0 + sources[$1].utf8.count }, key: KernelCache.hash(kernels.map { keys[$0] }))
    }
  }
}
