import Foundation
import Testing

@testable import Evaluation

@Suite struct EventMetricTests {
  private struct Case: Decodable {
    let reference, found: [[SoundEvent]]
    let expected: [String: Double]
  }
  private struct Median: Decodable {
    let values, expected: [Bool]
    let width: Int
  }

  @Test func equalSedEval() throws {
    for item in try Fixture.json("events.json", [Case].self) {
      for (name, expected) in item.expected {
        let metric = try #require(Metric(rawValue: name))
        let found = EventMetrics.score(metric, reference: item.reference, found: item.found)
        #expect(abs(found - expected) < 1e-9, "\(name)")
      }
    }
  }

  @Test func mediansEqualSciPy() throws {
    for item in try Fixture.json("medians.json", [Median].self) {
      #expect(EventProcessing.median(item.values, width: item.width) == item.expected, "\(item)")
    }
  }

  private func event(_ start: Double, _ end: Double? = nil, _ label: Int = 0) -> SoundEvent {
    SoundEvent(label: label, start: start, end: end ?? start + 100)
  }
  private func onset(_ reference: [SoundEvent], _ found: [SoundEvent]) -> Double {
    EventMetrics.score(.onset200, reference: [reference], found: [found])
  }

  @Test func matchingsByHand() {
    // The second of the reference may have either; the first only 350: taking the nearest first would lose a pair.
    #expect(onset([event(200), event(400)], [event(350), event(550)]) == 1)
    #expect(onset([event(400), event(200)], [event(350), event(550)]) == 1)
    // A chain: 300 could take any, each of the others one of two.
    #expect(onset([event(100), event(300), event(500)], [event(290), event(310), event(110)]) == 1)
    #expect(onset([event(0), event(190), event(380)], [event(190), event(380), event(570)]) == 1)
    // One of the reference in one pair at most: P = 1/2, R = 1.
    #expect(abs(onset([event(500)], [event(480), event(520)]) - 2.0 / 3) < 1e-12)
    // The tolerance belongs to it; a class of its own does not count.
    #expect(onset([event(1000)], [event(1200)]) == 1)
    #expect(onset([event(1000)], [event(1201)]) == 0)
    #expect(onset([event(1000, 1100, 0)], [event(1000, 1100, 1)]) == 0)
    #expect(onset([event(1000)], []) == 0)
    #expect(onset([], [event(1000)]).isNaN)
    // Over recordings: counts are added, pairs stay within one. 1 hit of 2 and 3: F = 2/5.
    let score = EventMetrics.score(.onset200, reference: [[event(0)], [event(900)]], found: [[event(900)], [event(910), event(0)]])
    #expect(abs(score - 0.4) < 1e-12)
  }

  @Test func endsByHand() {
    func score(_ reference: SoundEvent, _ found: SoundEvent) -> Double {
      EventMetrics.score(.onsetAndOffset50, reference: [[reference]], found: [[found]])
    }
    // A fifth of 1000 ms is more than 50 ms, of 100 ms less.
    #expect(score(event(0, 1000), event(40, 1190)) == 1)
    #expect(score(event(0, 1000), event(40, 1210)) == 0)
    #expect(score(event(0, 1000), event(60, 1000)) == 0)
    #expect(score(event(0, 100), event(0, 150)) == 1)
    #expect(score(event(0, 100), event(0, 151)) == 0)
  }

  @Test func errorRateByHand() {
    let reference = [event(0, 1500, 0), event(2000, 3000, 1)]
    // Seconds: 0 substituted, 1 deleted, 2 with an insertion, 3 one as well: 4 errors of 3.
    let found = [event(0, 1000, 1), event(2000, 3000, 1), event(2500, 4000, 0)]
    #expect(abs(EventMetrics.score(.segmentErrorRate, reference: [reference], found: [found]) - 4.0 / 3) < 1e-12)
    #expect(EventMetrics.score(.segmentErrorRate, reference: [reference], found: [reference]) == 0)
    #expect(EventMetrics.score(.segmentErrorRate, reference: [reference], found: [[]]) == 1)
  }

  @Test func framesBecomeEventsByHand() {
    let moments = (0..<20).map { Double($0) * 50 }
    func events(_ on: Set<Int>, filter: Double, least: Double) -> [SoundEvent] {
      let logits = (0..<20).map { [on.contains($0) ? 2.0 : -1.0, -0.5] }
      return EventProcessing(medianFilter: filter, minDuration: least).events(logits[...], at: moments)
    }
    // Five frames: a gap of one closes, a frame alone goes.
    #expect(events([3, 4, 5, 7, 8, 9, 15], filter: 250, least: 125) == [event(150, 450)])
    #expect(events([3, 4, 5, 7, 8, 9, 15], filter: 0, least: 0).map(\.start) == [150, 350, 750])
    #expect(events([3, 4, 5, 7, 8, 9, 15], filter: 0, least: 100).map(\.end) == [250, 450])
    // The ends of a recording are its own mirror images; an event lasts from its first moment to its last.
    #expect(events([0, 1, 2], filter: 250, least: 100) == [event(0, 100)])
    #expect(events([17, 18, 19], filter: 250, least: 125) == [])
    #expect(events([], filter: 250, least: 0) == [])
  }

  @Test func momentsHaveTheirLabels() {
    let events = [event(100, 200, 2), event(150, 300, 0)]
    let classes = [99.0, 100, 150, 200, 200.001, 300, 300.1].map { events.classes(at: $0) }
    #expect(classes == [[], [2], [0, 2], [0, 2], [0], [0], []])
  }
}
