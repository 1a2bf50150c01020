import FineTuning
import Training

/// Options by their names on the command line, as texts of a configuration set them.
struct OptionTable<Options>: Sendable {
  fileprivate typealias Setter = @Sendable (inout Options, String) -> Bool
  fileprivate let command: String
  fileprivate let setters: [String: Setter]

  var names: [String] { setters.keys.sorted() }

  func set(_ name: String, _ text: String, in options: inout Options, at place: String) throws {
    guard let setter = setters[name] else { throw ConfigReader.unknown("option", name, names, place) }
    if !setter(&options, text) {
      throw ComparisonError("\(place): \(name) is '\(text)'", "expected a value as sonograph \(command) --\(name) takes it")
    }
  }

  fileprivate static func value<Value: LosslessStringConvertible & Sendable>(
    _ path: WritableKeyPath<Options, Value> & Sendable
  ) -> Setter {
    { options, text in Value(text).map { options[keyPath: path] = $0 } != nil }
  }
  fileprivate static func value<Value: LosslessStringConvertible & Sendable>(
    _ path: WritableKeyPath<Options, Value?> & Sendable
  ) -> Setter {
    { options, text in Value(text).map { options[keyPath: path] = $0 } != nil }
  }
}

extension OptionTable<PretrainOptions> {
  static let pretraining = OptionTable(
    command: "pretrain",
    setters: [
      "batch": value(\.batch), "accumulation": value(\.accumulation), "steps": value(\.steps), "lr": value(\.learningRate),
      "warmup": value(\.warmup), "lowest-lr": value(\.lowestRate), "beta1": value(\.beta1), "beta2": value(\.beta2),
      "weight-decay": value(\.weightDecay), "clip": value(\.clipNorm), "mask-ratio": value(\.masking.ratio),
      "frames": value(\.frames), "clip-seconds": value(\.clipSeconds), "held-out": value(\.heldOut),
      "data-fraction": value(\.dataFraction), "held-out-clips": value(\.heldOutClips), "evaluate-every": value(\.evaluateEvery),
      "checkpoint-every": value(\.checkpointEvery),
      "masking": { options, text in Masking.Kind(rawValue: text).map { options.masking.kind = $0 } != nil },
    ])
}

extension OptionTable<FineTuneOptions> {
  static let fineTuning = OptionTable(
    command: "finetune",
    setters: [
      "epochs": value(\.epochs), "batch": value(\.batch), "lr": value(\.learningRate), "warmup-epochs": value(\.warmupEpochs),
      "weight-decay": value(\.weightDecay), "clip": value(\.clipNorm), "layer-decay": value(\.layerDecay),
      "mixup": value(\.augmentation.mixup), "time-mask": value(\.augmentation.timeMask),
      "mel-mask": value(\.augmentation.melMask), "gain": value(\.augmentation.gain), "shift": value(\.augmentation.shift),
      "freeze": { options, text in
        guard text == "all" || Int(text) != nil else { return false }
        options.frozenLayers = Int(text)
        return true
      },
      "pooling": { options, text in FineTuneOptions.Pooling(rawValue: text).map { options.pooling = $0 } != nil },
    ])
}
