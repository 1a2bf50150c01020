/// The generator MT19937 (Matsumoto & Nishimura 1998) with the sequence operations of Python's `random.Random`.
///
/// The evaluation kit orders the rows of an embedding matrix with it, so that reading its files needs the same numbers.
public struct MersenneTwister: Sendable {
  private static let size = 624
  private static let middle = 397
  private var state = [UInt32](repeating: 0, count: size)
  private var position = size

  /// As `random.Random(seed)` of Python 3 for a non-negative integer below 2^32: its one word initialises by array.
  public init(seed: UInt32) {
    state[0] = 19_650_218
    for i in 1..<Self.size { state[i] = 1_812_433_253 &* (state[i - 1] ^ (state[i - 1] >> 30)) &+ UInt32(i) }
    var i = 1
    for _ in 0..<Self.size {
      state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >> 30)) &* 1_664_525)) &+ seed
      advance(&i)
    }
    for _ in 0..<Self.size - 1 {
      state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >> 30)) &* 1_566_083_941)) &- UInt32(i)
      advance(&i)
    }
    state[0] = 0x8000_0000
  }

  private mutating func advance(_ i: inout Int) {
    i += 1
    if i == Self.size {
      state[0] = state[Self.size - 1]
      i = 1
    }
  }

  /// The next 32 bits.
  public mutating func next() -> UInt32 {
    if position == Self.size { twist() }
    var y = state[position]
    position += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9d2c_5680
    y ^= (y << 15) & 0xefc6_0000
    return y ^ (y >> 18)
  }

  private mutating func twist() {
    for i in 0..<Self.size {
      let y = (state[i] & 0x8000_0000) | (state[(i + 1) % Self.size] & 0x7fff_ffff)
      state[i] = state[(i + Self.middle) % Self.size] ^ (y >> 1) ^ (y & 1 == 0 ? 0 : 0x9908_b0df)
    }
    position = 0
  }

  /// A uniform number below `bound`, by rejection of as many leading bits as `bound` has, as Python 3 draws it.
  mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0 && bound < 1 << 32)
    let bits = Int.bitWidth - bound.leadingZeroBitCount
    while true {
      let drawn = Int(next() >> UInt32(32 - bits))
      if drawn < bound { return drawn }
    }
  }

  /// As `random.shuffle` of Python 3.2 and later: Fisher & Yates from the end.
  public mutating func shuffle<Element>(_ values: inout [Element]) {
    for i in stride(from: values.count - 1, to: 0, by: -1) { values.swapAt(i, below(i + 1)) }
  }
}
