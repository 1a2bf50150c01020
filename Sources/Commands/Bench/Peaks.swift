import Compiler
import Foundation
import GraphIR
import Runtime
import Sonograph

/// The machine's limits, measured on the spot with compiled kernels.
struct Peaks {
  /// GFLOP/s of chains of multiply-adds on numbers in registers.
  let fma: Double
  /// GFLOP/s of a 1024^3 matrix product.
  let gemm: Double
  /// Gelem/s of exponentials on numbers in registers: of 2^x, which scans and attention take; e^x takes twice as long, and
  /// other functions longer.
  let exp: Double
  /// GB/s of reading and writing, by the bytes that both arrays take together: small ones stay in the caches.
  let bandwidths: [(bytes: Double, rate: Double)]
  /// GB/s of arrays much larger than the caches.
  var stream: Double { bandwidths[bandwidths.count - 1].rate }

  init(_ machine: MachineOptions) throws {
    let bench = try PeakBench(machine)
    (fma, gemm, exp) = (try bench.multiplyAdds(), try bench.product(), try bench.exponentials())
    bandwidths = try (0...5).map { try bench.copy(bytes: 1 << (18 + 2 * $0)) }
  }

  /// The least seconds that some work takes on this machine: arithmetic at its peak, or memory traffic at the bandwidth
  /// for that many bytes, whichever is longer (Williams et al. 2009, the roofline).
  func seconds(flops: Double, transcendentals: Double, bytes: Double) -> Double {
    max(flops / (max(fma, gemm) * 1e9) + transcendentals / (exp * 1e9), bytes / (bandwidth(bytes) * 1e9))
  }

  /// GB/s for arrays of that many bytes, between measured sizes by the logarithm of the size.
  func bandwidth(_ bytes: Double) -> Double {
    guard let upper = bandwidths.firstIndex(where: { $0.bytes >= bytes }) else { return stream }
    guard upper > 0 else { return bandwidths[0].rate }
    let (low, high) = (bandwidths[upper - 1], bandwidths[upper])
    let share = log(bytes / low.bytes) / log(high.bytes / low.bytes)
    return low.rate + share * (high.rate - low.rate)
  }
}

extension TimedProgram {
  /// The least seconds that a step takes by the machine's limits: it reads and writes each array that it touches once, or
  /// those parts of them that its operators name.
  func limit(_ step: Step, _ peaks: Peaks) -> Double {
    func value(_ dim: Dim) -> Double { Double(dim.value(sizes) ?? 0) }
    let touched = Set(step.storages).reduce(0.0) { $0 + value(program.storages[$1].bytes) }
    return peaks.seconds(
      flops: value(step.cost.flops), transcendentals: value(step.cost.transcendentals), bytes: min(value(step.cost.bytes), touched))
  }
}

/// Times graphs that ask for one thing only.
private struct PeakBench {
  private let options: CompileOptions
  private let cache: KernelCache
  private let pool: ThreadPool

  init(_ machine: MachineOptions) throws {
    (options, cache, pool) = (try machine.runnableOptions(), try machine.cache(), try machine.pool())
  }

  /// Seconds of the fastest run of those of a fifth of a second: a processor that slept takes some ms to full speed.
  private func best(_ sizes: [String: Int], _ build: (GraphBuilder) -> Tensor) throws -> Double {
    let builder = GraphBuilder(name: "peak")
    builder.output("y", build(builder))
    let program = try Compiler(options).compile(try builder.finish())
    let binding = try Session(try CompiledProgram(program, cache: cache), pool: pool).bind(sizes)
    binding.run()
    let end = Host.now + 0.2
    var best = Double.infinity
    repeat {
      let start = Host.now
      binding.run()
      best = min(best, Host.now - start)
    } while Host.now < end
    return best
  }

  func product() throws -> Double {
    let n = 1024
    let seconds = try best(["M": n]) {
      contract($0.input("a", [Axis("row", "M"), Axis("k", Dim(n))]), $0.input("b", [Axis("out", Dim(n)), Axis("k", Dim(n))]), over: ["k"])
    }
    return 2 * pow(Double(n), 3) / seconds * 1e-9
  }

  /// Twelve short chains for each number: a processor looks far enough ahead to work on several at a time, and all of
  /// their numbers stay in registers. Multiply-adds join the chains, too, so that nothing else is computed.
  func multiplyAdds() throws -> Double {
    let (count, chains, depth) = (1 << 18, 12, 4)
    let seconds = try best(["N": count]) { graph in
      map([graph.input("x", [Axis("n", "N")])]) { x in
        let ends = (0..<chains).map { chain in
          (1..<depth).reduce(x[0] * .constant(Double(chain + 2)) + x[0]) { sum, _ in sum * x[0] + x[0] }
        }
        return ends.dropFirst().reduce(ends[0]) { $1 * x[0] + $0 }
      }
    }
    return Double(2 * count * (chains * depth + chains - 1)) / seconds * 1e-9
  }

  /// 16 for each number, so that memory does not count, and none waits for another.
  func exponentials() throws -> Double {
    let count = 1 << 18
    let seconds = try best(["N": count]) { graph in
      let x = graph.input("x", [Axis("n", "N")])
      return map([x]) { x in (0..<16).reduce(x[0]) { $0 + .unary(.exp2, x[0] * .constant(-0.5 * Double($1))) } }
    }
    return 16 * Double(count) / seconds * 1e-9
  }

  func copy(bytes: Int) throws -> (bytes: Double, rate: Double) {
    let seconds = try best(["N": bytes / 8]) { graph in graph.input("x", [Axis("n", "N")]) * 2 }
    return (Double(bytes), Double(bytes) / seconds * 1e-9)
  }
}
