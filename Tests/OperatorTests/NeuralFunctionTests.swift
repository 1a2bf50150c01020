import Foundation
import GraphIR
import Operators
import Testing

/// Functions built of operators, against their equations written as loops.
@Suite struct NeuralFunctionTests {
  private let batch = Axis(.batch, 3)
  private let time = Axis(.time, 7)
  private let channel = Axis(.channel, 5)

  @Test("causal convolution", arguments: [false, true])
  func causalConvolution(isReversed: Bool) throws {
    let run = GraphRun()
    let (x, taps) = (run.input([batch, time, channel]), 4)
    let (weight, bias) = (run.input([channel, Axis("tap", Dim(taps))]), run.input([channel]))
    let y = Operators.causalConvolution(x, weight: weight, bias: bias, isReversed: isReversed)
    let (xs, w, b) = (try run.value(x), try run.value(weight), try run.value(bias))
    let expected = DenseTensor(x.type) { index in
      (0..<taps).reduce(b[[index[2]]]) { total, tap in
        let source = index[1] + (isReversed ? taps - 1 - tap : tap - taps + 1)
        return (0..<7).contains(source) ? total + w[[index[2], tap]] * xs[[index[0], source, index[2]]] : total
      }
    }
    #expect(try distance(run.data(y), expected.data) < 1e-12)
    let loss = sum(y * y, over: y.type.names)
    for input in [x, weight, bias] { #expect(try run.gradientError(of: loss, by: input) < 1e-7) }
  }

  @Test func batchNormalisation() throws {
    let run = GraphRun()
    let x = run.input([batch, time, channel])
    let (y, average, variance) = batchNormalized(x, over: [.batch, .time])
    let corrected = unbiased(variance, of: x, over: [.batch, .time])
    let xs = try run.data(x)
    var (means, variances, first) = ([Double](), [Double](), [Double]())
    for c in 0..<5 {
      let column = (0..<21).map { xs[$0 * 5 + c] }
      let m = column.reduce(0, +) / 21
      let v = column.map { ($0 - m) * ($0 - m) }.reduce(0, +) / 21
      means.append(m)
      variances.append(v)
      first.append((column[0] - m) / (v + 1e-5).squareRoot())
    }
    #expect(try distance(run.data(average), means) < 1e-12)
    #expect(try distance(run.data(variance), variances) < 1e-12)
    #expect(try distance(run.data(corrected), variances.map { $0 * 21 / 20 }) < 1e-12)
    #expect(try distance(Array(run.data(y).prefix(5)), first) < 1e-12)
    let inference = batchNormalized(x, mean: average, variance: variance)
    #expect(try distance(run.data(inference), run.data(y)) < 1e-12)
    let running = runningAverage(average, variance, momentum: 0.25)
    #expect(try distance(run.data(running), zip(means, variances).map { 0.75 * $0 + 0.25 * $1 }) < 1e-12)
  }

  @Test func batchNormalisationSharesItsSums() throws {
    let run = GraphRun()
    let (y, average, variance) = batchNormalized(run.input([batch, channel]), over: [.batch])
    for (name, tensor) in [("y", y), ("mean", average), ("variance", variance)] { run.builder.output(name, tensor) }
    let expanded = try run.builder.finish().rewritten { _, node, inputs, _ in
      guard let operation = node.operation, case .composite(let build) = operation.lower(inputs.map(\.type), node.types)
      else { return nil }
      return build(inputs)
    }
    #expect(expanded.nodes.filter { $0.operation is Reduce }.count == 2)
  }

  @Test("group normalisation", arguments: [false, true])
  func groupNormalisation(residualWeight: Bool) throws {
    let run = GraphRun()
    let (head, feature) = (Axis(.head, 2), Axis(.feature, 5))
    let (x, weight) = (run.input([time, head, feature]), run.input([head, feature]))
    let y = groupNormalized(x, weight: weight, residualWeight: residualWeight)
    let (xs, w) = (try run.value(x), try run.value(weight))
    let expected = DenseTensor(x.type) { index in
      let group = (0..<5).map { xs[[index[0], index[1], $0]] }
      let mean = group.reduce(0, +) / 5
      let variance = group.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 5
      let scale = w[[index[1], index[2]]] + (residualWeight ? 1 : 0)
      return scale * (xs[index] - mean) / (variance + 1e-5).squareRoot()
    }
    #expect(try distance(run.data(y), expected.data) < 1e-12)
  }

  @Test func rowsOutsideATableAreZero() throws {
    let run = GraphRun()
    let table = run.input([Axis("row", 2), channel], values: (1...10).map(Double.init))
    let indices = run.input([batch], .i32, values: [-1, 1, 2])
    let y = gather(table, along: "row", at: indices)
    #expect(try run.data(y) == [0, 0, 0, 0, 0, 6, 7, 8, 9, 10, 0, 0, 0, 0, 0])
    let back = scatterAdd(y, at: indices, along: Axis("row", 2))
    #expect(try run.data(back) == [0, 0, 0, 0, 0, 6, 7, 8, 9, 10])
  }
}
