import Foundation
import GraphIR
import Operators
import Testing

@Suite struct RandomTests {
  private let axes = [Axis(.batch, 100), Axis(.channel, 100)]

  private func moments(_ values: [Double]) -> (mean: Double, variance: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    return (mean, values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count))
  }

  @Test func uniformNumbers() throws {
    let run = GraphRun()
    let values = try run.data(run.builder.random(.uniform, axes, seed: run.scalar(-3, .i32)))
    let (mean, variance) = moments(values)
    // Five standard deviations of the mean of 10^4 numbers; the variance as wide.
    #expect(abs(mean - 0.5) < 5 * (1.0 / 12).squareRoot() / 100)
    #expect(abs(variance - 1.0 / 12) < 5 * (1.0 / 180).squareRoot() / 100)
    #expect(values.allSatisfy { (0..<1).contains($0) })
  }

  @Test func normalNumbers() throws {
    let run = GraphRun()
    let values = try run.data(run.builder.random(.normal, axes, seed: run.scalar(11, .i32)))
    let (mean, variance) = moments(values)
    #expect(abs(mean) < 0.05 && abs(variance - 1) < 5 * 2.0.squareRoot() / 100)
    let fourth = values.map { $0 * $0 * $0 * $0 }.reduce(0, +) / 1e4
    #expect(abs(fourth - 3) < 5 * 96.0.squareRoot() / 100)
  }

  @Test func seedsAndStreamsDiffer() throws {
    let run = GraphRun()
    let (one, two) = (run.scalar(1, .i32), run.scalar(2, .i32))
    let draws = try [one, one, two].map { try run.data(run.builder.random(.uniform, axes, seed: $0)) }
    let again = try run.data(run.builder.add(Random(.uniform, axes, stream: 1), [one]))
    #expect(draws[0] == again && draws[0] != draws[1] && draws[0] != draws[2])
  }

  @Test("numbers drawn after a graph is rewritten or copied are new ones") func streamsAfterRewriting() throws {
    let builder = GraphBuilder(name: "draws")
    let seed = builder.input(Input("seed", .data), TensorType(.i32))
    for number in 0..<3 { builder.output("y\(number)", builder.random(.uniform, axes, seed: seed)) }
    let graph = try builder.finish()
    #expect(graph.streams == [1, 2, 3])
    let doubled = try graph.rewritten { _, node, inputs, builder in
      (node.operation as? Random).map { [builder.add($0, inputs) + builder.random($0.kind, $0.axes, seed: inputs[0])] }
    }
    #expect(doubled.streams.sorted() == [1, 2, 3, 4, 5, 6])
    let other = GraphBuilder(name: "copy")
    _ = graph.copy(into: other)
    _ = other.random(.uniform, axes, seed: Tensor(other, Value(0)))
    #expect(other.graph.streams == [1, 2, 3, 4])
  }

  @Test("a body draws other numbers than the graph around it") func streamsOfBodies() throws {
    let builder = GraphBuilder(name: "body")
    let seed = builder.input(Input("seed", .data), TensorType(.i32))
    let x = builder.random(.uniform, [Axis(.time, 5), Axis(.channel, 7)], seed: seed)
    let result = scan(along: .time, from: sum(x, over: .time), over: x) { h, x in
      (next: h + dropout(x, rate: 0.5, seed: seed), output: h)
    }
    _ = dropout(result.output, rate: 0.5, seed: seed)
    #expect(builder.graph.streams == [1, 2, 3])
  }

  @Test func dropoutKeepsTheMeanAndItsMask() throws {
    let run = GraphRun()
    let x = run.input(axes, in: 1...2)
    let y = dropout(x, rate: 0.25, seed: run.scalar(7, .i32))
    let (xs, ys) = (try run.data(x), try run.data(y))
    for (x, y) in zip(xs, ys) { #expect(y == 0 || abs(y - x / 0.75) < 1e-12) }
    // Five standard deviations of a binomial of 10^4.
    #expect(abs(Double(ys.filter { $0 == 0 }.count) - 2500) < 5 * 1875.0.squareRoot())
    let slope = gradients(of: sum(y, over: y.type.names), by: [x])[0]!
    #expect(try distance(run.data(slope), ys.map { $0 == 0 ? 0 : 1 / 0.75 }) < 1e-12)
  }
}
