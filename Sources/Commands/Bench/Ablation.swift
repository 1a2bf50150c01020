import Compiler
import Foundation
import GraphIR

/// What each fusion and optimising pass gains: the program without it, timed in turn with the whole one.
struct Ablation: Encodable {
  struct Row: Encodable {
    /// What is left out; nil for the whole program.
    let without: String?
    let median_ms, ratio: Double
    /// What its steps read and write, each storage once a step.
    let moved_bytes, working_bytes, steps, kernels: Int
  }
  let program: String
  let batch, length: Int
  let rows: [Row]

  init(_ graph: Graph, _ machine: MachineOptions, batch: Int, length: Int, rounds: Int, progress: (String) -> Void) throws {
    var cases: [(without: String?, timed: TimedProgram)] = []
    for name in [nil] + CompileOptions.optional.map(Optional.some) {
      progress(name.map { "compiling without \($0)" } ?? "compiling")
      var own = machine
      own.disable = [machine.disable, name].compactMap { $0 }.joined(separator: ",")
      cases.append((name, try TimedProgram(graph, own) { try TokenCount.sizes(batch: batch, length: length, $0) }))
    }
    for round in 0..<rounds {
      progress("round \(round + 1) of \(rounds)")
      for test in cases { test.timed.time() }
    }
    let whole = cases[0].timed.medianSeconds
    (program, self.batch, self.length) = (cases[0].timed.program.name, batch, length)
    rows = cases.map { name, timed in
      Row(
        without: name, median_ms: timed.medianSeconds * 1e3, ratio: timed.medianSeconds / whole,
        moved_bytes: timed.program.movedBytes(timed.sizes), working_bytes: timed.binding.plan.workingBytes,
        steps: timed.program.steps.count, kernels: timed.program.kernels.count)
    }
  }

  func print() {
    Swift.print("\(program)  batch \(batch), length \(length): times over that of the whole program, in turn")
    let heads = ["without", "ms", "ratio", "moved, MB", "working, MB", "steps", "kernels"]
    func number(_ value: Double, _ format: String = "%.1f") -> String { String(format: format, value) }
    TextTable(heads, rows.map { row in
      [
        row.without ?? "(nothing)", number(row.median_ms, "%.2f"), number(row.ratio, "%.2f"), number(Double(row.moved_bytes) / 1e6),
        number(Double(row.working_bytes) / 1e6), "\(row.steps)", "\(row.kernels)",
      ]
    }).print()
  }
}

extension Program {
  /// What all steps read and write at some sizes, each storage once a step.
  func movedBytes(_ sizes: [String: Int]) -> Int {
    let bytes = storages.map { $0.bytes.value(sizes) ?? 0 }
    return steps.reduce(0) { total, step in step.storages.reduce(total) { $0 + bytes[$1] } }
  }
}
