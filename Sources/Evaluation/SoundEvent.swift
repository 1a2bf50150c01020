/// Something that is heard from one moment to another.
public struct SoundEvent: Sendable, Hashable, Codable {
  /// An index into the task's labels.
  public let label: Int
  /// Milliseconds.
  public let start: Double
  /// Milliseconds, not before `start`.
  public let end: Double

  public init(label: Int, start: Double, end: Double) { (self.label, self.start, self.end) = (label, start, end) }

  /// Whether a moment, in milliseconds, lies in it, its end included: the evaluation kit adds so much to an interval that is
  /// open at its end.
  func contains(_ moment: Double) -> Bool { start <= moment && moment < end + 0.0001 }
}

extension [SoundEvent] {
  /// The classes of all events that a moment, in milliseconds, lies in.
  func classes(at moment: Double) -> Set<Int> { Set(lazy.filter { $0.contains(moment) }.map(\.label)) }
}

/// How scores of moments become events, as the HEAR benchmark's kit does it: probabilities are filtered by a median in time,
/// compared with a half, and runs of moments above are events.
public struct EventProcessing: Sendable, Hashable, Codable {
  /// The window of the median, in milliseconds; 0 for none.
  public let medianFilter: Double
  /// Shorter events are left out; milliseconds.
  public let minDuration: Double

  public init(medianFilter: Double, minDuration: Double) { (self.medianFilter, self.minDuration) = (medianFilter, minDuration) }
  private enum CodingKeys: String, CodingKey { case medianFilter = "median_filter_ms", minDuration = "min_duration" }

  /// What the kit tries where a task says nothing.
  public static let grid = [
    EventProcessing(medianFilter: 250, minDuration: 125), EventProcessing(medianFilter: 250, minDuration: 250),
  ]

  /// The events of a recording, by their start.
  ///
  /// - Parameters:
  ///   - logits: (moment, class).
  ///   - moments: milliseconds, ascending, at even distances.
  public func events(_ logits: ArraySlice<[Double]>, at moments: [Double]) -> [SoundEvent] {
    precondition(logits.count == moments.count)
    let width = moments.count > 1 ? Int((medianFilter / (moments[1] - moments[0])).rounded(.toNearestOrEven)) : 0
    let classes = logits.first?.count ?? 0
    let events = (0..<classes).flatMap { label in
      // The logistic function grows and is a half at 0, so that a median above a half is a median above 0.
      Self.median(logits.map { $0[label] > 0 }, width: width).runs.compactMap { run -> SoundEvent? in
        let (start, end) = (moments[run.lowerBound], moments[run.upperBound - 1])
        return end - start >= minDuration ? SoundEvent(label: label, start: start, end: end) : nil
      }
    }
    return events.sorted { ($0.start, $0.label) < ($1.start, $1.label) }
  }

  /// The median in a window about each value, of an even number the upper one, as `scipy.ndimage.median_filter` with
  /// reflected ends has it.
  static func median(_ values: [Bool], width: Int) -> [Bool] {
    guard width > 1, !values.isEmpty else { return values }
    let count = values.count
    func reflected(_ index: Int) -> Bool {
      let place = ((index % (2 * count)) + 2 * count) % (2 * count)
      return values[place < count ? place : 2 * count - 1 - place]
    }
    // Of sorted values the one at width / 2 is true where so many are.
    let needed = width - width / 2
    var inside = (-(width / 2) ..< width - width / 2).count { reflected($0) }
    return values.indices.map { index in
      defer {
        inside += (reflected(index + width - width / 2) ? 1 : 0) - (reflected(index - width / 2) ? 1 : 0)
      }
      return inside >= needed
    }
  }
}

extension [Bool] {
  /// Where consecutive values are true.
  fileprivate var runs: [Range<Int>] {
    var (runs, start) = ([Range<Int>](), Int?.none)
    for index in 0...count {
      let isInside = index < count && self[index]
      if isInside, start == nil { start = index }
      if !isInside, let first = start {
        runs.append(first..<index)
        start = nil
      }
    }
    return runs
  }
}
