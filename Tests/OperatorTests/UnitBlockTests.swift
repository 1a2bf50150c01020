import CPrinter
import Compiler
import GraphIR
import Operators
import Testing

/// Products whose left operand is read across its rows where steps are far apart, as in the gradient of a wide weight.
@Suite struct UnitBlockTests {
  private func graph(rows: Int, columns: Int) throws -> Graph {
    let graph = GraphBuilder(name: "product")
    let operands = [("wide", rows), ("channel", columns)].map { name, count in
      graph.input(Input(name, .data), TensorType(.f32, [Axis(.time, "T"), Axis(AxisName(name), Dim(count))]))
    }
    graph.output("y", contract(operands[0], operands[1], to: ["wide", "channel"]))
    return try graph.finish()
  }

  private func source(rows: Int, columns: Int) throws -> String {
    let program = try Compiler(CompileOptions(target: .avx512)).compile(graph(rows: rows, columns: columns))
    return CPrinter().source(of: program.kernels.first { $0.name.hasSuffix("contract") }!)
  }

  @Test("a piece of the rows serves all panels, and each asks for the one after it") func severalPanels() throws {
    let source = try source(rows: 768, columns: 192)
    #expect(source.contains("const int64_t unit_count = 12;"))
    #expect(source.contains("_Alignas(64) float tiles[12288] = {0};"))
    #expect(source.contains("for (int64_t turn = 0; turn < 4; ++turn) {"))
    #expect(source.contains("(turn + 1) % 4"))
  }

  @Test("steps that are near, and units that would be too few, have a panel each", arguments: [(192, 768), (560, 64), (96, 192)])
  func onePanel(rows: Int, columns: Int) throws {
    let source = try source(rows: rows, columns: columns)
    #expect(!source.contains("turn"))
  }

  @Test("sums are right", arguments: [(target: Target.generic, columns: 24), (.avx2, 27)])
  func sums(_ of: (target: Target, columns: Int)) throws {
    let graph = try self.graph(rows: 601, columns: of.columns)
    let program = try Compiler(CompileOptions(target: of.target)).compile(graph)
    #expect(program.kernels.map { CPrinter().source(of: $0) }.contains { $0.contains("turn") })
    #expect(try ProductReference(graph, steps: 259).agrees(with: program))
  }
}
