import GraphIR
import Testing

@Suite struct DimTests {
  private let b: Dim = "B"
  private let p: Dim = "P"
  private let t: Dim = "T"

  @Test func equalPolynomialsAreEqual() {
    #expect(Dim(5) * p + 1 == 1 + p * 5)
    #expect((b + t) * (b + t) == b * b + 2 * b * t + t * t)
    #expect((b + 1) * (b - 1) == b * b - 1)
    #expect(b - b == 0)
    #expect(b * 0 == 0)
    #expect(b * t != b + t)
    #expect((b - b).constant == 0)
    #expect((p - p + 3).constant == 3)
    #expect(p.constant == nil)
    #expect((t * b + t * 2).symbols == ["B", "T"])
  }

  @Test(arguments: [
    (0, "0"), (-3, "-3"), (Dim("P") * 5 + 1, "5*P + 1"), (1 - Dim("P"), "-P + 1"), (Dim("T") * "B" * 192, "192*B*T"),
    (Dim("B") * "B" - Dim("B") - 1, "B*B - B - 1"), (Dim("T") + "B", "B + T"),
  ] as [(Dim, String)])
  func prints(_ dim: Dim, _ text: String) { #expect(dim.description == text) }

  @Test func dividesExactlyOrNotAtAll() {
    #expect((4 * t + 8).divided(by: 4) == t + 2)
    #expect((4 * t + 6).divided(by: 4) == nil)
    #expect((6 * b * t).divided(by: 2 * b) == 3 * t)
    #expect((6 * b * t + 2).divided(by: b) == nil)
    #expect((b + t).divided(by: b + t) == 1)
    #expect((b + t).divided(by: b - t) == nil)
    #expect(b.divided(by: 0) == nil)
  }

  @Test func hasValues() {
    #expect((5 * p * b - 1).value(["P": 2, "B": 3]) == 29)
    #expect((5 * p).value(["B": 3]) == nil)
    #expect(Dim(7).value([:]) == 7)
  }

  @Test func obeysTheLawsOfArithmetic() {
    var random = Random(state: 3)
    for _ in 0..<200 {
      let (a, b, c) = (Self.random(&random), Self.random(&random), Self.random(&random))
      #expect((a + b) + c == a + (b + c))
      #expect(a * b == b * a)
      #expect(a * (b + c) == a * b + a * c)
      #expect((a - b) + b == a)
      let symbols = ["B": 3, "P": -2, "T": 11]
      #expect((a * b - c).value(symbols) == a.value(symbols)! * b.value(symbols)! - c.value(symbols)!)
    }
  }

  private static func random(_ random: inout Random) -> Dim {
    (0..<3).reduce(Dim(Int.random(in: -4...4, using: &random))) { sum, _ in
      let symbol: Dim = Dim(symbol: ["B", "P", "T"].randomElement(using: &random)!)
      return sum + Dim(Int.random(in: -3...3, using: &random)) * symbol * (Bool.random(using: &random) ? symbol : 1)
    }
  }

  @Test func saturatesInsteadOfTrapping() {
    let large = Dim(.max)
    #expect(large.isSaturated && Dim(.min).isSaturated)
    #expect(!Dim(.max / 2).isSaturated)
    #expect((large * large).isSaturated && (large + large).isSaturated && (0 - large - large).isSaturated)
    #expect((Dim(.min) * p).description == "-\(Int.max)*P")
    #expect((p * p).value(["P": .max]) == .max)
    #expect((p + p).value(["P": .min]) == -.max)
  }
}
