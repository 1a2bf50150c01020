import Foundation

extension Initializer {
  /// The starting values of a parameter: a function of the seed and the parameter's name alone.
  public func values(_ type: TensorType, name: String, seed: UInt32) -> [Double] {
    let count = type.count.constant ?? 0
    // Zeros of the optimiser's moments, mostly: twice as many as there are parameters.
    if expression.arity == 0 { return Array(repeating: expression.evaluate([]), count: count) }
    let last = max(1, type.axes.last?.size.constant ?? 1)
    let stream = name.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
    let isUniform = expression.arity == 1
    var inputs = [0.0, 0.0, 0.0]
    return (0..<count).map { i in
      let (a, b) = threefry2x32(counter: (UInt32(truncatingIfNeeded: i), stream), key: (seed, 0))
      inputs[0] = Double(a >> 8) * 0x1p-24
      if !isUniform {
        // Box & Muller 1958; 1 - u is in (0, 1].
        inputs[1] = (-2 * Foundation.log(1 - inputs[0])).squareRoot() * Foundation.cos(2 * .pi * Double(b >> 8) * 0x1p-24)
        inputs[2] = Double(i % last)
      }
      return expression.evaluate(inputs)
    }
  }
}
