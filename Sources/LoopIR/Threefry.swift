/// Threefry-2x32 with 20 rounds (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011).
///
/// - Returns: both words of the block for a counter under a key.
public func threefry2x32(counter: (UInt32, UInt32), key: (UInt32, UInt32)) -> (UInt32, UInt32) {
  let rotations: [UInt32] = [13, 15, 26, 6, 17, 29, 16, 24]
  let keys = [key.0, key.1, key.0 ^ key.1 ^ 0x1BD1_1BDA]
  var (x0, x1) = (counter.0 &+ key.0, counter.1 &+ key.1)
  for round in 0..<20 {
    let r = rotations[round % 8]
    x0 = x0 &+ x1
    x1 = ((x1 << r) | (x1 >> (32 - r))) ^ x0
    if round % 4 == 3 {
      let s = round / 4 + 1
      x0 = x0 &+ keys[s % 3]
      x1 = x1 &+ keys[(s + 1) % 3] &+ UInt32(s)
    }
  }
  return (x0, x1)
}
