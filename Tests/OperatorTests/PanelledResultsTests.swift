import Compiler
import GraphIR
import Operators
import Testing

/// Results of products that lie in the panels of the product that reads them.
@Suite struct PanelledResultsTests {
  /// `y[out][hidden] = sum over t of dy[t][out] f(x w)[t][hidden]`, as in the gradient of a weight. More rows than one
  /// tile has, more than the few steps with which tiles are wider, and numbers that single precision keeps.
  private func graph(hidden: Int, isRead: Bool = false, isShown: Bool = false) throws -> Graph {
    let graph = GraphBuilder(name: "product")
    func input(_ name: String, _ axes: [Axis]) -> Tensor { graph.input(Input(name, .data), TensorType(.f32, axes)) }
    let (time, wide, out) = (Axis(.time, "T"), Axis("hidden", Dim(hidden)), Axis("out", 45))
    let x = input("x", [time, Axis(.channel, 9)]), w = input("w", [Axis(.channel, 9), wide])
    let activated = map([contract(x, w, to: [.time, "hidden"])]) { $0[0] + .constant(0.25) }
    let slope = input("dy", [time, out])
    graph.output("y", contract(slope, activated, to: ["out", "hidden"]))
    if isRead { graph.output("z", contract(activated, input("u", [wide, out]), to: [.time, "out"])) }
    if isShown { graph.output("activated", activated) }
    return try graph.finish()
  }

  /// How many operands are packed.
  private func packs(_ graph: Graph, _ target: Target = .avx512) throws -> Int {
    try Compiler(CompileOptions(target: target)).compile(graph).steps.filter { $0.operators == ["pack"] }.count
  }

  @Test("whole panels are written as such") func whole() throws {
    #expect(try packs(graph(hidden: 128)) == packs(graph(hidden: 100)) - 1)
    #expect(try packs(graph(hidden: 64), .avx2) == packs(graph(hidden: 60), .avx2) - 1)
  }

  @Test("not what others read, too") func others() throws {
    let most = try packs(graph(hidden: 100))
    #expect(try packs(graph(hidden: 128, isShown: true)) == most)
    #expect(try packs(graph(hidden: 128, isRead: true)) >= most)
  }

  @Test("sums are right", arguments: [(target: Target.avx512, hidden: 192), (.avx512, 64), (.avx2, 48), (.generic, 24), (.scalar, 3)])
  func sums(_ of: (target: Target, hidden: Int)) throws {
    let graph = try self.graph(hidden: of.hidden)
    #expect(try packs(graph, of.target) == 1)
    for steps in [1, 7, 67, 259] {
      let program = try Compiler(CompileOptions(target: of.target)).compile(graph)
      #expect(try ProductReference(graph, steps: steps).agrees(with: program))
    }
  }
}
