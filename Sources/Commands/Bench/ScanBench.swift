import ArgumentParser
import Compiler
import Foundation
import GraphIR
import Runtime
import Sonograph

/// `sonograph bench scan`: recurrences by themselves, forward and with all gradients.
struct ScanBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan", abstract: "Times recurrences, forward and with the gradients of all their inputs.",
    discussion: """
      Without names, those of the models that have sizes to set. JSON has `median_ms` for each name and mode.

      EXAMPLES
        sonograph bench scan selective-scan --length 512 --threads 1
        sonograph bench scan selective-scan --threads 1 --against Tools/baselines
        sonograph bench scan mlstm --set key=384,value=384 --batch 1 --length 256
      """)

  @Argument(help: "Recurrences.") var names: [String] = []
  @OptionGroup var machine: MachineOptions
  @Option(help: "Sequences in a batch.") var batch = 1
  @Option(help: "Steps.") var length = 512
  @Option(help: "Sizes of axes instead of the model's own, for instance channel=37,state=5.") var set: [String] = []
  @Option(help: "Rounds; each times everything once.") var rounds = 15
  @Option(help: "A directory of hand-written C to compare with in turn, for instance Tools/baselines.") var against: String?
  @Flag(help: "Print JSON.") var json = false

  struct Row: Encodable {
    let name, mode: String
    let batch, length: Int
    let sizes: [String: Int]
    let median_ms, us_per_step, gflops, gexp, gbytes_per_s: Double
    /// Of the hand-written C; `ratio` is the time over its time.
    let baseline_ms, ratio, baseline_error: Double?
  }

  func run() throws {
    guard rounds >= 1 else { throw UserError("--rounds is \(rounds)", "expected 1 or more") }
    let registry = ModelRegistry.shared
    let chosen = try names.isEmpty ? registry.models.filter { !$0.sizes.isEmpty } : names.map(registry.model)
    let models = try chosen.map { try $0.with(settings: ModelRegistry.values(set)) }
    let library = try against.map(BaselineLibrary.init)
    let cases = try models.flatMap { model in
      try [false, true].map { try ScanCase(model, withGradients: $0, batch: batch, length: length, machine, library) }
    }
    for _ in 0..<rounds { for test in cases { test.time() } }
    let rows = cases.map(\.row)
    if json { return try printJSON(rows) }
    print("batch \(batch), \(length) steps, \(machine.threads) threads, \(try machine.resolvedTarget().name), medians of \(rounds)")
    print("        ms   us/step  GFLOP/s   Gexp/s    GB/s" + (against == nil ? "" : "      C, ms   ratio") + "  recurrence")
    for row in rows { print(line(row)) }
  }

  private func line(_ row: Row) -> String {
    let sizes = row.sizes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    let figures = String(
      format: "%10.3f%10.3f%9.1f%9.2f%8.1f", row.median_ms, row.us_per_step, row.gflops, row.gexp, row.gbytes_per_s)
    let other = row.baseline_ms.map { String(format: "%11.3f%8.2f", $0, row.ratio!) } ?? (against == nil ? "" : "          -       -")
    return "\(figures)\(other)  \(row.name) \(row.mode) (\(sizes))"
  }
}

/// One recurrence in one mode, ready to be timed.
private struct ScanCase {
  let model: any Model
  let timed: TimedProgram
  let mode: String
  private let baseline: Baseline?

  init(
    _ model: any Model, withGradients: Bool, batch: Int, length: Int, _ machine: MachineOptions, _ library: BaselineLibrary?
  ) throws {
    self.model = model
    mode = withGradients ? "forward and gradients" : "forward"
    var graph = try model.gradientGraph(of: "y")
    graph.outputs = graph.outputs.filter { $0.name == "y" || withGradients && $0.name != "loss" }
    timed = try TimedProgram(try graph.rewritten { _, _, _, _ in nil }, machine) {
      try TokenCount.sizes(batch: batch, length: length, $0)
    }
    baseline = try library?.function(model.name, withGradients: withGradients).flatMap { [timed] in
      try Baseline(
        $0, timed, sizes: model.sizes.sorted { $0.key < $1.key }.map(\.value), inputs: graph.inputs.map(\.input.name),
        outputs: graph.outputs.map(\.name))
    }
    if let baseline, baseline.error > 1e-4 {
      throw UserError("the hand-written \(model.name) gives other results",
        String(format: "largest difference %.2g of the largest element", baseline.error))
    }
  }

  func time() {
    timed.time()
    baseline?.measure()
  }

  var row: ScanBench.Row {
    let seconds = timed.medianSeconds
    let (batch, length) = (timed.sizes["B"] ?? 1, timed.sizes["T"] ?? 1)
    return ScanBench.Row(
      name: model.name, mode: mode, batch: batch, length: length, sizes: model.sizes, median_ms: seconds * 1e3,
      us_per_step: seconds * 1e6 / Double(length), gflops: timed.total(\.flops) / seconds * 1e-9,
      gexp: timed.total(\.transcendentals) / seconds * 1e-9, gbytes_per_s: timed.total(\.bytes) / seconds * 1e-9,
      baseline_ms: baseline.map { median($0.runs) * 1e3 }, ratio: baseline.map { seconds / median($0.runs) },
      baseline_error: baseline?.error)
  }
}
