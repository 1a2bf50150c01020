import Foundation

/// What the score of a task is, by the name that its metadata gives it.
public enum Metric: String, Sendable, Hashable, CaseIterable, Codable {
  case top1 = "top1_acc"
  case pitch = "pitch_acc"
  case chroma = "chroma_acc"
  case meanAveragePrecision = "mAP"
  case dPrime = "d_prime"
  case auc = "aucroc"
  /// Of events, by `EventMetrics`.
  case onset200 = "event_onset_200ms_fms"
  case onset50 = "event_onset_50ms_fms"
  case onsetAndOffset50 = "event_onset_offset_50ms_20perc_fms"
  case segmentErrorRate = "segment_1s_er"

  /// Whether it compares events, not classes of clips.
  public var isOfEvents: Bool {
    switch self {
    case .onset200, .onset50, .onsetAndOffset50, .segmentErrorRate: true
    default: false
    }
  }
  /// Whether a smaller value is better, as of error rates.
  public var isError: Bool { self == .segmentErrorRate }

  /// The metric over all clips; larger is better.
  ///
  /// - Parameters:
  ///   - scores: (clip, class), any monotone score such as logits.
  ///   - targets: the classes of each clip.
  /// - Returns: NaN for an area under the curve, and d', where some class has no clip, or nothing but clips: they are not
  ///   defined then; and for metrics of events, which `EventMetrics` computes.
  public func callAsFunction(_ scores: [[Double]], _ targets: [Set<Int>]) -> Double {
    precondition(scores.count == targets.count)
    switch self {
    case .top1, .pitch: return accuracy(scores, targets) { $0 }
    // Twelve semitones make an octave.
    case .chroma: return accuracy(scores, targets) { $0 % 12 }
    case .meanAveragePrecision: return macro(scores, targets, averagePrecision)
    case .auc: return macro(scores, targets, areaUnderCurve)
    // Two unit normals that a threshold tells apart this well are d' deviations apart.
    case .dPrime: return macro(scores, targets) { 2.0.squareRoot() * Normal.quantile(areaUnderCurve($0, $1)) }
    case .onset200, .onset50, .onsetAndOffset50, .segmentErrorRate: return .nan
    }
  }

  /// How many clips' largest score is of a class of theirs, once both are mapped.
  private func accuracy(_ scores: [[Double]], _ targets: [Set<Int>], _ mapped: (Int) -> Int) -> Double {
    let hits = zip(scores, targets).filter { row, classes in
      // The first of equal ones, as argmax of NumPy and PyTorch.
      let best = row.indices.dropFirst().reduce(0) { row[$1] > row[$0] ? $1 : $0 }
      return classes.contains { mapped($0) == mapped(best) }
    }
    return Double(hits.count) / Double(scores.count)
  }

  private func macro(
    _ scores: [[Double]], _ targets: [Set<Int>], _ metric: ([Double], [Bool]) -> Double
  ) -> Double {
    let classes = scores.first?.count ?? 0
    return (0..<classes).reduce(0) { sum, c in
      sum + metric(scores.map { $0[c] }, targets.map { $0.contains(c) }) / Double(classes)
    }
  }
}

extension EvaluationTask {
  /// A metric of classes by logits (clip, class).
  ///
  /// Where a clip has one class, clips are ranked by a class's share in the softmax, as in the evaluation kit: logits alone
  /// mean different shares in different clips. Its logarithm is in the same order and has no ties at 0 and 1.
  package func score(_ metric: Metric, _ logits: [[Double]], _ targets: [Set<Int>]) -> Double {
    guard prediction == .multiclass else { return metric(logits, targets) }
    let shares = logits.map { row in
      let largest = row.max() ?? 0
      let total = log(row.reduce(0) { $0 + exp($1 - largest) }) + largest
      return row.map { $0 - total }
    }
    return metric(shares, targets)
  }
}

/// Groups of equal scores, the largest first: how many of each are positive, and how many there are.
private func thresholds(_ scores: [Double], _ isPositive: [Bool]) -> [(positive: Int, all: Int)] {
  let order = scores.indices.sorted { scores[$0] > scores[$1] }
  var groups: [(positive: Int, all: Int)] = []
  var last: Double?
  for i in order {
    if scores[i] != last { groups.append((0, 0)) }
    last = scores[i]
    groups[groups.count - 1].all += 1
    if isPositive[i] { groups[groups.count - 1].positive += 1 }
  }
  return groups
}

/// `sum over thresholds of (R_n - R_(n-1)) P_n` with precision P and recall R, without interpolation: scikit-learn's
/// `average_precision_score`. 0 without a positive, as there.
public func averagePrecision(_ scores: [Double], _ isPositive: [Bool]) -> Double {
  let positives = isPositive.count { $0 }
  guard positives > 0 else { return 0 }
  var (found, seen, sum) = (0, 0, 0.0)
  for group in thresholds(scores, isPositive) {
    found += group.positive
    seen += group.all
    sum += Double(group.positive) / Double(positives) * Double(found) / Double(seen)
  }
  return sum
}

/// The area under the receiver operating characteristic: how probable it is that a positive's score is above a
/// negative's, equal ones counting half. NaN unless there are both.
public func areaUnderCurve(_ scores: [Double], _ isPositive: [Bool]) -> Double {
  let positives = isPositive.count { $0 }
  let negatives = isPositive.count - positives
  guard positives > 0, negatives > 0 else { return .nan }
  var (found, sum) = (0, 0.0)
  for group in thresholds(scores, isPositive) {
    let others = group.all - group.positive
    sum += Double(others) * (Double(found) + Double(group.positive) / 2)
    found += group.positive
  }
  return sum / (Double(positives) * Double(negatives))
}
