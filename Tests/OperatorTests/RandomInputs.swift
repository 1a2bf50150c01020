import GraphIR

/// Inputs for an operator example, the same on every run.
struct RandomInputs {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  mutating func next() -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 40) * 0x1p-24
  }

  /// Values in the range; integers from 0 ..< upper bound, half of the signed bytes negative.
  mutating func tensor(_ type: TensorType, in range: ClosedRange<Double>) -> DenseTensor {
    let count = type.count.constant!
    let values = (0..<count).map { _ -> Double in
      switch type.element {
      case .f32: Double(Float(range.lowerBound + next() * (range.upperBound - range.lowerBound)))
      case .f64: range.lowerBound + next() * (range.upperBound - range.lowerBound)
      case .bool: next() < 0.5 ? 0 : 1
      case .bf16: Double(Float(brainFloatBits: Float(next() * 2 - 1).brainFloatBits))
      case .i8: (next() * 256).rounded(.down) - 128
      case .u8: (next() * 256).rounded(.down)
      case .i32, .u32, .index: (next() * range.upperBound).rounded(.down)
      }
    }
    return DenseTensor(type, values)
  }
}
