import Evaluation

/// Two subjects whose scores say something together, and what was measured of both on every task.
public struct SubjectPair: Sendable, Hashable, Encodable {
  public let first: String
  public let second: String
  /// By task, in the tasks' order.
  public let differences: [ScoreDifference]

  /// Tasks on which the first is higher, and on which it is lower, where the interval tells them apart.
  public var wins: (higher: Int, lower: Int) {
    let apart = differences.filter { $0.areToldApart == true }
    return (apart.count { $0.difference.mean > 0 }, apart.count { $0.difference.mean < 0 })
  }
}

/// What changes how many tokens a clip has.
enum SequenceLength: CaseIterable {
  case patch, clip
}

extension Subject {
  /// Whether it differs from another in this alone, or in nothing.
  func isLike(_ other: Subject, but length: SequenceLength) -> Bool {
    var copy = self
    switch length {
    case .patch: for name in ["patch-time", "patch-mel"] { copy.settings[name] = other.settings[name] }
    case .clip: copy.options.frames = other.options.frames
    }
    return kind == other.kind && model == other.model && copy.settings == other.settings && copy.options == other.options
      && minutes == other.minutes && data == other.data
  }

  /// Whether the difference to another subject is a question that a reader asks: two models trained alike, one model
  /// trained in two ways, training against none, frozen against fine-tuned, anything against log-mel statistics.
  func isComparable(to other: Subject) -> Bool {
    switch (kind, other.kind) {
    case (.pretrained, .pretrained):
      let alike = settings == other.settings && options == other.options && data == other.data && minutes == other.minutes
      return model == other.model || alike
    case (.pretrained, .random), (.finetuned, .scratch), (.random, .scratch): return model == other.model
    case (.pretrained, .finetuned): return other.base == name
    case (.finetuned, .finetuned), (.scratch, .scratch): return model == other.model || settings == other.settings && options == other.options
    case (_, .logmel): return true
    default: return false
    }
  }
}
