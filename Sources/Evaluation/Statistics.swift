import Foundation

/// The standard normal distribution.
enum Normal {
  static func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

  /// The x below which a share `p` lies, by bisection to the last digits.
  static func quantile(_ p: Double) -> Double {
    guard !p.isNaN else { return .nan }
    if p <= 0 { return -.infinity }
    if p >= 1 { return .infinity }
    // The upper half by symmetry: 1 - p keeps the digits that the cumulative function loses there.
    return p > 0.5 ? -bisected(-40...0) { cumulative($0) - (1 - p) } : bisected(-40...0) { cumulative($0) - p }
  }
}

/// The place in a range where a growing function is 0.
private func bisected(_ range: ClosedRange<Double>, _ f: (Double) -> Double) -> Double {
  var (low, high) = (range.lowerBound, range.upperBound)
  for _ in 0..<200 {
    let middle = (low + high) / 2
    if f(middle) < 0 { low = middle } else { high = middle }
  }
  return (low + high) / 2
}

/// Student's t distribution.
enum StudentT {
  /// The t that a share `p` >= 0.5 of the distribution lies below.
  static func quantile(_ p: Double, degrees: Int) -> Double {
    bisected(0...1e6) { cumulative($0, Double(degrees)) - p }
  }

  /// For t >= 0: `1 - I_x(n/2, 1/2) / 2` with `x = n / (n + t^2)` (Abramowitz & Stegun 26.7.1).
  private static func cumulative(_ t: Double, _ n: Double) -> Double {
    1 - incompleteBeta(n / (n + t * t), n / 2, 0.5) / 2
  }

  /// The regularised incomplete beta function by its continued fraction (Abramowitz & Stegun 26.5.8), on the side where
  /// that converges fast.
  private static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    if x <= 0 { return 0 }
    if x >= 1 { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
    let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * Foundation.log(x) + b * log1p(-x)) / a
    // From the last term to the first: 1 / (1 + d1 / (1 + d2 / ...)).
    var fraction = 1.0
    for m in stride(from: 200, through: 0, by: -1) {
      let k = Double(m)
      let odd = -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1))
      fraction = 1 + odd / fraction
      if m > 0 { fraction = 1 + k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k)) / fraction }
    }
    return front / fraction
  }
}

/// A mean with the half-width of its 95 % interval by Student's t: `t(0.975, n - 1) s / sqrt(n)`.
public struct MeanInterval: Sendable, Hashable, Codable {
  public let mean: Double
  /// Nil for one value, which tells nothing about the spread.
  public let halfWidth: Double?

  public init(_ values: [Double]) {
    precondition(!values.isEmpty)
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    self.mean = mean
    guard values.count > 1 else {
      halfWidth = nil
      return
    }
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)).squareRoot()
    halfWidth = StudentT.quantile(0.975, degrees: values.count - 1) * deviation / n.squareRoot()
  }
}

extension MeanInterval {
  /// The difference of two means of values that do not belong together in pairs (Welch 1947), with its degrees of freedom
  /// rounded down.
  public init(of first: [Double], minus second: [Double]) {
    func parts(_ values: [Double]) -> (mean: Double, square: Double) {
      let n = Double(values.count)
      let mean = values.reduce(0, +) / n
      return (mean, values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1) / n)
    }
    let (a, b) = (parts(first), parts(second))
    mean = a.mean - b.mean
    guard first.count > 1, second.count > 1 else {
      halfWidth = nil
      return
    }
    let square = a.square + b.square
    guard square > 0 else {
      halfWidth = 0
      return
    }
    let degrees = square * square / (a.square * a.square / Double(first.count - 1) + b.square * b.square / Double(second.count - 1))
    halfWidth = StudentT.quantile(0.975, degrees: max(1, Int(degrees))) * square.squareRoot()
  }
}

/// One number for a model from its scores on several tasks; two definitions are in use, and they are not comparable.
public enum AggregateScore: String, Sendable, CaseIterable {
  /// `100/T sum (x - min) / (max - min)`, the worst and best of each task over all models of the table (MW-MAE).
  case minMax = "min-max"
  /// `100/T sum max(0, (x - naive) / (best - naive))`, from a baseline to a reference (SUPERB, GRAM).
  case baseline = "baseline-to-reference"

  /// - Parameters:
  ///   - scores: of one model, by task.
  ///   - low: what counts as 0 of each task: the worst model, or the baseline.
  ///   - high: what counts as 1 of each task: the best model, or the reference.
  /// - Returns: 0 to 100; a task on which `low` and `high` are equal tells nothing and is left out; nil if all are.
  public func callAsFunction(_ scores: [String: Double], low: [String: Double], high: [String: Double]) -> Double? {
    let parts = scores.keys.sorted().compactMap { task -> Double? in
      guard let x = scores[task], let low = low[task], let high = high[task], high != low else { return nil }
      let part = (x - low) / (high - low)
      return self == .baseline ? max(0, part) : part
    }
    return parts.isEmpty ? nil : 100 * parts.reduce(0, +) / Double(parts.count)
  }
}
