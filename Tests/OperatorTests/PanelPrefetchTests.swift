import CPrinter
import Compiler
import GraphIR
import Operators
import Testing

/// Which panels, rows and results a product's tiles ask for before they touch them.
@Suite struct PanelPrefetchTests {
  /// The C of the product of a symbolic number of rows with a weight.
  private func product(summed: Int, columns: Int, remembers: Bool = false) throws -> String {
    let graph = GraphBuilder(name: "product")
    let x = graph.input(Input("x", .data), TensorType(.f32, [Axis("row", "M"), Axis("k", Dim(summed))]))
    let w = graph.input(Input("w", .parameter), TensorType(.f32, [Axis("out", Dim(columns)), Axis("k", Dim(summed))]))
    graph.output("y", contract(x, w, over: ["k"]))
    if remembers {
      let count = graph.input(Input("count", .state), TensorType(.f32, []))
      graph.output("count", count + 1, updates: "count")
    }
    return try source(graph)
  }

  private func source(_ graph: GraphBuilder) throws -> String {
    let program = try Compiler(CompileOptions(target: .avx2)).compile(try graph.finish())
    let kernel = try #require(program.kernels.first { $0.name.hasSuffix("contract") })
    return CPrinter().source(of: kernel)
  }

  /// The C of a weight's gradient: a sum over a symbolic number of rows, in whose operand `x` they lie apart.
  private func gradient(out: Int) throws -> String {
    let graph = GraphBuilder(name: "gradient")
    let x = graph.input(Input("x", .data), TensorType(.f32, [Axis("row", "M"), Axis("out", Dim(out))]))
    let y = graph.input(Input("y", .data), TensorType(.f32, [Axis("row", "M"), Axis("in", 192)]))
    graph.output("dw", contract(x, y, over: ["row"]))
    return try source(graph)
  }

  @Test("large panels: each tile its share of the next one") func next() throws {
    #expect(try product(summed: 768, columns: 3072).contains("s_prefetch(packed, next + k * 2);"))
  }

  @Test("panels that stay in the caches are not asked for") func cached() throws {
    #expect(try !product(summed: 96, columns: 192).contains("s_prefetch(packed"))
  }

  @Test("rows of the result: before the sums, unless these are short") func results() throws {
    #expect(try product(summed: 192, columns: 768).contains("s_prefetch(x2, "))
    #expect(try !product(summed: 48, columns: 768).contains("s_prefetch(x2, "))
  }

  @Test("rows of the next tile: where one panel has all columns") func rows() throws {
    #expect(try product(summed: 384, columns: 8).contains("s_prefetch(x, a + k * 10 + 3840);"))
    #expect(try !product(summed: 384, columns: 48).contains("s_prefetch(x, "))
  }

  @Test("later steps of rows: where each lies in a line of its own") func laterSteps() throws {
    #expect(try gradient(out: 384).contains("s_prefetch(x, a0 + k * 384 + 9216);"))
    #expect(try !gradient(out: 16).contains("s_prefetch(x, "))
  }

  @Test("pieces of a stream, used once: the panel itself, a page ahead") func stream() throws {
    #expect(try product(summed: 192, columns: 768, remembers: true).contains("s_prefetch(packed, b + 1024 + k * 16);"))
  }
}
