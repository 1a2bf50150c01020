import ArgumentParser
import Compiler
import Foundation
import Runtime

/// Options that every command which compiles or runs takes.
struct MachineOptions: ParsableArguments {
  @Option(help: "Instruction set: avx512, avx2, neon, generic or scalar; by default the best that this machine has.")
  var target: String?
  @Option(help: "Threads; results do not depend on their number.") var threads = ProcessInfo.processInfo.activeProcessorCount
  @Option(name: .customLong("cache"), help: "Directory of the kernel cache.") var cacheDirectory: String?

  func resolvedTarget() throws -> Target {
    guard let target else { return Host.target }
    guard let known = Target.named(target) else {
      let names = Target.all.map(\.name).joined(separator: ", ")
      throw UserError("unsupported target '\(target)'", "expected one of: \(names)")
    }
    return known
  }

  /// The target, if its kernels run on this machine.
  func runnableTarget() throws -> Target {
    let target = try resolvedTarget()
    if !Host.supports(target) {
      throw UserError("this machine cannot run target '\(target.name)'", "it has \(Host.target.name)")
    }
    return target
  }

  func cache() throws -> KernelCache { try KernelCache(path: cacheDirectory) }

  func pool() throws -> ThreadPool {
    guard threads >= 1, threads <= 256 else { throw UserError("--threads is \(threads)", "expected 1 to 256") }
    return try ThreadPool(threads: threads)
  }
}

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
