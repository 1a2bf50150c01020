import GraphIR
import Testing

/// Starting values depend on seed and name alone, and not on how much an expression uses of what is drawn.
@Suite struct InitializerTests {
  private let type = TensorType(.f32, [Axis(.time, 301), Axis(.channel, 7)])

  private func values(_ expression: ScalarExpression, name: String = "w", seed: UInt32 = 5) -> [Double] {
    Initializer(expression).values(type, name: name, seed: seed)
  }

  @Test func drawsAreTheSameInEveryExpression() {
    let (uniform, normal, index) = (Initializer.uniformDraw, Initializer.normalDraw, Initializer.lastIndex)
    let all = values(uniform + .constant(10) * normal + .constant(1000) * index)
    let parts = zip(values(uniform), zip(values(normal), values(index))).map { $0 + 10 * $1.0 + 1000 * $1.1 }
    #expect(zip(all, parts).allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(values(index) == (0..<301 * 7).map { Double($0 % 7) })
    #expect(values(.constant(2) * .constant(3)) == [Double](repeating: 6, count: 301 * 7))
  }

  @Test func distributions() {
    let (uniform, normal) = (values(Initializer.uniformDraw), values(Initializer.normalDraw))
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    #expect(uniform.allSatisfy { (0..<1).contains($0) } && abs(mean(uniform) - 0.5) < 0.02)
    #expect(abs(mean(normal)) < 0.07 && abs(mean(normal.map { $0 * $0 }) - 1) < 0.1)
  }

  @Test func seedAndNameMatter() {
    let own = values(Initializer.uniformDraw)
    #expect(own == values(Initializer.uniformDraw))
    #expect(own != values(Initializer.uniformDraw, name: "v") && own != values(Initializer.uniformDraw, seed: 6))
  }
}
