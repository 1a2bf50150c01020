import Compiler
import Foundation
import GraphIR
import Runtime
import Sonograph
import Testing

/// What is an output changes how a graph is fused, not what it computes.
@Suite struct FusionTests {
  /// A norm whose row sums, one number a row, are read along the row again.
  static let norm = """
    graph norm {
      %0 = input data "x" : f32[batch=B, time=T, channel=19]
      %1 = map(%0, %0, body: { $0 * $1 }) : f32[batch=B, time=T, channel=19]
      %2 = reduce(%1, with: sum, over: (channel)) : f32[batch=B, time=T]
      %3 = map(%2, body: { rsqrt($0 + 0.25) }) : f32[batch=B, time=T]
      %4 = map(%3, body: { 2 * $0 }) : f32[batch=B, time=T]
      %5 = map(%0, %4, body: { $0 * $1 }) : f32[batch=B, time=T, channel=19]
      %6 = reduce(%5, with: max, over: (channel)) : f32[batch=B, time=T]
      %7 = map(%5, %6, %3, body: { exp($0 - $1) * $2 }) : f32[batch=B, time=T, channel=19]
      %8 = reduce(%7, with: sum, over: (batch, time)) : f32[channel=19]
      return
        "y" = %7,
        "columns" = %8
    }
    """

