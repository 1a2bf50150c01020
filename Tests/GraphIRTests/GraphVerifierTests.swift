import GraphIR
import Testing

@Suite struct GraphVerifierTests {
  /// A sound graph with its last node replaced.
  private func graph(_ change: (inout Node) -> Void) throws -> Graph {
    let builder = GraphBuilder(name: "g")
    let x = builder.input(Input("x", .data), TensorType(.f32, [Axis(.time, "T"), Axis(.channel, 4)]))
    let _: [Tensor] = builder.add(Pair(.time), [x])
    let sound = try builder.finish()
    try sound.verify()
    var broken = Graph(name: "g")
    _ = broken.append(sound.nodes[0])
    var node = sound.nodes[1]
    change(&node)
    _ = broken.append(node)
    return broken
  }

  private func complaints(_ graph: Graph) -> [String] {
    do {
      try graph.verify()
      return []
    } catch {
      return error.diagnostics.map(\.description)
    }
  }

  @Test func acceptsWhatBuildersMake() throws {
    try everything().verify()
    #expect(throws: Never.self) { try Graph(name: "empty").verify() }
  }

  @Test func operandsComeEarlier() throws {
    #expect(
      complaints(try graph { $0.inputs = [Value(0, 1)] })
        == ["error: %1, both-of: an operand does not stand before its use\n  role: operand 0\n  found: %0.1"])
  }

  @Test func typesFollowFromOperands() throws {
    let place = SourceLocation(file: "M.swift", line: 3, column: 7)
    #expect(
      complaints(
        try graph {
          $0.types.reverse()
          ($0.location, $0.scope) = (place, "encoder")
        }) == [
          """
          M.swift:3:7: error: %1, both-of: this is not the type of the result
            expected: f32[time=T, channel=4], f32[channel=4]
            found: f32[channel=4], f32[time=T, channel=4]
            in: encoder
          """
        ])
    #expect(complaints(try graph { $0.inputs = [] }) == [
      "error: %1, both-of: wrong number of inputs\n  expected: 1\n  found: 0"
    ])
  }

  @Test func typesAreSound() throws {
    let type = TensorType(.f32, [Axis(.time, 2), Axis(.time, 3)])
    let input = NodeKind.input(Input("y", .data))
    #expect(complaints(try graph { ($0.kind, $0.inputs, $0.types) = (input, [], [type]) }) == [
      "error: %1, data 'y': axis 'time' occurs twice\n  found: f32[time=2, time=3]"
    ])
  }

  @Test func inputsAreSound() throws {
    let found = complaints(
      try graph { $0.kind = .input(Input("x", .state, initializer: Initializer(.input(4)))) })
    #expect(found == [
      "error: %1, state 'x': an input is defined twice",
      "error: %1, state 'x': an input has operands",
      "error: %1, state 'x': an input has one type\n  expected: 1\n  found: 2",
      """
      error: %1, state 'x': an initialiser knows three inputs
        expected: $0 (uniform), $1 (normal), $2 (last index)
        found: $4
      """,
    ])
  }

  @Test func outputsAndUpdatesFit() throws {
    let builder = GraphBuilder(name: "g")
    let x = builder.input(Input("x", .data), TensorType())
    _ = builder.input(Input("n", .state), TensorType(.i32))
    builder.output("a", x, updates: "n")
    builder.output("b", x, updates: "x")
    builder.output("b", x, updates: "w")
    var graph = try builder.finish()
    graph.outputs.append(Output("c", Value(5), updates: "w"))
    #expect(complaints(graph) == [
      "error: a result is given twice\n  role: result 'b'",
      "error: a result does not exist\n  role: result 'c'\n  found: %5.0",
      "error: result 'a' has another type than 'n', which it updates\n  expected: i32[]\n  found: f32[]",
      """
      error: result 'b' updates an input that is bound anew at each run
        expected: a parameter or state
        found: data 'x'
      """,
      "error: result 'b' updates an unknown input\n  found: 'w'",
      "error: an input is updated twice\n  role: input 'w'",
      "error: result 'c' updates an unknown input\n  found: 'w'",
    ])
  }

  @Test func nestedGraphsAreSound() throws {
    var twice = Twice()
    twice.items = [.list([.graph(try graph { $0.inputs = [Value(0, 1)] })])]
    let builder = GraphBuilder(name: "outer")
    builder.output("y", builder.add(twice, [builder.input(Input("x", .data), TensorType())]))
    #expect(complaints(try builder.finish()).count == 1)
  }
}
