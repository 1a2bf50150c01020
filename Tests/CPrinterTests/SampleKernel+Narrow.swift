import LoopIR

/// Numbers that are narrow in memory: read whole vector by whole vector, with idle lanes, at a distance and by index; written
/// back; and words of bytes.
extension SampleKernel {
  static func narrow(_ lanes: Int) -> SampleKernel {
    let (half, code, byte) = (Buffer("half", .bf16), Buffer("code", .i8), Buffer("byte", .u8))
    let (halves, codes, bytes) = (Buffer("halves", .bf16), Buffer("codes", .i8), Buffer("bytes", .u8))
    let (x, far) = (Variable("x", .f32), Variable("far", .i32))
    let wide = Expression.binary(.mul, .load(half, vi), .binary(.add, .load(half, vn - 1 - vi), f32(0.3)))
    let body: [Statement] = [
      .define(x, .binary(.add, wide, .cast(.load(byte, vi * 3), .f32))),
      .store(halves, vi, .variable(x)),
      .define(far, .binary(.add, .load(code, vi), .load(code, vi * 3 + 1))),
      .store(codes, vi * 3, .variable(far)),
      .store(bytes, vi, .binary(.sub, .load(byte, vi + 1), .load(code, vi))),
    ]
    let single: [Statement] = [
      .store(halves, vn, .binary(.mul, .load(half, 3), f32(-1.7))),
      .store(codes, vn * 3, .binary(.add, .load(code, 0), .number(100, .i32))),
    ]
    let count = 43
    return SampleKernel(
      kernel("narrow", lanes, [half, code, byte, halves, codes, bytes], [.loop(Loop(i, to: vn, kind: .vector, body: body))] + single),
      [
        someBytes(count * 3 + 4).map { Double(Float($0) * 0.125 - 7) }, someBytes(count * 3 + 4).map { $0 - 128 }, someBytes(count * 3 + 4),
        [Double](repeating: 0, count: count + 1), [Double](repeating: 0, count: count * 3 + 1), [Double](repeating: 0, count: count),
      ], sizes: [count])
  }

  /// Sums of products of four bytes, a vector of words and single ones.
  static func words(_ lanes: Int) -> SampleKernel {
    let (a, b, y) = (Buffer("a", .u8), Buffer("b", .i8), Buffer("y", .i32))
    let (sum, k) = (Variable("sum", .i32, isVector: lanes > 1), Variable("k"))
    let vk = Expression.variable(k)
    let left = Expression.word(a, vk * 4)
    let right = Expression.word(b, vk * .integer(4 * lanes), vector: lanes > 1)
    func spread(_ x: Expression) -> Expression { lanes > 1 ? .broadcast(x) : x }
    let body: [Statement] = [
      .declare(sum, spread(.number(7, .i32))),
      .loop(Loop(k, to: vn, body: [.accumulate(sum, .sum, .binary(.dotBytes, spread(left), right))])),
      .store(y, 0, .variable(sum)),
      .store(y, .integer(lanes), .binary(.dotBytes, .word(a, 3), .word(b, 1))),
    ]
    let count = 9
    return SampleKernel(
      kernel("words", lanes, [a, b, y], body),
      [someBytes(count * 4), someBytes(count * 4 * lanes).map { $0 - 128 }, [Double](repeating: 0, count: lanes + 1)], sizes: [count])
  }

  /// 0 to 255, both ends among them.
  private static func someBytes(_ count: Int) -> [Double] {
    (0..<count).map { i -> Double in
      if i % 17 == 0 { return 255 }
      if i % 19 == 0 { return 0 }
      return Double((i * 40_503 + 977) % 65_536 / 256)
    }
  }
}