  @Test("every set of outputs of a norm is right", arguments: 0..<64)
  func outputs(_ set: Int) throws {
    var graph = try Graph(text: Self.norm, file: "norm.graph", operators: OperatorRegistry.table)
    for node in 1...6 where set >> (node - 1) & 1 == 1 { graph.outputs.append(Output("%\(node)", Value(node))) }
    let sizes = ["B": 2, "T": 3]
    let x = DenseTensor(graph.inputs[0].type.bound(sizes), (0..<114).map { Double(($0 * 29) % 41 - 20) / 8 })
    let expected = try Evaluator(graph, symbols: sizes).run(["x": x])
    // The interpreter runs the kernels that would be compiled, without 64 calls of a C compiler.
    let found = try Compiler(CompileOptions(target: .generic)).compile(graph).interpret(["x": x.data], symbols: sizes)
    for (name, tensor) in expected {
      for (a, b) in zip(tensor.data, found[name]!) { #expect(abs(a - b) <= 1e-5 * max(1, abs(a)), "\(name)") }
    }
  }

  /// A gate that is multiplied with something forward and, by way of `g`, in the gradient.
  static func gate(_ body: String) -> String {
    """
    graph gate {
      %0 = input data "x" : f32[time=T, in=32]
      %1 = input parameter "w" : f32[in=32, channel=48]
      %2 = input data "h" : f32[time=T, channel=48]
      %3 = contract(%0, %1, output: (time, channel)) : f32[time=T, channel=48]
      %4 = map(%3, body: { \(body) }) : f32[time=T, channel=48]
      %5 = map(%2, %4, body: { $0 * $1 }) : f32[time=T, channel=48]
      %6 = reduce(%5, with: sum, over: (channel)) : f32[time=T]
      %7 = map(%6, %4, body: { $0 * $1 }) : f32[time=T, channel=48]
      return
        "z" = %3,
        "y" = %7
    }
    """
  }

  @Test("a gate is computed twice rather than kept, unless it is dear", arguments: [("$0 * sigmoid($0)", false), ("tanh(exp($0))", true)])
  func gates(_ body: String, _ isKept: Bool) throws {
    let graph = try Graph(text: Self.gate(body), file: "gate.graph", operators: OperatorRegistry.table)
    let program = try Compiler(CompileOptions(target: .generic)).compile(graph)
    #expect(program.storages.contains { $0.name == "%4" } == isKept, "\(program.storages.map(\.name))")
  }

  /// Sums over all rows by column: three that read `x`, and one of something else.
  static let columns = """
    graph columns {
      %0 = input data "x" : f32[batch=B, time=T, channel=20]
      %1 = input data "y" : f32[batch=B, time=T, channel=20]
      %2 = map(%0, %1, body: { $0 * $1 }) : f32[batch=B, time=T, channel=20]
      %3 = map(%0, body: { exp($0) }) : f32[batch=B, time=T, channel=20]
      %4 = map(%3, %3, body: { $0 * $1 }) : f32[batch=B, time=T, channel=20]
      %5 = reduce(%3, with: sum, over: (batch, time)) : f32[channel=20]
      %6 = reduce(%4, with: max, over: (batch, time)) : f32[channel=20]
      %7 = map(%5, %3, body: { $0 * $1 }) : f32[batch=B, time=T, channel=20]
      %8 = reduce(%7, with: sum, over: (batch, time)) : f32[channel=20]
      %9 = reduce(%2, with: sum, over: (batch, time)) : f32[channel=20]
      return
        "exp" = %3,
        "sum" = %5,
        "max" = %6,
        "after" = %8,
        "product" = %9
    }
    """

  @Test("sums over the same rows share a kernel, in pieces of rows", arguments: [(1, 1), (3, 7), (2, 63), (5, 41), (1, 700)])
  func columns(_ batch: Int, _ time: Int) throws {
    let graph = try Graph(text: Self.columns, file: "columns.graph", operators: OperatorRegistry.table)
    let program = try Compiler(CompileOptions(target: .generic)).compile(graph)
    // exp; its sum and maximum; what needs the sum; the product's: three kernels of sums, each with one that adds pieces.
    #expect(program.steps.count == 7, "\(program.kernels.map(\.name))")
    try agrees(program, graph, ["B": batch, "T": time])
  }

  /// Two sums of a product's results along a row, and what needs both: a norm's gradient.
  static let rows = """
    graph rows {
      %0 = input data "x" : f32[time=T, feature=3]
      %1 = input data "w" : f32[feature=3, channel=37]
      %2 = contract(%0, %1, output: (time, channel)) : f32[time=T, channel=37]
      %3 = map(%2, %2, body: { $0 * $1 }) : f32[time=T, channel=37]
      %4 = reduce(%2, with: sum, over: (channel)) : f32[time=T]
      %5 = reduce(%3, with: sum, over: (channel)) : f32[time=T]
      %6 = map(%2, %4, %5, body: { ($0 - 0.03 * $1) * rsqrt(1 + $2) }) : f32[time=T, channel=37]
      return
        "y" = %6
    }
    """

  @Test("sums along the same rows share a kernel with what reads both", arguments: [1, 6, 67])
  func bothSums(_ time: Int) throws {
    let graph = try Graph(text: Self.rows, file: "rows.graph", operators: OperatorRegistry.table)
    let program = try Compiler(CompileOptions(target: .generic)).compile(graph)
    #expect(program.steps.filter { $0.operators.contains("reduce") }.count == 1, "\(program.kernels.map(\.name))")
    #expect(program.steps.last?.operators.contains("map") == true)
    try agrees(program, graph, ["T": time])
  }

  /// Expects what the reference gives from a program, interpreted.
  private func agrees(_ program: Program, _ graph: Graph, _ sizes: [String: Int]) throws {
    let inputs = Dictionary(uniqueKeysWithValues: graph.inputs.map { input in
      let type = input.type.bound(sizes)
      return (input.input.name, DenseTensor(type, (0..<type.count.constant!).map { Double(($0 * 29) % 41 - 20) / 32 }))
    })
    let expected = try Evaluator(graph, symbols: sizes).run(inputs)
    let found = try program.interpret(inputs.mapValues { $0.data }, symbols: sizes)
    for (name, tensor) in expected {
      for (a, b) in zip(tensor.data, found[name]!) { #expect(abs(a - b) <= 1e-5 * max(1, abs(a)), "\(name)") }
    }
  }
}
