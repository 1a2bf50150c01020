import CPrinter
import Compiler
import GraphIR
import Operators
import Testing

/// Attention's kernels: what is masked, what is copied, and where NaNs go.
@Suite struct AttentionKernelTests {
  private static let (steps, features) = (70, 8)

  private func program(
    heads: Int = 1, features: Int = features, isCausal: Bool = false, target: Target = .avx512
  ) throws -> Program {
    let graph = GraphBuilder(name: "attention")
    let operands = ["q", "k", "v"].map {
      graph.input(Input($0, .data), TensorType(.f32, [Axis(.time, "T"), Axis(.head, Dim(heads)), Axis(.feature, Dim(features))]))
    }
    graph.output("y", attention(operands[0], operands[1], operands[2], isCausal: isCausal))
    return try Compiler(CompileOptions(target: target)).compile(graph.finish())
  }

  /// The steps of y that hold a NaN if one is at a step of an operand.
  private func spoilt(_ name: String, step: Int, isCausal: Bool = false, target: Target) throws -> [Int] {
    var inputs = Dictionary(uniqueKeysWithValues: ["q", "k", "v"].enumerated().map { number, name in
      (name, (0..<Self.steps * Self.features).map { Double(($0 * (31 + number)) % 47 - 23) / 8 })
    })
    inputs[name]![step * Self.features] = .nan
    let y = try program(isCausal: isCausal, target: target).interpret(inputs, symbols: ["T": Self.steps])["y"]!
    return (0..<Self.steps).filter { row in y[row * Self.features..<(row + 1) * Self.features].contains { $0.isNaN } }
  }

  @Test("scores are masked in panels that are not whole, and nowhere else") func masks() throws {
    let source = CPrinter().source(of: try program().kernels.last { $0.name.hasSuffix("attention") }!)
    let branch = try #require(source.range(of: "if (T < first_panel * 64 + panel * 64 + 64) {"))
    #expect(source[branch.upperBound...].components(separatedBy: "v_splat_f32(-INFINITY)").count == 5)
    #expect(!source[..<branch.lowerBound].contains("v_splat_f32(-INFINITY)"))
  }

  @Test("a NaN reaches the steps that see it", arguments: [Target.avx512, .avx2, .generic])
  func nan(_ target: Target) throws {
    #expect(try spoilt("q", step: 3, target: target) == [3])
    #expect(try spoilt("k", step: 0, target: target) == Array(0..<Self.steps))
    #expect(try spoilt("k", step: 66, target: target) == Array(0..<Self.steps))
    #expect(try spoilt("k", step: 66, isCausal: true, target: target) == Array(66..<Self.steps))
  }

  @Test("rows of whole vectors are read where they lie, unless they would share few sets of the cache",
    arguments: [(heads: 3, features: 64, isCopied: false), (3, 20, true), (16, 64, true)])
  func rows(_ of: (heads: Int, features: Int, isCopied: Bool)) throws {
    let names = try program(heads: of.heads, features: of.features).kernels.map(\.name)
    #expect(names.contains { $0.contains("rows") } == of.isCopied)
  }
}
