import Compiler
import Foundation
import GraphIR
import Operators
import Runtime
import Testing

/// The laws that every registered operator obeys on each of its examples.
@Suite struct OperatorLaws {
  struct Case: CustomTestStringConvertible, Sendable {
    let number: Int
    let example: OperatorExample
    var testDescription: String { "\(example.operation.mnemonic) \(number): \(example.inputs.map(\.description))" }
  }

  static let cases: [Case] = OperatorRegistry.all.flatMap { $0.examples }.enumerated().map { Case(number: $0, example: $1) }

  /// A graph that is the operator alone.
  static func graph(_ example: OperatorExample) throws -> Graph {
    let builder = GraphBuilder(name: "law")
    let inputs = example.inputs.enumerated().map { builder.input(Input("x\($0)", .data), $1) }
    let outputs: [Tensor] = builder.add(example.operation, inputs)
    for (number, output) in outputs.enumerated() { builder.output("y\(number)", output) }
    return try builder.finish()
  }

  static func inputs(_ test: Case) -> [String: DenseTensor] {
    var random = RandomInputs(seed: UInt64(test.number + 1))
    return Dictionary(
      uniqueKeysWithValues: test.example.inputs.enumerated().map {
        ("x\($0)", random.tensor($1, in: test.example.range))
      })
  }

