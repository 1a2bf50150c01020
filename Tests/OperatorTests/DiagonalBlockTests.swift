import CPrinter
import Compiler
import GraphIR
import Operators
import Testing

/// Products with small square blocks along a diagonal; their results are tested by the operator laws.
@Suite struct DiagonalBlockTests {
  /// The C of rows times blocks.
  private func product(blocks: Int, size: Int, out: Int? = nil, first: Int = 0, target: Target = .avx2) throws -> String {
    let graph = GraphBuilder(name: "blocks")
    let all = graph.input(Input("x", .data), TensorType(.f32, [Axis("row", "M"), Axis(.channel, Dim(blocks * size + first))]))
    let x = all.slice(.channel, from: Dim(first), size: Dim(blocks * size)).split(.channel, into: [Axis("block", Dim(blocks)), Axis("in", Dim(size))])
    let types = [Axis("block", Dim(blocks)), Axis("out", Dim(out ?? size)), Axis("in", Dim(size))]
    let w = graph.input(Input("w", .parameter), TensorType(.f32, types))
    graph.output("y", contract(x, w, to: ["row", "block", "out"]))
    let program = try Compiler(CompileOptions(target: target)).compile(try graph.finish())
    return try #require(program.kernels.map { CPrinter().source(of: $0) }.last)
  }

  @Test("each element of a row takes its turn in all lanes of its block") func turns() throws {
    let c = try product(blocks: 24, size: 4)
    #expect(c.contains("v_shuffle_f32(x0, 0, 0, 0, 0, 4, 4, 4, 4)"))
    #expect(c.contains("v_shuffle_f32(x0, 3, 3, 3, 3, 7, 7, 7, 7)"))
    #expect(!c.contains("v_splat_f32(x["))
  }

  @Test("the gradient of the blocks: pieces of rows side by side, then their sum") func sums() throws {
    let graph = GraphBuilder(name: "blocks")
    let rows = [Axis("row", "M"), Axis("block", 24)]
    let parts = [AxisName("out"), "in"].map { graph.input(Input($0.text, .data), TensorType(.f32, rows + [Axis($0, 4)])) }
    graph.output("dw", contract(parts[0], parts[1], to: ["block", "out", "in"]))
    let program = try Compiler(CompileOptions(target: .avx2)).compile(try graph.finish())
    let sources = program.kernels.map { CPrinter().source(of: $0) }
    #expect(sources.count == 2)
    #expect(sources[0].contains("v_store_f32(&pieces[first + n2],"))
    #expect(sources[0].contains("+ x * v_shuffle_f32(y, 0, 0, 0, 0, 4, 4, 4, 4)"))
    #expect(program.kernels[1].name.hasSuffix("pieces"))
  }

  @Test("a part of wider rows is read where it lies") func slice() throws {
    #expect(try product(blocks: 24, size: 4, first: 5).contains("v_shuffle_f32"))
  }

  @Test("blocks that do not fill vectors are widened or padded", arguments: [(9, 4, 4), (8, 3, 3), (24, 4, 2)])
  func others(_ blocks: Int, _ size: Int, _ out: Int) throws {
    #expect(try !product(blocks: blocks, size: size, out: out).contains("v_shuffle_f32"))
  }

  @Test("a machine without vectors takes blocks one by one") func scalar() throws {
    #expect(try !product(blocks: 24, size: 4, target: .scalar).contains("v_shuffle_f32"))
  }
}
