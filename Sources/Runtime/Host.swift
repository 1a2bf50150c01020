import CRuntime
import Compiler

/// The machine that this process runs on.
public enum Host {
  /// The best target that the processor and the system support.
  public static var target: Target {
    let features = Int(sg_cpu_features())
    if features & Int(SG_CPU_AVX512) != 0 { return .avx512 }
    if features & Int(SG_CPU_AVX2) != 0 { return .avx2 }
    if features & Int(SG_CPU_NEON) != 0 { return .neon }
    return .generic
  }

  /// True if kernels for the target run here.
  public static func supports(_ target: Target) -> Bool {
    switch target.name {
    case "avx512vnni": Int(sg_cpu_features()) & Int(SG_CPU_AVX512_VNNI) != 0
    case "avx512": self.target == .avx512
    case "avx2": self.target == .avx512 || self.target == .avx2
    case "neon": self.target == .neon
    default: self.target != .neon || target == .scalar || target == .generic
    }
  }

  public static var now: Double { sg_now() }
  public static var peakMemoryBytes: Int { Int(sg_peak_memory_bytes()) }
}

/// Threads that run kernels. Results are bit-identical for any number of them.
public final class ThreadPool: @unchecked Sendable {
  let handle: OpaquePointer
  public init(threads: Int) throws(RuntimeError) {
    guard threads >= 1, let handle = sg_pool_create(Int32(threads)) else {
      throw RuntimeError("cannot start \(threads) threads")
    }
    self.handle = handle
  }
  deinit { sg_pool_destroy(handle) }
  public var threads: Int { Int(sg_pool_threads(handle)) }
}

/// A program cannot be bound or run.
public struct RuntimeError: Error, CustomStringConvertible {
  public let message: String
  public init(_ message: String) { self.message = message }
  public var description: String { "\(message)" }
}
