import Audio
import Foundation

/// Random numbers that are a function of a key: of the seed, the step, the row of the batch, and what they are for.
struct Draws {
  private var state: UInt64

  init(_ key: UInt64...) { state = key.reduce(0) { scramble($0 ^ $1) } }

  mutating func bits() -> UInt64 {
    state = state &+ 1
    return scramble(state)
  }

  /// In [0, 1).
  mutating func uniform() -> Double { Double(bits() >> 11) * 0x1p-53 }
  mutating func uniform(_ range: ClosedRange<Double>) -> Double {
    range.lowerBound + uniform() * (range.upperBound - range.lowerBound)
  }
  /// In 0 ... largest.
  mutating func integer(upTo largest: Int) -> Int { Swift.min(largest, Int(uniform() * Double(largest + 1))) }

  /// The polar angle of two uniform numbers (Box & Muller 1958).
  private mutating func normal() -> Double { (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform()) }

  /// Gamma(shape, 1) by Marsaglia & Tsang 2000; shapes below 1 by their power of a uniform number.
  private mutating func gamma(_ shape: Double) -> Double {
    if shape < 1 { return gamma(shape + 1) * pow(1 - uniform(), 1 / shape) }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let v = pow(1 + c * x, 3)
      if v > 0, log(1 - uniform()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }

  /// Beta(a, a).
  mutating func beta(_ a: Double) -> Double {
    let (x, y) = (gamma(a), gamma(a))
    return x + y > 0 ? x / (x + y) : 0.5
  }
}
