import ArgumentParser
import COpenBLAS
import Compiler
import Foundation
import GraphIR
import Runtime
import Sonograph

/// `sonograph doctor`: whether this machine has what is needed, and how fast it is.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Checks toolchain, libraries and processor, and measures the machine's peaks.",
    discussion: """
      EXAMPLES
        sonograph doctor
        sonograph doctor --json
      """)

  @OptionGroup var machine: MachineOptions
  @Flag(help: "Print JSON.") var json = false

  struct Report: Encodable {
    let compiler: String
    let compiler_version: String
    let openblas: String
    let cache: String
    let target: String
    let threads: Int
    let gemm_gflops: Double
    let exp_gelems: Double
    let stream_gb_per_s: Double
  }

  func run() throws {
    let toolchain = try Toolchain.find()
    let peaks = try Peaks(machine)
    let report = Report(
      compiler: toolchain.path, compiler_version: toolchain.version, openblas: String(cString: openblas_get_config()),
      cache: try machine.cache().root.path, target: try machine.runnableTarget().name, threads: machine.threads,
      gemm_gflops: peaks.gemm, exp_gelems: peaks.exp, stream_gb_per_s: peaks.stream)
    if json { return try printJSON(report) }
    print("compiler   \(report.compiler): \(report.compiler_version)")
    print("OpenBLAS   \(report.openblas)")
    print("cache      \(report.cache)")
    print("target     \(report.target), \(report.threads) threads")
    print(String(format: "peaks      matrix product %.0f GFLOP/s, exp %.2f Gelem/s, memory %.1f GB/s", peaks.gemm, peaks.exp, peaks.stream))
  }
}

/// The machine's limits, measured on the spot with compiled kernels.
struct Peaks {
  /// Of a 1024^3 matrix product.
  let gemm: Double
  /// exp from and to the first-level cache... of one thread's block, all threads together.
  let exp: Double
  /// Reading and writing arrays much larger than the caches.
  let stream: Double

  init(_ machine: MachineOptions) throws {
    func best(_ sizes: [String: Int], _ build: (GraphBuilder) -> Tensor) throws -> Double {
      let builder = GraphBuilder(name: "peak")
      builder.output("y", build(builder))
      let program = try Compiler(try machine.runnableOptions()).compile(try builder.finish())
      let session = try Session(try CompiledProgram(program, cache: try machine.cache()), pool: try machine.pool())
      let binding = try session.bind(sizes)
      binding.run()
      return (0..<9).map { _ -> Double in
        let start = Host.now
        binding.run()
        return Host.now - start
      }.min()!
    }
    let n = 1024
    let product = try best(["M": n]) {
      contract($0.input("a", [Axis("row", "M"), Axis("k", Dim(n))]), $0.input("b", [Axis("out", Dim(n)), Axis("k", Dim(n))]), over: ["k"])
    }
    gemm = 2 * pow(Double(n), 3) / product * 1e-9
    // Many of one element, so that memory does not count, and none waits for another.
    let count = 1 << 18
    let exponentials = try best(["N": count]) { graph in
      let x = graph.input("x", [Axis("n", "N")])
      return map([x]) { x in (0..<16).reduce(x[0]) { $0 + .unary(.exp, x[0] * .constant(-0.5 * Double($1))) } }
    }
    exp = 16 * Double(count) / exponentials * 1e-9
    let large = 1 << 24
    let copied = try best(["N": large]) { graph in graph.input("x", [Axis("n", "N")]) * 2 }
    stream = 8 * Double(large) / copied * 1e-9
  }
}
