import CPrinter
import Compiler
import Foundation
import GraphIR
import Operators
import Testing

/// Products of few rows with a matrix that lies as it is read, as in the gradient of a small weight.
@Suite struct FewRowsTests {
  private func graph(rows: Int, columns: Int) throws -> Graph {
    let graph = GraphBuilder(name: "product")
    let operands = [("gates", rows), ("channel", columns)].map { name, count in
      graph.input(Input(name, .data), TensorType(.f32, [Axis(.time, "T"), Axis(AxisName(name), Dim(count))]))
    }
    graph.output("y", contract(operands[0], operands[1], to: ["gates", "channel"]))
    return try graph.finish()
  }

  private func names(rows: Int, columns: Int, target: Target = .avx512) throws -> [String] {
    try Compiler(CompileOptions(target: target)).compile(graph(rows: rows, columns: columns)).kernels.map(\.name)
  }

  @Test("nothing is packed, and rows to come are asked for") func inPlace() throws {
    let program = try Compiler(CompileOptions(target: .avx512)).compile(graph(rows: 8, columns: 384))
    #expect(program.kernels.count == 1)
    let source = CPrinter().source(of: program.kernels[0])
    #expect(source.contains("const vf32 w0 = v_load_f32(&channel[b + k * 384]);"))
    #expect(source.contains("s_prefetch(channel, b + 8064 + k * 384);"))
    #expect(source.contains("sum7_2 += x7 * w2;"))
  }

  @Test("columns that are no whole tiles, and rows that are more than one, are packed")
  func packed() throws {
    #expect(try names(rows: 8, columns: 50).contains { $0.hasSuffix("pack") })
    #expect(try names(rows: 40, columns: 384).contains { $0.hasSuffix("pack") })
    #expect(try !names(rows: 1, columns: 8, target: .avx2).contains { $0.hasSuffix("pack") })
  }

  @Test("sums are right", arguments: [(1, 16), (3, 32), (7, 48), (8, 384), (13, 16), (13, 17), (1, 1)], [1, 5, 403])
  func sums(_ shape: (rows: Int, columns: Int), _ steps: Int) throws {
    let graph = try self.graph(rows: shape.rows, columns: shape.columns)
    let reference = try ProductReference(graph, steps: steps)
    for target in [Target.avx512, .avx2, .generic] {
      let program = try Compiler(CompileOptions(target: target)).compile(graph)
      #expect(try reference.agrees(with: program), "\(target.name)")
    }
  }
}
