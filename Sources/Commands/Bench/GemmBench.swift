import ArgumentParser
import COpenBLAS
import Compiler
import Foundation
import Runtime
import Sonograph

/// `sonograph bench gemm`: the generated matrix product against OpenBLAS, shape by shape, in turn.
struct GemmBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gemm", abstract: "Times generated matrix products against OpenBLAS, in turn.",
    discussion: """
      EXAMPLES
        sonograph bench gemm
        sonograph bench gemm --rows 251 --threads 1 --json
      """)

  @Option(help: "Rows of the left operand: batch times time.") var rows = 2008
  @Option(help: "Sizes for the summed axis and the columns, comma-separated.") var sizes = "192,384,576,768,1152"
  @Option(help: "Rounds; each times both once at every shape.") var rounds = 9
  @OptionGroup var machine: MachineOptions
  @Flag(help: "Print JSON: shapes with `median_ms`, `gflops` and `ratio`.") var json = false

  struct Row: Encodable {
    let rows: Int
    let summed: Int
    let columns: Int
    let median_ms: Double
    let gflops: Double
    let openblas_gflops: Double
    let ratio: Double
  }

  func run() throws {
    let numbers = sizes.split(separator: ",").compactMap { Int($0) }
    guard rows > 0, !numbers.isEmpty, numbers.allSatisfy({ $0 > 0 }) else {
      throw ValidationError("--rows and --sizes take positive numbers, for instance --sizes 192,768")
    }
    openblas_set_num_threads(Int32(machine.threads))
    let cases = try numbers.flatMap { k in try numbers.map { n in try GemmCase(rows, k, n, machine) } }
    for _ in 0..<rounds { for test in cases { test.time() } }
    let table = cases.map(\.row)
    if json { return try printJSON(table) }
    print("Y[\(rows), N] = X[\(rows), K] W[N, K]^T, f32, \(machine.threads) threads, medians of \(rounds)")
    print("     K     N   generated   OpenBLAS   ratio   (GFLOP/s)")
    for row in table {
      print(String(format: "%6d%6d%12.1f%11.1f%8.2f", row.summed, row.columns, row.gflops, row.openblas_gflops, row.ratio))
    }
    let ratios = table.map(\.ratio).sorted()
    print(String(format: "median ratio %.2f, worst %.2f", ratios[ratios.count / 2], ratios[0]))
  }
}

/// One shape, ready to be timed on both sides.
private final class GemmCase {
  let (rows, summed, columns): (Int, Int, Int)
  private let binding: Binding
  private var own: [Double] = []
  private var other: [Double] = []
  private var (x, w, y): ([Float], [Float], [Float])

  init(_ rows: Int, _ summed: Int, _ columns: Int, _ machine: MachineOptions) throws {
    (self.rows, self.summed, self.columns) = (rows, summed, columns)
    let builder = GraphBuilder(name: "gemm")
    let a = builder.input("x", [Axis("row", "M"), Axis(.channel, Dim(summed))])
    let b = builder.input("w", [Axis("out", Dim(columns)), Axis(.channel, Dim(summed))])
    builder.output("y", contract(a, b, over: [.channel]))
    let program = try Compiler(try machine.compileOptions()).compile(try builder.finish())
    let session = try Session(try CompiledProgram(program, cache: try machine.cache()), pool: try machine.pool())
    binding = try session.bind(["M": rows])
    x = (0..<rows * summed).map { Float($0 % 97) / 97 - 0.5 }
    w = (0..<columns * summed).map { Float($0 % 89) / 89 - 0.5 }
    y = [Float](repeating: 0, count: rows * columns)
    try binding.write(x.map(Double.init), to: "x")
    try binding.write(w.map(Double.init), to: "w")
    time()
    (own, other) = ([], [])
    try compare()
  }

  /// Times a burst of each side.
  func time() {
    own += burst { binding.run() }
    other += burst {
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(rows), Int32(columns), Int32(summed), 1, x, Int32(summed), w,
        Int32(summed), 0, &y, Int32(columns))
    }
  }

  /// OpenBLAS's idle threads spin for some 30 ms and ours for 200 microseconds. Neither may take a core from the other, so
  /// each burst begins when those of the other are asleep; and a processor that slept takes some ms to full speed, so the
  /// calls of the first 20 ms are not timed.
  private func burst(_ body: () -> Void) -> [Double] {
    usleep(50_000)
    let warm = Host.now + 0.02
    repeat { body() } while Host.now < warm
    return (0..<3).map { _ in
      let start = Host.now
      body()
      return Host.now - start
    }
  }

  /// Both must agree before a figure is worth anything.
  private func compare() throws {
    let worst = zip(try binding.read("y"), y).map { abs($0 - Double($1)) }.max() ?? 0
    if worst > 1e-4 * Double(summed).squareRoot() {
      throw RuntimeError("results differ from OpenBLAS by \(worst) at K=\(summed), N=\(columns)")
    }
  }

  var row: GemmBench.Row {
    let (a, b) = (median(own), median(other))
    let flops = 2 * Double(rows) * Double(summed) * Double(columns)
    return GemmBench.Row(
      rows: rows, summed: summed, columns: columns, median_ms: a * 1e3, gflops: flops / a * 1e-9,
      openblas_gflops: flops / b * 1e-9, ratio: b / a)
  }
}
