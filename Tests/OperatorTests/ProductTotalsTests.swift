import CPrinter
import Compiler
import GraphIR
import Operators
import Testing

/// Sums over all that is computed from a product, as of the squares of a gradient.
@Suite struct ProductTotalsTests {
  /// The sum of squares of a product, and of another function of it where there are two.
  private func graph(rows: Int, columns: Int, two: Bool = false, keeps: Bool = false) throws -> Graph {
    let graph = GraphBuilder(name: "totals")
    let operands = [("wide", rows), ("channel", columns)].map { name, count in
      graph.input(Input(name, .data), TensorType(.f32, [Axis(.time, "T"), Axis(AxisName(name), Dim(count))]))
    }
    let y = contract(operands[0], operands[1], to: ["wide", "channel"])
    graph.output("squares", sum(y * y, over: ["wide", "channel"]))
    if two { graph.output("sum", sum(y, over: ["wide", "channel"])) }
    if keeps { graph.output("rows", sum(y * y, over: ["channel"])) }
    return try graph.finish()
  }

  private func program(_ graph: Graph, _ target: Target = .avx512, disabled: Set<String> = []) throws -> Program {
    var options = CompileOptions(target: target)
    options.disabled = disabled
    return try Compiler(options).compile(graph)
  }

  /// Elements of the largest temporary, packed operands aside, which have T in their size.
  private func largest(_ program: Program) -> Int {
    program.storages.filter { $0.kind == .temporary }.compactMap(\.count.constant).max() ?? 0
  }

  @Test("what is summed needs no memory") func needsNoMemory() throws {
    let program = try self.program(graph(rows: 30, columns: 130))
    #expect(largest(program) < 100)
    let adding = program.kernels.first { $0.name.contains("contract") && $0.name.hasSuffix("pieces") }
    let source = CPrinter().source(of: try #require(adding))
    #expect(source.contains("for (int64_t tile = 0;"))
  }

  @Test("rows' sums that are outputs, and products that nothing joins, are summed from memory") func fromMemory() throws {
    #expect(try largest(program(graph(rows: 30, columns: 130, keeps: true))) >= 30 * 130)
    #expect(try largest(program(graph(rows: 30, columns: 130), disabled: ["fuse-products"])) >= 30 * 130)
  }

  @Test("what is scaled by its own norm, or summed with it, waits for the sum") func scaled() throws {
    let graph = GraphBuilder(name: "scaled")
    let operands = ["wide", "channel"].enumerated().map { number, name in
      graph.input(Input(name, .data), TensorType(.f32, [Axis(.time, "T"), Axis(AxisName(name), Dim(5 + 14 * number))]))
    }
    let y = contract(operands[0], operands[1], to: ["wide", "channel"])
    let norm = sqrt(sum(y * y, over: ["wide", "channel"]))
    graph.output("scaled", map([y, norm]) { $0[0] / ($0[1] + .constant(1)) })
    graph.output("sum", sum(map([y, norm]) { $0[0] * $0[1] }, over: ["wide", "channel"]))
    let finished = try graph.finish()
    #expect(try ProductReference(finished, steps: 9).agrees(with: program(finished, .avx2)))
  }

  @Test("sums are right", arguments: [
    (target: Target.generic, rows: 7, columns: 5), (.avx2, 13, 27), (.scalar, 3, 2), (.avx512, 50, 130),
  ])
  func sums(_ of: (target: Target, rows: Int, columns: Int)) throws {
    let graph = try self.graph(rows: of.rows, columns: of.columns, two: true)
    let program = try self.program(graph, of.target)
    for steps in [1, 9, 403] { #expect(try ProductReference(graph, steps: steps).agrees(with: program)) }
  }
}
