import Foundation

extension Initializer {
  /// The starting values of a parameter: a function of the seed and the parameter's name alone.
  public func values(_ type: TensorType, name: String, seed: UInt32) -> [Double] {
    let count = type.count.constant ?? 0
    let last = type.axes.last?.size.constant ?? 1
    let stream = name.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    return (0..<count).map { i in
      let (a, b) = threefry2x32(counter: (UInt32(truncatingIfNeeded: i), stream), key: (seed, 0))
      let (uniform, other) = (Double(a >> 8) * 0x1p-24, Double(b >> 8) * 0x1p-24)
      // Box & Muller 1958; 1 - u is in (0, 1].
      let normal = (-2 * Foundation.log(1 - uniform)).squareRoot() * Foundation.cos(2 * .pi * other)
      return expression.evaluate([uniform, normal, Double(i % Swift.max(last, 1))])
    }
  }
}
