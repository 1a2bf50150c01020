import Compiler
import Foundation
import GraphIR
import Runtime
import Sonograph

/// A model of one kernel, which has a result `y`, in one mode, ready to be timed.
struct KernelCase {
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

  func row(_ peaks: Peaks) -> Row {
    let seconds = timed.medianSeconds
    let (batch, length) = (timed.sizes["B"] ?? 1, timed.sizes["T"] ?? 1)
    return Row(
      name: model.name, mode: mode, batch: batch, length: length, sizes: model.sizes, median_ms: seconds * 1e3,
      us_per_step: seconds * 1e6 / Double(length), gflops: timed.total(\.flops) / seconds * 1e-9,
      gexp: timed.total(\.transcendentals) / seconds * 1e-9, gbytes_per_s: timed.total(\.bytes) / seconds * 1e-9,
      limit: timed.program.steps.reduce(0) { $0 + timed.limit($1, peaks) } / seconds,
      baseline_ms: baseline.map { median($0.runs) * 1e3 }, ratio: baseline.map { seconds / median($0.runs) },
      baseline_error: baseline?.error)
  }

  struct Row: Encodable {
    let name, mode: String
    let batch, length: Int
    let sizes: [String: Int]
    /// `limit` is the least time by the machine's peaks, over the time.
    let median_ms, us_per_step, gflops, gexp, gbytes_per_s, limit: Double
    /// Of the hand-written C; `ratio` is the time over its time.
    let baseline_ms, ratio, baseline_error: Double?

    static let heads = "        ms   us/step  GFLOP/s   Gexp/s    GB/s  limit"
    var figures: String {
      String(
        format: "%10.3f%10.3f%9.1f%9.2f%8.1f%6.0f%%", median_ms, us_per_step, gflops, gexp, gbytes_per_s, 100 * limit)
    }
    var title: String {
      let axes = sizes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
      return "\(name) \(mode) (\(axes))"
    }
  }
}
