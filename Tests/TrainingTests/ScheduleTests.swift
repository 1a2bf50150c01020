import Testing
import Training

@Suite struct ScheduleTests {
  /// Values from the released schedule's definition: linear from zero, then half a cosine.
  @Test func risesAndFalls() {
    let schedule = Schedule(peak: 6e-4, warmup: 10, steps: 100)
    #expect(schedule.rate(step: 1) == 0)
    #expect(abs(schedule.rate(step: 6) - 3e-4) < 1e-12)
    #expect(schedule.rate(step: 11) == 6e-4)
    #expect(abs(schedule.rate(step: 56) - 3e-4) < 1e-12)
    #expect(schedule.rate(step: 100) > 0 && schedule.rate(step: 100) < 1e-6)
    let rates = (11...100).map { schedule.rate(step: $0) }
    #expect(zip(rates, rates.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test func edges() {
    #expect(Schedule(peak: 1, warmup: 0, steps: 1).rate(step: 1) == 1)
    #expect(Schedule(peak: 1, lowest: 0.25, warmup: 0, steps: 4).rate(step: 5) == 0.25)
    // A warm-up as long as the run never reaches its peak.
    #expect(Schedule(peak: 1, warmup: 4, steps: 4).rate(step: 4) == 0.75)
  }
}
