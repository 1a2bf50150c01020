import Evaluation
import FineTuning
import Foundation
import GraphIR
import Training
import Yams

/// What is compared: models, how they are pre-trained, and the tasks that score them.
public struct ComparisonConfig: Sendable, Hashable, Codable {
  /// Values that one setting of the models, or one option of the runs, takes in turn; the others stay as they are.
  public struct Sweep: Sendable, Hashable, Codable {
    public let name: String
    public let values: [String]
  }

  public var title = "Comparison"
  public var models: [String] = []
  /// Settings of every model, as `--set` takes them.
  public var set: [String: String] = [:]
  /// Options of every run; `steps` does not count where there are `minutes`.
  public var options = PretrainOptions()
  /// Of each run, instead of steps.
  public var minutes: Double?
  /// A directory of sound files or features; nil for the embedded recordings.
  public var data: String?
  /// Seeds of pre-training.
  public var seeds: [UInt32] = [0]
  /// Seeds of the predictors.
  public var predictorSeeds: [UInt32] = Array(0..<10)
  public var grid = PredictorGrid.lab
  /// A directory of tasks; nil for the embedded ones.
  public var tasks: String?
  /// Names of tasks; all if empty.
  public var task: [String] = []
  public var sweeps: [Sweep] = []
  /// How every pre-trained encoder is fine-tuned on each task besides; nil for not at all.
  public var finetune: FineTuneOptions?
  public var finetuneSeeds: [UInt32] = [0]
  /// `logmel`, `random` (each model untrained), `scratch` (each model fine-tuned from random parameters).
  public var baselines = ["logmel", "random"]

  /// - Parameter path: of a YAML file.
  /// - Throws: `ComparisonError` that names the line and, for an unknown key, the nearest known one.
  public init(contentsOf path: String) throws {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw ComparisonError("cannot read the configuration \(path)", "it is missing, or not text")
    }
    try self.init(yaml: text, path: path)
  }

  /// - Parameter path: that messages name.
  public init(yaml: String, path: String) throws {
    let content: Yams.Node?
    do { content = try Yams.compose(yaml: yaml) } catch { throw ComparisonError("\(path) is not YAML", "\(error)") }
    guard let mapping = content?.mapping else {
      throw ComparisonError("\(path) is no mapping", "expected lines such as 'models: [ssast-tiny, ssam-tiny]'")
    }
    for (key, value) in mapping { try ConfigReader(path: path, key: key, value: value).read(into: &self) }
    try validate(path)
  }

  private func validate(_ path: String) throws {
    if models.isEmpty { throw ComparisonError("\(path) names no models", "expected 'models: [NAME, ...]'") }
    for (name, isRepeated) in [
      ("models", Set(models).count < models.count), ("seeds", Set(seeds).count < seeds.count),
      ("predictor-seeds", Set(predictorSeeds).count < predictorSeeds.count),
      ("finetune-seeds", Set(finetuneSeeds).count < finetuneSeeds.count),
    ] where isRepeated {
      throw ComparisonError("\(path): '\(name)' names something twice", "expected each once")
    }
    if baselines.contains("scratch"), finetune == nil {
      throw ComparisonError("\(path): the baseline scratch needs 'finetune'", "expected, for instance, 'finetune: {epochs: 20}'")
    }
    if seeds.isEmpty || predictorSeeds.isEmpty || finetuneSeeds.isEmpty { throw ComparisonError("\(path) has no seeds", "expected at least one") }
    if let minutes, !(minutes > 0 && minutes <= 1e6) {
      throw ComparisonError("\(path): minutes is \(minutes)", "expected a number above 0")
    }
    do {
      try options.validate()
      try finetune?.validate()
    } catch { throw ComparisonError("\(path): the options do not fit", "\(error)") }
  }
}
