import Evaluation
import FineTuning
import Foundation
import GraphIR
import Training
import Yams

/// One key of a configuration with its value.
struct ConfigReader {
  let path: String
  let key: Yams.Node
  let value: Yams.Node

  static let keys = [
    "title", "models", "set", "options", "steps", "minutes", "data", "seeds", "predictor-seeds", "grid", "tasks", "task",
    "sweeps", "baselines", "finetune", "finetune-seeds",
  ]

  private var name: String { key.string ?? "" }
  private var place: String { key.mark.map { "\(path):\($0.line)" } ?? path }

  func read(into config: inout ComparisonConfig) throws {
    switch name {
    case "title": config.title = try text(value)
    case "models": config.models = try list()
    case "set": config.set = try pairs().reduce(into: [:]) { $0[$1.0] = try text($1.1) }
    case "options":
      for (name, value) in try pairs() { try OptionTable.pretraining.set(name, try text(value), in: &config.options, at: place) }
    case "steps": try OptionTable.pretraining.set("steps", try text(value), in: &config.options, at: place)
    case "minutes": config.minutes = try number(value)
    case "data": config.data = try embedded()
    case "seeds": config.seeds = try list().map(seed)
    case "predictor-seeds": config.predictorSeeds = try list().map(seed)
    case "grid": config.grid = try choice(PredictorGrid.allCases.map(\.rawValue)) { PredictorGrid(rawValue: $0) }
    case "tasks": config.tasks = try embedded()
    case "finetune":
      var options = FineTuneOptions()
      for (name, value) in try pairs() { try OptionTable.fineTuning.set(name, try text(value), in: &options, at: place) }
      options.warmupEpochs = min(options.warmupEpochs, Double(options.epochs))
      config.finetune = options
    case "finetune-seeds": config.finetuneSeeds = try list().map(seed)
    case "task": config.task = try list()
    case "sweeps":
      config.sweeps = try pairs().map { name, value -> ComparisonConfig.Sweep in
        try ComparisonConfig.Sweep(name: name, values: ConfigReader(path: path, key: key, value: value).list())
      }
    case "baselines":
      config.baselines = try list()
      for name in config.baselines where !["logmel", "random", "scratch"].contains(name) {
        throw ComparisonError("\(place): unknown baseline '\(name)'", "expected logmel or random, or scratch with finetune")
      }
    default: throw Self.unknown("key", name, Self.keys, place)
    }
  }

  static func unknown(_ what: String, _ name: String, _ known: [String], _ place: String) -> ComparisonError {
    let nearest = name.nearest(in: known).map { "did you mean '\($0)'? " } ?? ""
    return ComparisonError("\(place): unknown \(what) '\(name)'", "\(nearest)known: \(known.joined(separator: ", "))")
  }

  private func choice<Value>(_ names: [String], _ make: (String) -> Value?) throws -> Value {
    let text = try text(value)
    guard let made = make(text) else { throw Self.unknown(name, text, names, place) }
    return made
  }

  private func embedded() throws -> String? {
    let text = try text(value)
    return text == "embedded" ? nil : text
  }

  private func list() throws -> [String] { try value.sequence.map { try $0.map(text) } ?? [text(value)] }

  private func pairs() throws -> [(String, Yams.Node)] {
    guard let mapping = value.mapping else { throw ComparisonError("\(place): '\(name)' is no mapping", "expected NAME: VALUE") }
    return try mapping.map { (try text($0.key), $0.value) }
  }

  private func text(_ node: Yams.Node) throws -> String {
    guard let scalar = node.scalar else { throw ComparisonError("\(place): '\(name)' holds a list or mapping", "expected a value") }
    return scalar.string
  }

  private func number(_ node: Yams.Node) throws -> Double {
    let text = try text(node)
    guard let value = Double(text) else { throw ComparisonError("\(place): \(name) is '\(text)'", "expected a number") }
    return value
  }

  private func seed(_ text: String) throws -> UInt32 {
    guard let value = UInt32(text) else { throw ComparisonError("\(place): \(name) has '\(text)'", "expected whole numbers from 0") }
    return value
  }
}
