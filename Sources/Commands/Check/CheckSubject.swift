import Compiler
import Foundation
import GraphIR
import Runtime
import Sonograph

/// A graph at some sizes with fixed inputs, whose results can be had in several ways.
struct CheckSubject {
  let graph: Graph
  let sizes: [String: Int]
  let machine: MachineOptions
  let tolerance: Double
  let inputs: [String: DenseTensor]

  init(_ graph: Graph, sizes: [String: Int], machine: MachineOptions, tolerance: Double) {
    (self.graph, self.sizes, self.machine, self.tolerance) = (graph, sizes, machine, tolerance)
    inputs = Self.inputs(graph, sizes)
  }

  private static func inputs(_ graph: Graph, _ sizes: [String: Int]) -> [String: DenseTensor] {
    var result: [String: DenseTensor] = [:]
    for (_, input, type) in graph.inputs {
      let bound = type.bound(sizes)
      let drawn = (input.initializer ?? .normal(1)).values(bound, name: input.name, seed: 1)
      let values = input.name == "mask" ? drawn.map { $0 > 0 ? 1.0 : 0 } : drawn.map { Double(Float($0)) }
      result[input.name] = DenseTensor(bound, type.element.isFloat ? values : values.map { abs($0).rounded(.down) })
    }
    return result
  }

  func reference(_ graph: Graph) throws -> [String: [Double]] {
    try Evaluator(graph, symbols: sizes).run(inputs).mapValues(\.data)
  }

  func compiled(_ graph: Graph) throws -> [String: [Double]] {
    let program = try Compiler(try machine.runnableOptions()).compile(graph)
    let session = try Session(try CompiledProgram(program, cache: try machine.cache()), pool: try machine.pool())
    let binding = try session.bind(sizes)
    for (_, input, _) in graph.inputs {
      let values = inputs[input.name]!.data
      if input.role == .data { try binding.write(values, to: input.name) } else { try session.write(values, to: input.name) }
    }
    binding.run()
    return Dictionary(try graph.outputs.map { ($0.name, try binding.read($0.name)) }, uniquingKeysWith: { $1 })
  }

  // MARK: Comparing

  /// The largest difference relative to the largest element; NaN and infinity where there should be none count as infinite.
  static func error(_ found: [Double], _ expected: [Double]) -> Double {
    let scale = Swift.max(expected.map(abs).max() ?? 0, 1e-6)
    return zip(found, expected).map { abs($0 - $1) }.reduce(0) { $1.isNaN ? .infinity : Swift.max($0, $1) } / scale
  }

  /// Where results cancel, single precision cannot give what double precision does: an error passes, too, if it is at most
  /// this many times that of computing operator by operator in single precision.
  private static let cancellation = 4.0

  private func rows(_ graph: Graph) throws -> [CheckRow] {
    let (found, expected) = try (compiled(graph), reference(graph))
    let errors = graph.outputs.map { Self.error(found[$0.name]!, expected[$0.name]!) }
    let isFine = errors.allSatisfy { $0 <= tolerance }
    let rounded = isFine ? [:] : try Evaluator.$roundsToSingle.withValue(true) { try reference(graph) }
    return zip(graph.outputs, errors).map { output, error in
      let node = graph.nodes[output.value.node]
      let unavoidable = isFine ? nil : Self.error(rounded[output.name]!, expected[output.name]!)
      return CheckRow(
        name: output.name, scope: node.scope, line: node.location.map { "\($0.file):\($0.line)" }, relative_error: error,
        single_precision_error: unavoidable, passes: error <= tolerance || error <= Self.cancellation * (unavoidable ?? 0))
    }
  }

  func results() throws -> [CheckRow] { try rows(graph) }

  /// Every node's results, worst first: all of them are outputs here, so that what fails by itself fails here, too.
  func nodes() throws -> [CheckRow] {
    var open = graph
    open.outputs = []
    for index in graph.liveNodes {
      guard let operation = graph.nodes[index].operation else { continue }
      for (number, type) in graph.nodes[index].types.enumerated() where type.element.isFloat {
        open.outputs.append(Output("%\(index).\(number) \(operation.mnemonic)", Value(index, number)))
      }
    }
    return try rows(open).sorted { $0.relative_error > $1.relative_error }
  }

  // MARK: Faults

  /// The first stage after which the results are not the reference's any more; nil if all is well.
  func firstFault() throws -> String? {
    let expected = try reference(graph)
    func differs(_ found: [String: [Double]], _ limit: Double) -> Bool {
      expected.contains { Self.error(found[$0.key] ?? [], $0.value) > limit || found[$0.key]?.count != $0.value.count }
    }
    var current = graph
    for pass in Pipeline.passes {
      current = try pass.run(current)
      if differs(try reference(current), 1e-9) { return "pass '\(type(of: pass).name)'" }
    }
    var options = try machine.runnableOptions()
    options.disabled = Set(Pipeline.passes.map { type(of: $0).name })
    let program = try Compiler(options).compile(current)
    let interpreted = try program.interpret(inputs.mapValues(\.data), symbols: sizes)
    if differs(interpreted, tolerance) { return "fusion, lowering or vectorising: the kernels are wrong before they are C" }
    if differs(try compiled(graph), tolerance) {
      return "the emitted C, the C compiler or the memory plan: the interpreted kernels are right"
    }
    return nil
  }
}
