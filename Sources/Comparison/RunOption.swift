import Training

/// The options of runs by their names on the command line of `sonograph pretrain`.
enum RunOption {
  private typealias Setter = @Sendable (inout PretrainOptions, String) -> Bool

  private static func number<Value: LosslessStringConvertible & Sendable>(
    _ path: WritableKeyPath<PretrainOptions, Value> & Sendable
  ) -> Setter {
    { options, text in Value(text).map { options[keyPath: path] = $0 } != nil }
  }
  private static func number<Value: LosslessStringConvertible & Sendable>(
    _ path: WritableKeyPath<PretrainOptions, Value?> & Sendable
  ) -> Setter {
    { options, text in Value(text).map { options[keyPath: path] = $0 } != nil }
  }

  private static let setters: [String: Setter] = [
    "batch": number(\.batch), "accumulation": number(\.accumulation), "steps": number(\.steps),
    "lr": number(\.learningRate), "warmup": number(\.warmup), "lowest-lr": number(\.lowestRate),
    "beta1": number(\.beta1), "beta2": number(\.beta2), "weight-decay": number(\.weightDecay), "clip": number(\.clipNorm),
    "mask-ratio": number(\.masking.ratio), "frames": number(\.frames), "clip-seconds": number(\.clipSeconds),
    "held-out": number(\.heldOut), "data-fraction": number(\.dataFraction), "held-out-clips": number(\.heldOutClips), "evaluate-every": number(\.evaluateEvery),
    "checkpoint-every": number(\.checkpointEvery),
    "masking": { options, text in Masking.Kind(rawValue: text).map { options.masking.kind = $0 } != nil },
  ]

  static var names: [String] { setters.keys.sorted() }

  static func set(_ name: String, _ text: String, in options: inout PretrainOptions, at place: String) throws {
    guard let setter = setters[name] else { throw ConfigReader.unknown("option", name, names, place) }
    if !setter(&options, text) { throw ComparisonError("\(place): \(name) is '\(text)'", "expected a value as sonograph pretrain --\(name) takes it") }
  }
}
