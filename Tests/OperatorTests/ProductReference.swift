import Compiler
import GraphIR
import Operators

/// Inputs of a graph over T steps, and what the reference makes of them.
struct ProductReference {
  private let steps: Int
  private let inputs: [String: [Double]]
  private let outputs: [String: DenseTensor]

  init(_ graph: Graph, steps: Int) throws {
    self.steps = steps
    let inputs = Dictionary(uniqueKeysWithValues: graph.inputs.enumerated().map { number, input in
      let type = input.type.bound(["T": steps]), count = type.axes.reduce(1) { $0 * $1.size.constant! }
      return (input.input.name, DenseTensor(type, (0..<count).map { Double(($0 * (31 + number)) % 47 - 23) / 8 }))
    })
    self.inputs = inputs.mapValues { $0.data }
    outputs = try Evaluator(graph, symbols: ["T": steps]).run(inputs)
  }

  /// Whether a program, interpreted, gives all outputs.
  func agrees(with program: Program) throws -> Bool {
    let found = try program.interpret(inputs, symbols: ["T": steps])
    return outputs.allSatisfy { name, expected in
      zip(expected.data, found[name]!).allSatisfy { abs($0 - $1) <= 1e-4 * max(1, abs($0)) }
    }
  }
}
