import GraphIR
import Operators
import Testing

/// What `gradients` promises beyond the values, which the laws check.
@Suite struct DifferentiateTests {
  private let channel = Axis(.channel, 5)

  @Test func gradientsBelongToTheLineAndScopeOfTheirForwardNode() throws {
    let run = GraphRun()
    let x = run.input([channel])
    let line = #line + 1
    let y = run.builder.within(scope: "block") { softmax(x, over: .channel) }
    let loss = sum(y * y, over: .channel)
    let first = run.builder.graph.nodes.count
    _ = gradients(of: loss, by: [x])
    let derived = run.builder.graph.nodes.dropFirst(first).filter { $0.scope == "block/gradient" }
    #expect(!derived.isEmpty)
    for node in derived { #expect(node.location?.line == line && node.location?.file == #fileID) }
  }

  @Test func contributionsOfSeveralUsesAddUp() throws {
    let run = GraphRun()
    let x = run.input([channel])
    let loss = sum(x * x + exp(x) * x, over: .channel)
    #expect(try run.gradientError(of: loss, by: x) < 1e-8)
  }

  @Test func whatTheLossDoesNotDependOnHasNoGradient() throws {
    let run = GraphRun()
    let (x, other) = (run.input([channel]), run.input([channel]))
    let found = gradients(of: sum(x, over: .channel), by: [other, x])
    #expect(found[0] == nil && found[1] != nil)
  }

  @Test func intermediateTensorsHaveGradientsToo() throws {
    let run = GraphRun()
    let x = run.input([channel])
    let y = exp(x)
    let found = gradients(of: sum(y * y, over: .channel), by: [y, x])
    let expected = try run.data(y).map { 2 * $0 }
    #expect(try distance(run.data(found[0]!), expected) < 1e-12)
    #expect(try distance(run.data(found[1]!), zip(expected, run.data(y)).map { $0 * $1 }) < 1e-12)
  }

  @Test func onlyScalarsAreDifferentiated() {
    let run = GraphRun()
    let x = run.input([channel])
    #expect(gradients(of: x, by: [x])[0] == nil)
    #expect(run.builder.diagnostics.first?.found == "f32[channel=5]")
  }

  @Test("a gradient has the type of its input", arguments: OperatorLaws.cases.filter(\.example.differentiable))
  func types(_ test: OperatorLaws.Case) throws {
    let builder = GraphBuilder(name: "types")
    let inputs = test.example.inputs.enumerated().map { builder.input(Input("x\($0)", .data), $1) }
    let outputs: [Tensor] = builder.add(test.example.operation, inputs)
    let terms = outputs.filter { $0.type.element.isFloat }.map { sum($0 * $0, over: $0.type.names) }
    let loss = terms.dropFirst().reduce(terms[0]) { $0 + $1 }
    for (input, gradient) in zip(inputs, gradients(of: loss, by: inputs)) {
      if let gradient { #expect(gradient.type == input.type) }
    }
    _ = try builder.finish()
  }
}