  @Test("inference agrees with the reference", arguments: cases)
  func inference(_ test: Case) throws {
    let graph = try Self.graph(test.example)
    let values = try Evaluator(graph).run(Self.inputs(test))
    for output in graph.outputs { #expect(values[output.name]!.type == graph.type(output.value)) }
  }

  @Test("every operator has examples", arguments: OperatorRegistry.all.map { $0.mnemonic })
  func hasExamples(_ mnemonic: String) {
    #expect(Self.cases.contains { $0.example.operation.mnemonic == mnemonic })
  }

  @Test("the compiled lowering agrees with the reference", arguments: [Target.avx512, .avx2, .generic, .scalar])
  func lowering(_ target: Target) throws {
    guard Host.supports(target) else { return }
    let cache = try KernelCache(path: FileManager.default.temporaryDirectory.appendingPathComponent("laws-\(UUID())").path)
    defer { try? FileManager.default.removeItem(at: cache.root) }
    // All examples at once, so that the compiler is called a few times only.
    let pool = try ThreadPool(threads: 2)
    let program = try EmittedCTests.program(target)
    let binding = try Session(try CompiledProgram(program, cache: cache), pool: pool).bind([:])
    for test in Self.cases {
      for (name, value) in Self.inputs(test) { try binding.write(value.data, to: "c\(test.number)\(name)") }
    }
    binding.run()
    for test in Self.cases {
      let expected = try Evaluator(try Self.graph(test.example)).run(Self.inputs(test))
      for (name, value) in expected {
        let got = try binding.read("c\(test.number)\(name)")
        let worst = zip(got, value.data).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
        // Sums of some hundred products of numbers of order 1 in single precision; NaN fails.
        #expect(worst <= 3e-6, "\(test.testDescription) \(name): worst error \(worst)")
        let same = zip(got, value.data).allSatisfy { $0.isNaN == $1.isNaN }
        #expect(same, "\(test.testDescription) \(name): NaN")
      }
    }
  }

  @Test("along an axis that is not mixed, a place of the results depends on that place of the inputs alone", arguments: cases)
  func mixedAxes(_ test: Case) throws {
    let graph = try Self.graph(test.example)
    let mixed = test.example.operation.mixedAxes(test.example.inputs, graph.outputs.map { graph.type($0.value) })
    for axis in Set(test.example.inputs.flatMap(\.axes)) where !mixed.contains(axis.name) {
      for place in Set([0, axis.size.constant! / 2, axis.size.constant! - 1]) {
        #expect(try Self.isIndependent(test, graph, axis.name, place), "\(axis.name) at \(place)")
      }
    }
  }

  @Test("the law of axes tells a mixed one")
  func tellsMixedAxis() throws {
    let type = TensorType(.f32, [Axis(.batch, 3), Axis(.time, 5)])
    let test = Case(number: 0, example: OperatorExample(Shift(.time, by: 1), [type]))
    let graph = try Self.graph(test.example)
    #expect(try Self.isIndependent(test, graph, .batch, 1))
    #expect(try !Self.isIndependent(test, graph, .time, 1))
  }

  /// Whether results at a place along an axis stay what they are when the inputs change everywhere else.
  private static func isIndependent(_ test: Case, _ graph: Graph, _ axis: AxisName, _ place: Int) throws -> Bool {
    let values = inputs(test)
    var random = RandomInputs(seed: 91), changed = values
    for (number, type) in test.example.inputs.enumerated() where type.axis(axis) != nil {
      let (old, new) = (values["x\(number)"]!, random.tensor(type, in: test.example.range))
      changed["x\(number)"] = DenseTensor(type) { $0[type.position(of: axis)!] == place ? old[$0] : new[$0] }
    }
    let results = try (Evaluator(graph).run(values), Evaluator(graph).run(changed))
    return results.0.allSatisfy { name, value in
      var isSame = true
      value.type.forEachIndex { index, offset in
        let isElsewhere = value.type.position(of: axis).map { index[$0] != place } ?? false
        if !isElsewhere { isSame = isSame && value.data[offset].bitPattern == results.1[name]!.data[offset].bitPattern }
      }
      return isSame
    }
  }

  @Test("the gradient agrees with finite differences", arguments: cases.filter(\.example.differentiable))
  func gradient(_ test: Case) throws {
    let builder = GraphBuilder(name: "law")
    let inputs = test.example.inputs.enumerated().map { builder.input(Input("x\($0)", .data), $1) }
    let outputs: [Tensor] = builder.add(test.example.operation, inputs)
    // loss = sum over outputs of <weights, output>, with fixed weights that differ everywhere.
    var loss: Tensor?
    for (number, output) in outputs.prefix(test.example.results).enumerated() where output.type.element.isFloat {
      let weights = builder.input(Input("w\(number)", .data), output.type)
      let term = sum(output * weights, over: output.type.names)
      loss = loss.map { $0 + term } ?? term
    }
    builder.output("loss", loss!)
    let lossOnly = Evaluator(try builder.finish())
    let wanted = inputs.filter { $0.type.element.isFloat }
    for (input, gradient) in zip(wanted, gradients(of: loss!, by: wanted)) {
      if let gradient { builder.output("d\(builder.graph.nodes[input.value!.node].input!.name)", gradient) }
    }
    let graph = try builder.finish()
    var random = RandomInputs(seed: 77)
    var values = Self.inputs(test)
    for (number, output) in outputs.enumerated() { values["w\(number)"] = random.tensor(output.type, in: -1...1) }
    let exact = try Evaluator(graph).run(values)
    for input in wanted {
      let name = builder.graph.nodes[input.value!.node].input!.name
      let count = values[name]!.data.count
      let gradient = exact["d\(name)"]?.data ?? [Double](repeating: 0, count: count)
      for (label, direction) in Self.directions(count, &random) {
        let step = 1e-5
        func loss(_ shift: Double) throws -> Double {
          var moved = values
          for (position, amount) in direction { moved[name]!.data[position] += shift * amount }
          return try lossOnly.run(moved)["loss"]!.data[0]
        }
        let estimate = try (loss(step) - loss(-step)) / (2 * step)
        let found = direction.reduce(0) { $0 + gradient[$1.position] * $1.amount }
        #expect(abs(estimate - found) <= 1e-6 * max(1, abs(estimate)), "\(name) \(label)")
      }
    }
  }

  private typealias Direction = [(position: Int, amount: Double)]

  /// Up to a dozen single elements of a small tensor; three random directions through a large one, where running the
  /// reference takes its time.
  private static func directions(_ count: Int, _ random: inout RandomInputs) -> [(label: String, direction: Direction)] {
    if count <= 256 {
      return stride(from: 0, to: count, by: max(1, count / 12)).map { ("[\($0)]", [(position: $0, amount: 1)]) }
    }
    return (0..<3).map { number in
      ("along direction \(number)", (0..<count).map { (position: $0, amount: 2 * random.next() - 1) })
    }
  }
}
