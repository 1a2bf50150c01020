import LoopIR
import Testing

@Suite struct PolynomialTests {
  private let i = Variable("i")
  private let j = Variable("j")
  private let n = Variable("n")
  private var vi: Expression { .variable(i) }
  private var vj: Expression { .variable(j) }
  private var vn: Expression { .variable(n) }

  @Test("equality does not depend on order or grouping") func equality() {
    #expect(Polynomial(vi * vn + vj) == Polynomial(vj + vn * vi))
    #expect(Polynomial((vi + 2) * (vj - 3)) == Polynomial(vi * vj + 2 * vj - 3 * vi - 6))
    #expect(Polynomial((vi + vj) * (vi - vj)) == Polynomial(vi * vi - vj * vj))
    #expect(Polynomial(vi) != Polynomial(vj))
  }

  @Test("what cancels leaves no trace") func cancellation() {
    #expect(Polynomial(vi - vi).constant == 0)
    #expect(Polynomial(vi + 5 - vi).constant == 5)
    #expect(Polynomial(.unary(.neg, vi) + vi).constant == 0)
    #expect(Polynomial(vi * 0).constant == 0)
    #expect(Polynomial(vi).constant == nil)
  }

  @Test("split gives the stride and the rest") func split() throws {
    let (stride, rest) = try #require(Polynomial(vi * vn * 4 + vj + vi).split(by: i))
    #expect(stride == Polynomial(vn * 4 + 1))
    #expect(rest == Polynomial(vj))
    let (zero, all) = try #require(Polynomial(vj * 3).split(by: i))
    #expect(zero.constant == 0)
    #expect(all == Polynomial(vj * 3))
  }

  @Test("split refuses squares and atoms that hold the variable") func noSplit() {
    #expect(Polynomial(vi * vi).split(by: i) == nil)
    #expect(Polynomial(vi / 2 + vj).split(by: i) == nil)
    #expect(Polynomial(vi / 2 + vj).split(by: j) != nil)
    #expect(Polynomial(vi * (vi % 3)).split(by: i) == nil)
  }

  @Test("an expression and its canonical form have the same value") func canonicalValue() {
    let samples: [Expression] = [
      (vi + 7) * (vj - vn) - vi * 3, vn - vi - vj - 1, (vi * 6 + vj) / 3 + vi % (vj + 1),
      .minimum(vi, vj) * vn - .maximum(vi, vn - 2), 0 - vi * vj, vi - (vj - (vn - 4)),
    ]
    for sample in samples {
      for (a, b, c) in [(0, 0, 0), (1, 2, 3), (17, 5, 11), (4, 9, 1_000_003)] {
        let sizes = [i: a, j: b, n: c]
        #expect(sample.simplifiedIndex.value(sizes) == sample.value(sizes), "\(sample)")
      }
      #expect(sample.simplifiedIndex.simplifiedIndex == sample.simplifiedIndex)
    }
  }

  @Test("what a quotient and a remainder took apart is put together again") func recombined() {
    let whole = vi + vj
    #expect((whole / vn * vn * 8 + whole % vn * 8).simplifiedIndex == (whole * 8).simplifiedIndex)
    // A divisor that is a sum, as the length of a sequence with a token before its patches.
    let length = vn * 5 + 1
    #expect((whole / length * length * 384 + whole % length * 384 + vj).simplifiedIndex == (whole * 384 + vj).simplifiedIndex)
    let other = (whole / length * length * 384 + whole % length * 192).simplifiedIndex
    #expect(other.value([i: 17, j: 5, n: 3]) == 22 / 16 * 16 * 384 + 22 % 16 * 192)
  }

  @Test("index values are total and rounded like C's") func indexValue() {
    #expect((vi / vj).value([i: 7, j: 0]) == 0)
    #expect((vi % vj).value([i: 7]) == 0)
    #expect(vi.dividedUp(by: 4).value([i: 9]) == 3)
    #expect(Expression.maximum(1, .minimum(64, vi)).value([i: 100]) == 64)
  }
}

@Suite struct RecombinationTests {
  @Test func quotientAndRemainderMakeTheWhole() {
    let (n, panel) = (Expression.variable("n"), Expression.variable("panel"))
    let e = panel * 64 + n
    let taken = e / 64 / 3 * 192 + e / 64 % 3 * 64 + e % 64
    #expect(taken.simplifiedIndex == e.simplifiedIndex)
    let (row, T) = (Expression.variable("row"), Expression.variable("T"))
    #expect((row / T * T * 7 + row % T * 7).simplifiedIndex == (row * 7).simplifiedIndex)
    #expect((row / T * T + row % T * 2).simplifiedIndex != row)
  }
}
