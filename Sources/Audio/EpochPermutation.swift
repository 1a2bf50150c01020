/// A shuffled order of 0 ..< count that needs no memory: element `i` is computed, so any position of any epoch can be
/// asked for at once.
///
/// A four-round Feistel network over the next even power of two, applied again while the result lies outside the range
/// ("cycle walking": Black & Rogaway, "Ciphers with arbitrary finite domains", 2002; four rounds: Luby & Rackoff 1988).
package struct EpochPermutation {
  package let count: Int
  private let halfBits: UInt64
  private let keys: [UInt64]

  package init(count: Int, seed: UInt64, epoch: Int) {
    precondition(count > 0)
    self.count = count
    var bits: UInt64 = 1
    while bits < 31, 1 << (2 * bits) < UInt64(count) { bits += 1 }
    halfBits = bits
    keys = (0..<4).map { scramble(scramble(seed) ^ scramble(UInt64(epoch) &+ 0x5EED) &+ $0) }
  }

  package subscript(position: Int) -> Int {
    precondition(0 <= position && position < count)
    var value = UInt64(position)
    repeat { value = once(value) } while value >= UInt64(count)
    return Int(value)
  }

  private func once(_ value: UInt64) -> UInt64 {
    let mask: UInt64 = 1 << halfBits - 1
    var (left, right) = (value >> halfBits, value & mask)
    for key in keys { (left, right) = (right, left ^ (scramble(right &+ key) & mask)) }
    return left << halfBits | right
  }
}

/// The finaliser of SplitMix64 (Steele, Lea & Flood, "Fast splittable pseudorandom number generators", 2014): a
/// bijection of 64 bits in which every input bit changes about half of the output's.
package func scramble(_ x: UInt64) -> UInt64 {
  var z = x &+ 0x9E37_79B9_7F4A_7C15
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}
