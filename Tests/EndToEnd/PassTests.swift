import Compiler
import GraphIR
import Sonograph
import Testing

/// Passes change what is computed, not its value; and they change what they are meant for.
@Suite struct PassTests {
  private static func count<T: Operator>(_ graph: Graph, _ type: T.Type) -> Int {
    graph.liveNodes.filter { graph.nodes[$0].operation is T }.count
  }

  /// The outputs before and after a pass for the same inputs, in double precision.
  private static func check(_ pass: any Pass, _ graph: Graph, symbols: [String: Int] = [:]) throws -> Graph {
    let after = try pass.run(graph)
    var values: [String: DenseTensor] = [:]
    for (number, (_, input, type)) in graph.inputs.enumerated() {
      let type = type.bound(symbols)
      values[input.name] = DenseTensor(type, (0..<type.count.constant!).map { Double(($0 * 37 + number * 11) % 23 - 11) / 8 })
    }
    let (expected, found) = (
      try Evaluator(graph, symbols: symbols).run(values), try Evaluator(after, symbols: symbols).run(values)
    )
    #expect(expected.keys == found.keys)
    for (name, tensor) in expected {
      for (a, b) in zip(tensor.data, found[name]!.data) { #expect(abs(a - b) <= 1e-12 * max(1, abs(a)), "\(name)") }
    }
    return after
  }

  /// A block-diagonal product and both of its gradients.
  private static func blockwise(blocks: Int, into: Int, from: Int) throws -> Graph {
    let builder = GraphBuilder(name: "blockwise")
    let x = builder.input("x", [Axis(.batch, "B"), Axis(.time, "T"), Axis("block", Dim(blocks)), Axis("in", Dim(from))])
    let w = builder.parameter("w", [Axis("block", Dim(blocks)), Axis("out", Dim(into)), Axis("in", Dim(from))], .zeros)
    let y = contract(x, w, to: [.batch, .time, "block", "out"])
    builder.output("y", y)
    let found = gradients(of: mean(y * y, over: y.type.names), by: [x, w])
    builder.output("dx", found[0]!)
    builder.output("dw", found[1]!)
    return try builder.finish()
  }

  @Test("blocks are widened", arguments: [(6, 4, 4), (9, 4, 3), (10, 1, 5), (8, 2, 8)])
  func widenBlocks(_ blocks: Int, _ into: Int, _ from: Int) throws {
    let graph = try Self.blockwise(blocks: blocks, into: into, from: from)
    let after = try Self.check(WidenBlocks(), graph, symbols: ["B": 2, "T": 3])
    let products = after.liveNodes.filter { after.nodes[$0].operation is Contract }
    #expect(products.allSatisfy { after.nodes[$0].types[0].axis("block-group") != nil })
  }

  @Test("square blocks that fill vectors stay, and so do their gradients", arguments: [(8, 4), (24, 2), (6, 8)])
  func keepsSquareBlocks(_ blocks: Int, _ size: Int) throws {
    let graph = try Self.blockwise(blocks: blocks, into: size, from: size)
    #expect(try WidenBlocks().run(graph).text(locations: false) == graph.text(locations: false))
  }

  @Test("large or few blocks stay", arguments: [(4, 16, 16), (1, 4, 4), (7, 5, 9)])
  func keepsBlocks(_ blocks: Int, _ into: Int, _ from: Int) throws {
    let graph = try Self.blockwise(blocks: blocks, into: into, from: from)
    #expect(try WidenBlocks().run(graph).text(locations: false) == graph.text(locations: false))
  }

  /// Gates computed from several tensors side by side, with all gradients.
  private static func gates(_ out: Int) throws -> Graph {
    let builder = GraphBuilder(name: "gates")
    let parts = [3, 5, 1].enumerated().map { number, size in
      builder.input("x\(number)", [Axis(.batch, "B"), Axis(.time, "T"), Axis(.channel, Dim(size))])
    }
    let w = builder.parameter("w", [Axis("gate", Dim(out)), Axis(.channel, 9)], .zeros)
    let y = contract(concat(parts, along: .channel), w, to: [.batch, .time, "gate"])
    builder.output("y", y)
    for (number, gradient) in gradients(of: mean(y * y, over: y.type.names), by: parts + [w]).enumerated() {
      builder.output("d\(number)", gradient!)
    }
    return try builder.finish()
  }

  @Test("no concatenation of activations, and no slice of their gradients, is left") func splitConcat() throws {
    let after = try Self.check(SplitConcat(), try Self.gates(4), symbols: ["B": 2, "T": 3])
    for index in after.liveNodes where after.nodes[index].operation is Concat || after.nodes[index].operation is Slice {
      #expect(after.nodes[index].types[0].count.constant != nil, "\(after.nodes[index].types[0])")
    }
  }

  @Test("the gradient of a product that sums over much is computed whole") func keepsProducts() throws {
    let after = try Self.check(SplitConcat(), try Self.gates(40), symbols: ["B": 2, "T": 3])
    #expect(after.liveNodes.contains { after.nodes[$0].operation is Slice && after.nodes[$0].types[0].count.constant == nil })
  }

  @Test("a concatenation that somebody else reads stays") func keepsConcat() throws {
    let builder = GraphBuilder(name: "both")
    let parts = (0..<2).map { builder.input("x\($0)", [Axis(.time, "T"), Axis(.channel, 3)]) }
    let all = concat(parts, along: .channel)
    builder.output("y", contract(all, builder.parameter("w", [Axis(.channel, 6)], .zeros), to: [.time]))
    builder.output("all", all)
    let graph = try builder.finish()
    #expect(try SplitConcat().run(graph).text(locations: false) == graph.text(locations: false))
  }
}
