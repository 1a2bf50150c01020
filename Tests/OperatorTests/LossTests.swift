import Foundation
import GraphIR
import Operators
import Testing

@Suite struct LossTests {
  private let batch = Axis(.batch, 3)
  private let classes = Axis("class", 5)

  @Test func crossEntropyAndItsGradient() throws {
    let run = GraphRun()
    let logits = run.input([batch, classes], in: -3...3)
    let targets = run.input([batch], .i32, values: [4, 0, 2])
    let loss = crossEntropy(logits: logits, targets: targets, over: "class")
    let slope = gradients(of: mean(loss, over: [.batch]), by: [logits])[0]!
    let x = try run.data(logits)
    var (losses, slopes) = ([Double](), [Double]())
    for (row, target) in [4, 0, 2].enumerated() {
      let exponentials = x[(5 * row)..<(5 * row + 5)].map { Foundation.exp($0) }
      let total = exponentials.reduce(0, +)
      losses.append(-Foundation.log(exponentials[target] / total))
      slopes += (0..<5).map { (exponentials[$0] / total - ($0 == target ? 1.0 : 0.0)) / 3 }
    }
    #expect(try distance(run.data(loss), losses) < 1e-12)
    #expect(try distance(run.data(slope), slopes) < 1e-12)
  }

  @Test func crossEntropyOfLargeLogits() throws {
    let run = GraphRun()
    let logits = run.input([classes], values: [1e4, 0, -1e4, 9e3, 1])
    let loss = crossEntropy(logits: logits, targets: run.scalar(1, .i32), over: "class")
    #expect(try run.data(loss) == [1e4])
  }

  @Test func binaryCrossEntropyIsStable() throws {
    let run = GraphRun()
    let logits = run.input([classes], values: [0, 2, -2, 800, -800])
    let targets = run.input([classes], values: [1, 0, 0.25, 1, 1])
    let loss = try run.data(binaryCrossEntropy(logits: logits, targets: targets))
    // log(1 + e^-2) = 0.126928011042972...
    let expected = [0.693147180559945, 2.126928011042972, 0.626928011042972, 0, 800]
    #expect(distance(loss, expected) < 1e-12)
  }

  @Test func meanSquaredErrorOfMaskedRows() throws {
    let run = GraphRun()
    let (prediction, target) = (run.input([batch, classes]), run.input([batch, classes]))
    let mask = run.input([batch], values: [1, 0, 1])
    let masked = meanSquaredError(prediction, target, weight: mask)
    let plain = meanSquaredError(prediction, target)
    let squares = try zip(run.data(prediction), run.data(target)).map { ($0 - $1) * ($0 - $1) }
    let kept = squares.prefix(5) + squares.suffix(5)
    #expect(try distance(run.data(plain), [squares.reduce(0, +) / 15]) < 1e-12)
    #expect(try distance(run.data(masked), [kept.reduce(0, +) / 10]) < 1e-12)
    #expect(try run.gradientError(of: masked, by: prediction) < 1e-8)
  }
}
