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
