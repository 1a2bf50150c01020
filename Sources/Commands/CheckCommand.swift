import ArgumentParser
import Compiler
import Foundation
import GraphIR
import Runtime
import Sonograph

/// `sonograph check MODEL`: the compiled model against the double-precision reference.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Compares a compiled model and its gradients with the double-precision reference.",
    discussion: """
      Results are compared element by element. Gradients are compared with central differences of the reference along
      random directions.

      EXAMPLES
        sonograph check ssast-tiny --batch 1 --length 6
      """)

  @OptionGroup var model: ModelOptions
  @OptionGroup var machine: MachineOptions
  @Option(help: "Clips in a batch.") var batch = 1
  @Option(help: "Tokens, cls included.") var length = 6
  @Option(help: "Random directions for the gradients.") var directions = 2
  @Option(help: "The largest error that passes, relative to the largest element.") var tolerance = 2e-5
  @Flag(help: "Print JSON.") var json = false

  struct Row: Encodable {
    let name: String
    let scope: String
    let relative_error: Double
    let passes: Bool
  }

  func run() throws {
    let graph = try gradientGraph()
    let sizes = try TokenCount.sizes(batch: batch, length: length, graph.symbols)
    let inputs = self.inputs(graph, sizes)
    let expected = try Evaluator(graph, symbols: sizes).run(inputs)
    let got = try compiled(graph, sizes, inputs)
    var rows = graph.outputs.map { output in
      let (a, b) = (got[output.name]!, expected[output.name]!.data)
      let scale = Swift.max(b.map(abs).max() ?? 0, 1e-6)
      let error = zip(a, b).map { abs($0 - $1) }.reduce(0) { $1.isNaN ? .infinity : Swift.max($0, $1) } / scale
      return Row(name: output.name, scope: graph.nodes[output.value.node].scope, relative_error: error, passes: error <= tolerance)
    }
    rows += try directionalRows(graph, sizes, inputs, got)
    rows.sort { $0.relative_error > $1.relative_error }
    if json { try printJSON(rows) } else { report(rows) }
    if rows.contains(where: { !$0.passes }) { throw ExitCode(1) }
  }

  private func report(_ rows: [Row]) {
    for row in rows.prefix(8) {
      print(String(format: "%@  %.2e  %@", row.passes ? "ok  " : "FAIL", row.relative_error, row.name))
    }
    if rows.count > 8 { print("... and \(rows.count - 8) more, all better") }
    print("\(rows.filter(\.passes).count) of \(rows.count) within \(tolerance) of the reference")
  }

  /// The forward graph with the gradient of every parameter as an output.
  private func gradientGraph() throws -> Graph {
    let forward = try model.graph()
    let builder = GraphBuilder(name: forward.name)
    let copy = try forward.rewritten { _, _, _, _ in nil }
    let values = copy.copy(into: builder)
    for output in copy.outputs where output.updates == nil {
      builder.output(output.name, values[output.value.node][output.value.output])
    }
    guard let loss = copy.output(named: "loss") else { return try builder.finish() }
    let parameters = copy.inputs.filter { $0.input.role == .parameter }
    let wanted = parameters.map { values[$0.value.node][0] }
    for (parameter, gradient) in zip(parameters, gradients(of: values[loss.value.node][loss.value.output], by: wanted)) {
      if let gradient { builder.output("gradient of \(parameter.input.name)", gradient) }
    }
    return try builder.finish()
  }

  private func inputs(_ graph: Graph, _ sizes: [String: Int]) -> [String: DenseTensor] {
    var result: [String: DenseTensor] = [:]
    for (_, input, type) in graph.inputs {
      let bound = type.bound(sizes)
      let drawn = (input.initializer ?? .normal(1)).values(bound, name: input.name, seed: 1)
      let values = input.name == "mask" ? drawn.map { $0 > 0 ? 1.0 : 0 } : drawn.map { Double(Float($0)) }
      result[input.name] = DenseTensor(bound, type.element.isFloat ? values : values.map { abs($0).rounded(.down) })
    }
    return result
  }

  private func compiled(_ graph: Graph, _ sizes: [String: Int], _ inputs: [String: DenseTensor]) throws -> [String: [Double]] {
    let program = try Compiler(CompileOptions(target: try machine.runnableTarget())).compile(graph)
    let session = try Session(try CompiledProgram(program, cache: try machine.cache()), pool: try machine.pool())
    let binding = try session.bind(sizes)
    for (_, input, _) in graph.inputs {
      let values = inputs[input.name]!.data
      if input.role == .data { try binding.write(values, to: input.name) } else { try session.write(values, to: input.name) }
    }
    binding.run()
    return Dictionary(try graph.outputs.map { ($0.name, try binding.read($0.name)) }, uniquingKeysWith: { $1 })
  }

  /// <gradient, direction> against (loss(p + e d) - loss(p - e d)) / 2e.
  private func directionalRows(
    _ graph: Graph, _ sizes: [String: Int], _ inputs: [String: DenseTensor], _ got: [String: [Double]]
  ) throws -> [Row] {
    guard graph.output(named: "loss") != nil else { return [] }
    var lossOnly = graph
    lossOnly.outputs = graph.outputs.filter { $0.name == "loss" }
    let evaluator = Evaluator(try lossOnly.rewritten { _, _, _, _ in nil }, symbols: sizes)
    let parameters = graph.inputs.filter { got["gradient of \($0.input.name)"] != nil }
    return try (0..<directions).map { number in
      let step = 1e-4
      var (plus, minus, product, size) = (inputs, inputs, 0.0, 0.0)
      for (_, input, type) in parameters {
        let direction = Initializer.normal(1).values(type, name: input.name, seed: UInt32(100 + number))
        let gradient = got["gradient of \(input.name)"]!
        for i in direction.indices {
          plus[input.name]!.data[i] += step * direction[i]
          minus[input.name]!.data[i] -= step * direction[i]
          product += gradient[i] * direction[i]
          size += abs(gradient[i] * direction[i])
        }
      }
      let estimate = try (evaluator.run(plus)["loss"]!.data[0] - evaluator.run(minus)["loss"]!.data[0]) / (2 * step)
      let error = abs(estimate - product) / Swift.max(abs(estimate), 1e-3 * size, 1e-9)
      // Truncation of the difference quotient adds to rounding here.
      return Row(name: "gradient along direction \(number)", scope: "", relative_error: error, passes: error <= 50 * tolerance)
    }
  }
}
