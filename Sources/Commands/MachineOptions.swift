import ArgumentParser
import Compiler
import Foundation
import Runtime

/// Options that every command which compiles or runs takes.
struct MachineOptions: ParsableArguments {
  @Option(help: "Instruction set: avx512, avx2, neon, generic or scalar; by default the best that this machine has.")
  var target: String?
  @Option(help: "Threads; results do not depend on their number.") var threads = ProcessInfo.processInfo.activeProcessorCount
  @Option(help: "Who computes matrix products: generated kernels, or openblas as a baseline.") var blas = Blas.generated
  @Option(help: "Passes and fusions to leave out, comma-separated, for instance base-two,fuse-products.") var disable: String?
  @Option(help: "Memory that parameters, states and working memory may take, for instance 2GB or 500MB: values are computed again to stay below.")
  var memory: String?
  @Option(name: .customLong("cache"), help: "Directory of the kernel cache.") var cacheDirectory: String?

  func resolvedTarget() throws -> Target {
    guard let target else { return Host.target }
    guard let known = Target.named(target) else {
      let names = Target.all.map(\.name).joined(separator: ", ")
      throw UserError("unsupported target '\(target)'", "expected one of: \(names)")
    }
    return known
  }

  /// How to compile, for a target that need not run here.
  func compileOptions() throws -> CompileOptions {
    var options = CompileOptions(target: try resolvedTarget())
    options.blas = blas
    for name in (disable ?? "").split(separator: ",").map(String.init) {
      guard CompileOptions.optional.contains(name) else {
        let nearest = name.nearest(in: CompileOptions.optional).map { "did you mean '\($0)'? " } ?? ""
        throw UserError(
          "--disable: '\(name)' is no pass or fusion that can be left out",
          "\(nearest)those are \(CompileOptions.optional.joined(separator: ", "))")
      }
      options.disabled.insert(name)
    }
    return options
  }

  /// How to compile what runs here.
  func runnableOptions() throws -> CompileOptions {
    _ = try runnableTarget()
    return try compileOptions()
  }

  /// The target, if its kernels run on this machine.
  func runnableTarget() throws -> Target {
    let target = try resolvedTarget()
    if !Host.supports(target) {
      throw UserError("this machine cannot run target '\(target.name)'", "it has \(Host.target.name)")
    }
    return target
  }

  /// Bytes of `--memory`, in decimal units.
  func memoryBudget() throws -> Int? {
    guard let memory else { return nil }
    let units: [(String, Double)] = [("GB", 1e9), ("MB", 1e6), ("kB", 1e3), ("B", 1)]
    let unit = units.first { memory.lowercased().hasSuffix($0.0.lowercased()) }
    guard let unit, let number = Double(memory.dropLast(unit.0.count)), number > 0, number * unit.1 < 1e18 else {
      throw UserError("--memory is '\(memory)'", "expected a number and a unit, for instance 2GB or 500MB")
    }
    return Int(number * unit.1)
  }

  func cache() throws -> KernelCache { try KernelCache(path: cacheDirectory) }

  func pool() throws -> ThreadPool {
    guard threads >= 1, threads <= 256 else { throw UserError("--threads is \(threads)", "expected 1 to 256") }
    return try ThreadPool(threads: threads)
  }
}

extension Blas: ExpressibleByArgument {}

/// A mistake of the user's, with what would be right.
struct UserError: Error, CustomStringConvertible {
  let message: String
  let detail: String
  init(_ message: String, _ detail: String) { (self.message, self.detail) = (message, detail) }
  var description: String { "\(message)\n\(detail)" }
}

func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  encoder.keyEncodingStrategy = .convertToSnakeCase
  encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
