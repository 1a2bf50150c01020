import Compiler
import Foundation
import Graphs
import Runtime
import Operators
import Sonograph
import Testing

/// Recurrences whose bodies hold more than arithmetic, against the reference, with all gradients.
@Suite struct ScanBodyTests {
  static let bodies: [String: @Sendable (GraphBuilder) -> Tensor] = [
    "softmax and layer norm": { graph in
      let x = graph.input("x", [Axis(.batch, "B"), Axis(.time, "T"), Axis(.channel, 13)])
      let w = graph.parameter("w", [Axis("from", 13), Axis(.channel, 13)], .normal(0.3))
      let h0 = graph.input("h", [Axis(.batch, "B"), Axis(.channel, 13)])
      return scan(along: .time, from: h0, over: x) { h, x in
        let mixed = contract(softmax(h, over: .channel).renamed(.channel, to: "from"), w, to: [.batch, .channel])
        let next = normalized(mixed + x, over: [.channel])
        return (next, next * h)
      }.output
    },
    "a scan in a scan's place": { graph in
      let x = graph.input("x", [Axis(.batch, "B"), Axis(.time, "T"), Axis(.head, 3), Axis(.channel, 5)])
      let h0 = graph.input("h", [Axis(.batch, "B"), Axis(.head, 3), Axis(.channel, 5)])
      let forward = scan(along: .time, from: h0, over: x) { h, x in (tanh(h * 0.5 + x), h) }.output
      return scan(along: .time, isReverse: true, interval: 2, from: h0, over: forward, x) { h, y, x in (h * y + x, h * x) }.output
    },
    // The step size is computed for a chunk ahead, the sum over states in parts; 13 is no multiple of their number.
    "step sizes": { graph in
      let x = graph.input("x", [Axis(.batch, "B"), Axis(.time, "T"), Axis(.channel, 2 * 17)])
      let b = graph.input("b", [Axis(.batch, "B"), Axis(.time, "T"), Axis(.state, 13)])
      let a = graph.parameter("a", [Axis(.channel, 17), Axis(.state, 13)], .normal(0.3))
      let halves = [0, 17].map { x.slice(.channel, from: $0, size: 17) }
      let bias = graph.parameter("bias", [Axis(.channel, 17)], .normal(0.3))
      return selectiveScan(dt: softplus(halves[0] + bias), u: halves[1], a: -exp(a), b: b, c: b * b, isReverse: true).y
    },
    // From 16 sequences on, two of them at a time.
    "a matrix for all sequences": { graph in
      let x = graph.input("x", [Axis(.batch, "B"), Axis(.time, "T"), Axis("gate", 2), Axis(.channel, 37)])
      let w = graph.parameter("w", [Axis("from", 37), Axis("gate", 2), Axis(.channel, 37)], .normal(0.2)) * 0.03
      let h0 = graph.input("h", [Axis(.batch, "B"), Axis(.channel, 37)])
      return scan(along: .time, interval: 5, from: h0, over: x) { h, x in
        let mixed = tanh(contract(h.renamed(.channel, to: "from"), w, to: [.batch, "gate", .channel]) + x)
        let next = mixed.element("gate", 0) * h + mixed.element("gate", 1)
        return (next, next * h)
      }.output
    },
    "largest of heads": { graph in
      let x = graph.input("x", [Axis(.batch, "B"), Axis(.time, "T"), Axis(.head, 3), Axis(.channel, 17)])
      let h0 = graph.input("h", [Axis(.batch, "B"), Axis(.head, 3), Axis(.channel, 17)])
      return scan(along: .time, from: h0, over: x) { h, x in
        let next = 0.5 * h + x
        return (next, next - Operators.max(next, over: [.head]))
      }.output
    },
  ]

  /// The gradient of the selective scan takes its exponentials from the steps that it replays.
  @Test func exponentialsAreComputedOnce() throws {
    let model = try #require(ModelZoo.all.first { $0.name == "selective-scan" })
    let graph = try BaseTwo().run(try model.gradientGraph(of: "y"))
    let node = try #require(graph.nodes.first { $0.operation is ScanGradient })
    let scan = try #require(node.operation as? ScanGradient)
    func transcendentals(_ body: Graph) -> Dim {
      body.liveNodes.map { body.nodes[$0] }.reduce(0) { sum, node in
        sum + (node.operation?.cost(node.inputs.map(body.type), node.types).transcendentals ?? 0)
      }
    }
    let cost = scan.cost(node.inputs.map(graph.type), node.types).transcendentals
    #expect(cost != 0 && cost == transcendentals(scan.replay) * Dim(symbol: "T"))
    #expect(transcendentals(scan.body) == transcendentals(scan.replay))
  }

  @Test("bodies", arguments: bodies.keys.sorted(), [1, 2, 37, 70])
  func agrees(_ name: String, _ length: Int) throws { try compare(name, batch: 2, length) }

  @Test("sequences that go side by side, and one that is left over", arguments: [15, 16, 17], [1, 13])
  func sideBySide(_ batch: Int, _ length: Int) throws { try compare("a matrix for all sequences", batch: batch, length) }

  private func compare(_ name: String, batch: Int, _ length: Int) throws {
    let builder = GraphBuilder(name: "body")
    builder.output("y", Self.bodies[name]!(builder))
    let graph = try builder.finish().withGradients(of: "y")
    let sizes = ["B": batch, "T": length]
    var values: [String: DenseTensor] = [:]
    for (number, (_, input, type)) in graph.inputs.enumerated() {
      let bound = type.bound(sizes)
      values[input.name] = DenseTensor(bound, (0..<bound.count.constant!).map { sin(Double($0 * 7 + number * 3) * 0.61) })
    }
    let expected = try Evaluator(graph, symbols: sizes).run(values)
    let cache = try KernelCache(path: FileManager.default.temporaryDirectory.appendingPathComponent("bodies-\(UUID())").path)
    defer { try? FileManager.default.removeItem(at: cache.root) }
    let session = try Session(
      CompiledProgram(graph, options: CompileOptions(target: Host.target), cache: cache), pool: ThreadPool(threads: 2))
    let binding = try session.bind(sizes)
    for (_, input, _) in graph.inputs {
      let data = values[input.name]!.data
      if input.role == .data { try binding.write(data, to: input.name) } else { try session.write(data, to: input.name) }
    }
    binding.run()
    for (name, tensor) in expected {
      let scale = max(tensor.data.map(abs).max() ?? 0, 1e-6)
      let worst = try zip(binding.read(name), tensor.data).map { abs($0 - $1) }.max() ?? 0
      #expect(worst <= 2e-5 * scale, "\(name): \(worst / scale)")
    }
  }
}
