import Foundation
import GraphIR
import Operators
import Testing

@Suite struct OptimiserTests {
  private let channel = Axis(.channel, 5)

  @Test("AdamW follows its equations", arguments: [1.0, 2, 1000])
  func adamW(step: Double) throws {
    let run = GraphRun()
    let inputs = [-1...1, -1...1, -1...1, 0...1].map { run.input([channel], in: $0) }
    let optimiser = AdamW(beta1: 0.9, beta2: 0.95, weightDecay: 0.05)
    let new = optimiser.update(
      inputs[0], gradient: inputs[1], m: inputs[2], v: inputs[3], rate: run.scalar(0.01), step: run.scalar(step))
    let x = try inputs.map { try run.data($0) }
    var (parameters, ms, vs) = ([Double](), [Double](), [Double]())
    for i in 0..<5 {
      let (p, g) = (x[0][i], x[1][i])
      let m = 0.9 * x[2][i] + 0.1 * g
      let v = 0.95 * x[3][i] + 0.05 * g * g
      let deviation = (v / (1 - pow(0.95, step))).squareRoot()
      let ratio = m / (1 - pow(0.9, step)) / (deviation + 1e-8)
      parameters.append(p * (1 - 0.01 * 0.05) - 0.01 * ratio)
      ms.append(m)
      vs.append(v)
    }
    #expect(try distance(run.data(new.m), ms) < 1e-12)
    #expect(try distance(run.data(new.v), vs) < 1e-12)
    #expect(try distance(run.data(new.parameter), parameters) < 1e-10)
  }

  @Test func withoutMomentsAdamWFollowsTheSign() throws {
    let run = GraphRun()
    let (p, g) = (run.input([channel], values: [1, 1, 1, 1, 1]), run.input([channel], values: [2, -2, 0.5, -3, 1]))
    let zero = run.input([channel], values: [0, 0, 0, 0, 0])
    let new = AdamW(beta1: 0, beta2: 0, weightDecay: 0).update(
      p, gradient: g, m: zero, v: zero, rate: run.scalar(0.5), step: run.scalar(1))
    #expect(try distance(run.data(new.parameter), [0.5, 1.5, 0.5, 1.5, 0.5]) < 1e-7)
  }

  @Test func momentum() throws {
    let run = GraphRun()
    let inputs = (0..<3).map { _ in run.input([channel]) }
    let new = SGD(momentum: 0.9, weightDecay: 0.1).update(
      inputs[0], gradient: inputs[1], buffer: inputs[2], rate: run.scalar(0.2))
    let x = try inputs.map { try run.data($0) }
    let buffer = (0..<5).map { 0.9 * x[2][$0] + x[1][$0] + 0.1 * x[0][$0] }
    #expect(try distance(run.data(new.buffer), buffer) < 1e-12)
    #expect(try distance(run.data(new.parameter), (0..<5).map { x[0][$0] - 0.2 * buffer[$0] }) < 1e-12)
  }

  @Test("clipping by the global norm", arguments: [(1.0, 0.2), (10.0, 1.0)])
  func clipping(limit: Double, factor: Double) throws {
    let run = GraphRun()
    let (a, b) = (run.input([channel], values: [3, 0, 0, 0, 0]), run.scalar(4))
    #expect(try distance(run.data(globalNorm([a, b])), [5]) < 1e-12)
    let scaled = clipped([a, b], toNorm: limit)
    #expect(try distance(run.data(scaled[0]), [3 * factor, 0, 0, 0, 0]) < 1e-5)
    #expect(try distance(run.data(scaled[1]), [4 * factor]) < 1e-5)
  }

  @Test func noGradientsHaveNoNorm() throws {
    let error = try #require(throws: GraphErrors.self) { _ = try globalNorm([]) }
    #expect(error.diagnostics[0].message == "globalNorm: there are no gradients")
    #expect(error.description.contains("_ = try globalNorm([])") && error.description.contains("^"))
    #expect(clipped([], toNorm: 1).isEmpty)
  }
}
