import Testing
import Training

@Suite struct MaskingTests {
  @Test("exactly the share is hidden", arguments: [(0.5, 125), (0.8, 200), (0.001, 1), (0.999, 249), (0.3, 75)])
  func share(_ ratio: Double, _ hidden: Int) {
    let mask = Masking(ratio: ratio).mask(times: 50, bands: 5, seed: 1, position: 0)
    #expect(mask.count == 250 && mask.filter { $0 == 1 }.count == hidden && mask.filter { $0 == 0 }.count == 250 - hidden)
  }

  @Test func structure() {
    let timestep = Masking(kind: .timestep, ratio: 0.4).mask(times: 15, bands: 7, seed: 3, position: 2)
    let steps = (0..<15).map { Set(timestep[$0 * 7..<($0 + 1) * 7]) }
    #expect(steps.allSatisfy { $0.count == 1 } && steps.filter { $0 == [1] }.count == 6)
    let frequency = Masking(kind: .frequency, ratio: 0.4).mask(times: 15, bands: 7, seed: 3, position: 2)
    let bands = (0..<7).map { band in Set((0..<15).map { frequency[$0 * 7 + band] }) }
    #expect(bands.allSatisfy { $0.count == 1 } && bands.filter { $0 == [1] }.count == 3)
  }

  @Test func isAFunctionOfSeedAndPosition() {
    func mask(_ seed: UInt32, _ position: Int, _ stream: UInt32 = 0) -> [Float] {
      Masking().mask(times: 9, bands: 3, seed: seed, position: position, stream: stream)
    }
    #expect(mask(1, 5) == mask(1, 5))
    #expect(Set([mask(1, 5), mask(2, 5), mask(1, 6), mask(1, 5, 1)]).count == 4)
  }

  @Test func everyPatchIsHiddenEquallyOften() {
    var counts = [Float](repeating: 0, count: 35)
    let draws = 4000
    for position in 0..<draws {
      let mask = Masking(ratio: 0.6).mask(times: 7, bands: 5, seed: 11, position: position)
      for i in mask.indices { counts[i] += mask[i] }
    }
    // 21 of 35; five standard deviations of a binomial share.
    let tolerance = 5 * (0.6 * 0.4 / Float(draws)).squareRoot()
    #expect(counts.allSatisfy { abs($0 / Float(draws) - 0.6) < tolerance })
  }
}
