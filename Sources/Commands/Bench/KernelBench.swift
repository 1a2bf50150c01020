import ArgumentParser
import Foundation
import GraphIR
import Runtime
import Sonograph

/// `sonograph bench kernels`: the kernels that models are made of, by themselves.
struct KernelBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels", abstract: "Times the kernels that models are made of, beside the machine's limits.",
    discussion: """
      Scans, attention, norms and matrix products at the sizes of Tiny models, forward and with the gradients of all their
      inputs, in turn. The limit is the share of the time that the machine's measured peaks would take for the same work. JSON
      has `peaks` and `rows` with `median_ms`.

      EXAMPLES
        sonograph bench kernels
        sonograph bench kernels attention layer-norm --length 4000 --batch 1
      """)

  @Argument(help: "Kernels; all without names.") var names: [String] = []
  @OptionGroup var machine: MachineOptions
  @Option(help: "Sequences in a batch.") var batch = 8
  @Option(help: "Steps or tokens; by default 1000, for sLSTM 250.") var length: Int?
  @Option(help: "Rounds; each times everything once.") var rounds = 9
  @Flag(help: "Print JSON.") var json = false

  struct Report: Encodable {
    let target: String
    let threads: Int
    let peaks: [String: Double]
    let rows: [KernelCase.Row]
  }

  func run() throws {
    guard rounds >= 1 else { throw UserError("--rounds is \(rounds)", "expected 1 or more") }
    let known = try LoneKernel.all + ["selective-scan", "mlstm", "slstm", "mingru"].map(ModelRegistry.shared.model)
    let chosen = try names.isEmpty ? known : names.map { name in
      guard let found = known.first(where: { $0.name == name }) else {
        let nearest = name.nearest(in: known.map(\.name)).map { "did you mean '\($0)'? " } ?? ""
        throw UserError("there is no kernel '\(name)'", "\(nearest)those are \(known.map(\.name).joined(separator: ", "))")
      }
      return found
    }
    let line = ProgressLine()
    let cases = try chosen.flatMap { model in
      try [false, true].map { withGradients in
        line.show("compiling \(model.name)")
        return try KernelCase(
          model, withGradients: withGradients, batch: batch, length: length ?? (model.name == "slstm" ? 250 : 1000), machine, nil)
      }
    }
    for round in 0..<rounds {
      line.show("round \(round + 1) of \(rounds)")
      for test in cases { test.time() }
    }
    line.finish()
    let peaks = try Peaks(machine)
    let report = Report(
      target: try machine.resolvedTarget().name, threads: machine.threads,
      peaks: [
        "gemm_gflops": peaks.gemm, "fma_gflops": peaks.fma, "exp_gelems": peaks.exp, "stream_gb_per_s": peaks.stream,
      ], rows: cases.map { $0.row(peaks) })
    if json { return try printJSON(report) }
    print("batch \(batch), \(machine.threads) threads, \(report.target), medians of \(rounds); matrix product "
      + String(format: "%.0f GFLOP/s, exp %.1f Gelem/s, memory %.0f GB/s", peaks.gemm, peaks.exp, peaks.stream))
    print(KernelCase.Row.heads + "  kernel")
    for row in report.rows { print("\(row.figures)  \(row.title), \(row.length) steps") }
  }
}

/// One operator with its inputs, as a model whose result is `y`.
private struct LoneKernel: Model {
  let name: String
  var sizes: [String: Int]
  let body: @Sendable (GraphBuilder, [String: Int]) -> Tensor

  func build(_ graph: GraphBuilder) -> KeyValuePairs<String, Tensor> { ["y": body(graph, sizes)] }

  private static let tokens = [Axis(.batch, "B"), Axis(.time, "T")]

  static let all: [any Model] = [
    LoneKernel(name: "attention", sizes: ["head": 3, "feature": 64]) { graph, sizes in
      let axes = tokens + [Axis("head", Dim(sizes["head"]!)), Axis("feature", Dim(sizes["feature"]!))]
      return attention(graph.input("q", axes), graph.input("k", axes), graph.input("v", axes), time: .time, feature: "feature")
    },
    LoneKernel(name: "layer-norm", sizes: ["channel": 192]) { graph, sizes in
      let channel = Axis(.channel, Dim(sizes["channel"]!))
      return normalized(graph.input("x", tokens + [channel]), over: [.channel]) * graph.input("scale", [channel]) + graph.input("shift", [channel])
    },
    LoneKernel(name: "linear-gelu", sizes: ["channel": 192, "out": 768]) { graph, sizes in
      let (channel, out) = (Axis(.channel, Dim(sizes["channel"]!)), Axis("out", Dim(sizes["out"]!)))
      let y = contract(graph.input("x", tokens + [channel]), graph.input("w", [out, channel]), over: [.channel])
      return gelu(y + graph.input("b", [out]))
    },
  ]
}
