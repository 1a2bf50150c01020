import GraphIR
import Operators
import Testing

/// Ill-typed uses are reported with role, axis, what was expected and what was found.
@Suite struct InferenceErrorTests {
  private let batch = Axis(.batch, 3)
  private let channel = Axis(.channel, 5)
  private let row = Axis("row", 7)

  private func report(_ build: (GraphBuilder) -> Tensor) throws -> Diagnostic {
    let builder = GraphBuilder(name: "errors")
    #expect(!build(builder).isValid)
    return try #require(builder.diagnostics.first)
  }

  private func input(_ builder: GraphBuilder, _ axes: [Axis], _ element: ElementType = .f32) -> Tensor {
    builder.input(Input("x\(builder.graph.nodes.count)", .data), TensorType(element, axes))
  }

  @Test func gatherNeedsIntegers() throws {
    let error = try report { gather(input($0, [row, channel]), along: "row", at: input($0, [batch])) }
    #expect(error.role == "indices" && error.expected == "i32" && error.found == "f32")
    #expect(error.location?.file == #fileID)
  }

  @Test func gatherNeedsDistinctAxes() throws {
    let error = try report { gather(input($0, [row, channel]), along: "row", at: input($0, [channel], .i32)) }
    #expect(error.role == "indices" && error.axis == .channel)
  }

  @Test func scatterAddNeedsTheAxesOfTheIndices() throws {
    let error = try report { scatterAdd(input($0, [channel]), at: input($0, [batch], .i32), along: row) }
    #expect(error.role == "values" && error.axis == .batch && error.expected == "batch=3")
  }

  @Test func framesNeedWholeHops() throws {
    let samples = Axis("sample", Dim("N") * 160 + 7)
    let error = try report { input($0, [samples]).framed("sample", hop: 160, length: 400) }
    #expect(error.axis == "sample" && error.expected == "160*(frames - 1) + 400" && error.found == "160*N + 7")
  }

  @Test func framesOfASymbolicSignal() throws {
    let builder = GraphBuilder(name: "frames")
    let x = input(builder, [Axis("sample", Dim("N") * 160)])
    let frames = x.reflected("sample", before: 200, after: 200).framed("sample", hop: 160, length: 400)
    #expect(frames.type.axes == [Axis("frame", Dim("N") + 1), Axis("sample", 400)])
    #expect(builder.diagnostics.isEmpty)
  }

  @Test func mirrorsAreShorterThanTheAxis() throws {
    let error = try report { input($0, [channel]).reflected(.channel, before: 5, after: 0) }
    #expect(error.role == "before" && error.expected == "0 ..< 5" && error.found == "5")
  }

  @Test func overlapAddNeedsTheSizeOfItsWindows() throws {
    let windows = [Axis("frame", 8), Axis("sample", 9)]
    let error = try report { input($0, windows).overlapAdded(hop: 4, into: Axis(.time, 36)) }
    #expect(error.role == "result" && error.expected == "37" && error.found == "36")
  }

  @Test func dropoutNeedsAProbability() throws {
    let error = try report { dropout(input($0, [channel]), rate: 1, seed: input($0, [], .i32)) }
    #expect(error.role == "rate" && error.found == "1.0")
  }

  @Test func randomNeedsAnIntegerSeed() throws {
    let error = try report { $0.random(.uniform, [channel], seed: input($0, [])) }
    #expect(error.role == "seed" && error.expected == "i32[]" && error.found == "f32[]")
  }

  @Test func crossEntropyNeedsItsAxis() throws {
    let error = try report { crossEntropy(logits: input($0, [channel]), targets: input($0, [], .i32), over: "class") }
    #expect(error.role == "logits" && error.axis == "class" && error.location?.file == #fileID)
  }
}
