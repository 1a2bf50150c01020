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
    let fma_gflops: Double
    let exp_gelems: Double
    let stream_gb_per_s: Double
  }

  func run() throws {
    let toolchain = try Toolchain.find()
    let peaks = try Peaks(machine)
    let report = Report(
      compiler: toolchain.path, compiler_version: toolchain.version, openblas: String(cString: openblas_get_config()),
      cache: try machine.cache().root.path, target: try machine.runnableTarget().name, threads: machine.threads,
      gemm_gflops: peaks.gemm, fma_gflops: peaks.fma, exp_gelems: peaks.exp, stream_gb_per_s: peaks.stream)
    if json { return try printJSON(report) }
    print("compiler   \(report.compiler): \(report.compiler_version)")
    print("OpenBLAS   \(report.openblas)")
    print("cache      \(report.cache)")
    print("target     \(report.target), \(report.threads) threads")
    print(String(
      format: "peaks      matrix product %.0f GFLOP/s, multiply-adds %.0f GFLOP/s, exp %.2f Gelem/s, memory %.1f GB/s", peaks.gemm,
      peaks.fma, peaks.exp, peaks.stream))
  }
}
