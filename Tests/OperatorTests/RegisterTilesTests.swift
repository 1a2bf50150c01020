import CPrinter
import Compiler
import GraphIR
import Operators
import Testing

/// The register tiles of products, and how they read rows of which there are not as many as a tile has.
@Suite struct RegisterTilesTests {
  private func graph(columns: Int) throws -> Graph {
    let graph = GraphBuilder(name: "product")
    let x = graph.input(Input("x", .data), TensorType(.f32, [Axis(.time, "T"), Axis("k", 19)]))
    let w = graph.input(Input("w", .parameter), TensorType(.f32, [Axis("out", Dim(columns)), Axis("k", 19)]))
    graph.output("y", contract(x, w, over: ["k"]))
    return try graph.finish()
  }

  private func compile(_ graph: Graph, _ target: Target) throws -> (program: Program, source: String) {
    let program = try Compiler(CompileOptions(target: target)).compile(graph)
    return (program, CPrinter().source(of: try #require(program.kernels.first { $0.name.hasSuffix("contract") })))
  }

  @Test("as few columns beyond the last as possible; three vectors before four", arguments: [
    (columns: 192, rows: 8, vectors: 3), (64, 6, 4), (128, 6, 4), (32, 12, 2), (16, 10, 1), (100, 10, 1),
  ])
  func shape(columns: Int, rows: Int, vectors: Int) throws {
    let source = try compile(graph(columns: columns), .avx512).source
    #expect(source.contains("sum\(rows - 1)_\(vectors - 1) = "))
    #expect(!source.contains("sum\(rows)_") && !source.contains("sum0_\(vectors) = "))
  }

  @Test("rows of a whole tile lie at fixed distances, those of the last one are counted") func wholeTiles() throws {
    let source = try compile(graph(columns: 192), .avx512).source
    #expect(source.contains("if (first_row + 7 < T) {"))
    #expect(source.contains("x[a + 133 + k]"))
    #expect(source.contains("const int64_t a7 = s_min_index(first_row + 7, T - 1) * 19;"))
  }

  @Test("sums are right for any number of rows", arguments: [1, 7, 8, 9, 35], [Target.generic, .avx2, .avx512])
  func sums(steps: Int, target: Target) throws {
    for columns in [48, 50] {
      let graph = try graph(columns: columns)
      #expect(try ProductReference(graph, steps: steps).agrees(with: compile(graph, target).program))
    }
  }
}
