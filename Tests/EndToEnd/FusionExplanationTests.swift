import Compiler
import Graphs
import Sonograph
import Testing

/// What `sonograph explain` says: what fused, and why neighbours did not.
@Suite struct FusionExplanationTests {
  @Test("a norm is one kernel, the sum of its columns another") func norm() throws {
    let graph = try Graph(text: FusionTests.norm, file: "norm.graph", operators: OperatorRegistry.table)
    let groups = FusionExplanation(try Pipeline.run(graph)).groups
    #expect(groups.map(\.kind) == [.rows, .columns])
    #expect(groups[0].operators == ["map", "reduce", "map", "map", "map", "reduce", "map"] && groups[0].obstacles.isEmpty)
    #expect(groups[1].obstacles.map(\.group) == [0])
    #expect(groups[1].obstacles.first?.reason == "sums over axes that are not the last ones")
  }

  @Test("a bias joins its product, unless a library computes it") func products() throws {
    let builder = GraphBuilder(name: "linear")
    let x = builder.input("x", [Axis(.batch, "B"), Axis(.channel, 9)])
    let w = builder.parameter("w", [Axis("out", 5), Axis(.channel, 9)], .zeros)
    let b = builder.parameter("b", [Axis("out", 5)], .zeros)
    builder.output("y", contract(x, w, over: [.channel]) + b)
    let graph = try builder.finish()
    let fused = FusionExplanation(graph).groups
    #expect(fused.map(\.operators) == [["contract", "map"]])
    let apart = FusionExplanation(graph, blas: .openblas).groups
    #expect(apart.map(\.operators) == [["contract"], ["map"]])
    #expect(apart.last?.obstacles == [.init(group: 0, reason: "a library computes that product")])
  }

  /// Each group that reads a result of another one says why it is not part of it, also where it joined a third one.
  @Test("every neighbour has a reason", arguments: ["selective-scan", "gru", "mlstm", "ssast-tiny", "ssam-tiny"])
  func everyNeighbour(_ name: String) throws {
    let model = try #require(ModelZoo.all.first { $0.name == name })
    let graph = try Pipeline.run(try model.trainGraph())
    let groups = FusionExplanation(graph).groups
    var groupOf: [Value: Int] = [:]
    for (number, group) in groups.enumerated() { for root in group.roots { groupOf[root] = number } }
    for (number, group) in groups.enumerated() {
      var (pending, seen, read) = (group.roots.map(\.node), Set(group.roots.map(\.node)), Set<Int>())
      while let node = pending.popLast() {
        for input in graph.nodes[node].inputs {
          if let other = groupOf[input] { read.insert(other) } else if seen.insert(input.node).inserted { pending.append(input.node) }
        }
      }
      #expect(read.subtracting([number]).isSubset(of: group.obstacles.map(\.group)), "kernel \(number) of \(name)")
    }
  }
}
