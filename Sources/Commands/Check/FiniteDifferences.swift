import GraphIR
import Sonograph

/// The gradients of the reference against central differences of its loss: `(loss(x + h d) - loss(x - h d)) / 2h`.
///
/// The reference runs in double precision, so that the quotient is good to about 1e-8; functions with kinks apart.
struct FiniteDifferences {
  private let subject: CheckSubject
  private let loss: Evaluator
  private let gradients: [String: [Double]]
  /// How far the inputs are moved, in all.
  private static let step = 1e-4
  /// Up to so many elements in all, each is moved by itself.
  private static let fewElements = 600
  private static let tolerance = 1e-5

  init(_ subject: CheckSubject) throws {
    self.subject = subject
    var graph = subject.graph
    graph.outputs = graph.outputs.filter { $0.name == "loss" }
    loss = Evaluator(try graph.rewritten { _, _, _, _ in nil }, symbols: subject.sizes)
    gradients = try subject.reference(subject.graph)
  }

  private var sources: [(name: String, gradient: [Double])] {
    subject.graph.inputs.compactMap { input in gradients["gradient of \(input.input.name)"].map { (input.input.name, $0) } }
  }

  func rows() throws -> [CheckRow] {
    let count = sources.reduce(0) { $0 + $1.gradient.count }
    return try count <= Self.fewElements ? sources.map(elementwise) : (0..<2).map(along)
  }

  private func slope(_ direction: [(name: String, position: Int, amount: Double)]) throws -> Double {
    let step = Self.step / direction.reduce(0) { $0 + $1.amount * $1.amount }.squareRoot()
    func value(_ shift: Double) throws -> Double {
      var moved = subject.inputs
      for (name, position, amount) in direction { moved[name]!.data[position] += shift * amount }
      return try loss.run(moved)["loss"]!.data[0]
    }
    return try (value(step) - value(-step)) / (2 * step)
  }

  /// Every element of one input.
  private func elementwise(_ source: (name: String, gradient: [Double])) throws -> CheckRow {
    let estimates = try source.gradient.indices.map { try slope([(source.name, $0, 1)]) }
    return row("gradient of \(source.name) against differences", CheckSubject.error(estimates, source.gradient))
  }

  /// All inputs moved at once in a random direction.
  private func along(_ number: Int) throws -> CheckRow {
    var direction: [(name: String, position: Int, amount: Double)] = []
    var (product, size) = (0.0, 0.0)
    for (name, gradient) in sources {
      let type = subject.inputs[name]!.type
      let amounts = Initializer.normal(1).values(type, name: name, seed: UInt32(100 + number))
      for (position, amount) in amounts.enumerated() {
        direction.append((name, position, amount))
        product += gradient[position] * amount
        size += abs(gradient[position] * amount)
      }
    }
    let error = abs(try slope(direction) - product) / max(abs(product), 1e-3 * size, 1e-9)
    return row("gradient against differences, direction \(number)", error)
  }

  private func row(_ name: String, _ error: Double) -> CheckRow {
    CheckRow(name: name, scope: "", line: nil, relative_error: error, single_precision_error: nil, passes: error <= Self.tolerance)
  }
}
