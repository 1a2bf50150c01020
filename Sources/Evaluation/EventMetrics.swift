/// How well events were found, as sed_eval computes it (Mesaros, Heittola & Virtanen 2016): counts over all recordings and
/// classes, then one ratio.
public enum EventMetrics {
  /// - Parameters:
  ///   - reference: the events of each recording.
  ///   - found: those that a system found in it.
  /// - Returns: an F-measure or an error rate. The F-measure is 0 where nothing was found, as the evaluation kit has it; NaN
  ///   where there is nothing to be found; and for metrics that are not of events.
  public static func score(_ metric: Metric, reference: [[SoundEvent]], found: [[SoundEvent]]) -> Double {
    precondition(reference.count == found.count)
    switch metric {
    case .onset200: return fMeasure(reference, found, Tolerance(seconds: 0.2, ofLength: nil))
    case .onset50: return fMeasure(reference, found, Tolerance(seconds: 0.05, ofLength: nil))
    case .onsetAndOffset50: return fMeasure(reference, found, Tolerance(seconds: 0.05, ofLength: 0.2))
    case .segmentErrorRate: return errorRate(reference, found)
    case .top1, .pitch, .chroma, .meanAveragePrecision, .dPrime, .auc: return .nan
    }
  }

  /// How far a found event may be from one of the reference.
  struct Tolerance {
    let seconds: Double
    /// Of the end, as a share of the reference's length, if that is more; nil if ends do not count.
    let ofLength: Double?

    func accepts(_ found: SoundEvent, for reference: SoundEvent) -> Bool {
      guard abs(reference.start / 1000 - found.start / 1000) <= seconds else { return false }
      guard let ofLength else { return true }
      let length = reference.end / 1000 - reference.start / 1000
      return abs(reference.end / 1000 - found.end / 1000) <= max(seconds, ofLength * length)
    }
  }

  /// `2 P R / (P + R)` with precision P and recall R of the largest matching.
  private static func fMeasure(_ reference: [[SoundEvent]], _ found: [[SoundEvent]], _ tolerance: Tolerance) -> Double {
    let (wanted, given) = (reference.reduce(0) { $0 + $1.count }, found.reduce(0) { $0 + $1.count })
    guard wanted > 0 else { return .nan }
    let hits = zip(reference, found).reduce(0) { $0 + matched($1.0, $1.1, tolerance) }
    return 2 * Double(hits) / Double(wanted + given)
  }

  /// The number of pairs in the largest matching of events of equal classes, each in one pair at most.
  static func matched(_ reference: [SoundEvent], _ found: [SoundEvent], _ tolerance: Tolerance) -> Int {
    let wanted = Dictionary(grouping: reference, by: \.label)
    return Dictionary(grouping: found, by: \.label).reduce(0) { sum, group in
      sum + Matching(wanted[group.key] ?? [], group.value, tolerance).size
    }
  }

  /// Deletions, insertions and substitutions of classes in segments of a second, over the classes that are there.
  private static func errorRate(_ reference: [[SoundEvent]], _ found: [[SoundEvent]]) -> Double {
    var (errors, wanted) = (0, 0)
    for (events, guesses) in zip(reference, found) {
      let (truth, guess) = (segments(events), segments(guesses))
      for second in Set(truth.keys).union(guess.keys) {
        let (a, b) = (truth[second] ?? [], guess[second] ?? [])
        // Of what is missing and what is too much, pairs are substitutions: one error each.
        errors += max(a.subtracting(b).count, b.subtracting(a).count)
        wanted += a.count
      }
    }
    return wanted == 0 ? .nan : Double(errors) / Double(wanted)
  }

  /// The classes in each second.
  private static func segments(_ events: [SoundEvent]) -> [Int: Set<Int>] {
    events.reduce(into: [:]) { segments, event in
      let first = Int((event.start / 1000).rounded(.down))
      for second in first..<max(first, Int((event.end / 1000).rounded(.up))) { segments[second, default: []].insert(event.label) }
    }
  }
}

/// The largest matching of two lists of events by augmenting paths (Berge 1957); events of one class.
private struct Matching {
  private let candidates: [[Int]]
  /// By event of the reference: its partner.
  private var partners: [Int?]
  private(set) var size = 0

  init(_ reference: [SoundEvent], _ found: [SoundEvent], _ tolerance: EventMetrics.Tolerance) {
    // By start, so that near ones are found by bisection.
    let order = reference.sorted { $0.start < $1.start }
    candidates = found.map { event in
      // A little more than the tolerance, which then decides.
      let from = order.firstPlace { $0.start >= event.start - tolerance.seconds * 1000 - 1 }
      let end = order.firstPlace { $0.start > event.start + tolerance.seconds * 1000 + 1 }
      return (from..<max(from, end)).filter { tolerance.accepts(event, for: order[$0]) }
    }
    partners = [Int?](repeating: nil, count: order.count)
    for number in found.indices where augment(from: number) { size += 1 }
  }

  /// Looks breadth first for a path from an event to a free one of the reference, and takes it.
  private mutating func augment(from start: Int) -> Bool {
    var (previous, queue, next) = ([Int: Int](), [start], 0)
    while next < queue.count {
      let event = queue[next]
      next += 1
      for place in candidates[event] where previous[place] == nil {
        previous[place] = event
        guard let other = partners[place] else {
          take(place, previous, start)
          return true
        }
        queue.append(other)
      }
    }
    return false
  }

  private mutating func take(_ end: Int, _ previous: [Int: Int], _ start: Int) {
    var place: Int? = end
    while let current = place, let event = previous[current] {
      // The place that the event had before becomes free for the one before it.
      place = event == start ? nil : partners.firstIndex(of: event)
      partners[current] = event
    }
  }
}

extension [SoundEvent] {
  /// The first place from which on a condition holds, by bisection.
  fileprivate func firstPlace(_ holds: (SoundEvent) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
