import Evaluation
import FineTuning
import Foundation
import Training

/// What is scored: a pre-trained encoder, frozen or fine-tuned, an untrained one, frozen or trained on the task alone, or
/// statistics of the log-mel spectrogram.
public struct Subject: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Codable { case pretrained, random, logmel, finetuned, scratch }
  public let kind: Kind
  /// In tables and legends.
  public let label: String
  public var model: String?
  public var settings: [String: String] = [:]
  public var options = PretrainOptions()
  public var minutes: Double?
  public var data: String?
  public var finetune: FineTuneOptions?
  /// The name of the pre-trained subject that a fine-tuned one starts from.
  public var base: String?
  /// Whether embeddings are computed and predictors trained on them.
  public var isFrozen: Bool { finetune == nil }
  /// The directories of its run and embeddings: named after everything that its numbers depend on.
  public var name: String { Plan.name(label, self) }
}

/// One piece of work whose result is kept.
public struct Stage: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Codable, CaseIterable { case cost, pretrain, throughput, embed, predict, finetune }
  public let kind: Kind
  public let subject: Subject
  public var task: String?
  /// The kind and a digest of what it computes: a changed configuration computes anew only what it changes.
  public let name: String
}

/// All stages of a comparison in their order; a function of the configuration and the tasks alone.
public struct Plan: Sendable, Hashable {
  public let subjects: [Subject]
  public let stages: [Stage]

  /// - Parameters:
  ///   - digests: of the tasks' content, by name.
  ///   - has: whether a model has a setting: a sweep leaves out models that lack its setting, unless all do.
  /// - Throws: `ComparisonError` for a sweep's value that is none of its option.
  public init(
    _ config: ComparisonConfig, tasks: [String], digests: [String: String] = [:], has: (_ model: String, _ setting: String) -> Bool = { _, _ in true }
  ) throws {
    subjects = try Self.subjects(config, has)
    let trained = subjects.filter { $0.kind == .pretrained }
    let encoders = subjects.filter { $0.kind != .logmel && $0.isFrozen }
    var stages = encoders.map { Stage(kind: .cost, subject: $0, name: Self.name("cost", $0)) }
    stages += trained.map { Stage(kind: .pretrain, subject: $0, name: Self.name("pretrain", $0)) }
    for subject in subjects {
      for task in tasks {
        let place = [config.tasks ?? "embedded", task, digests[task] ?? "", subject.name]
        guard subject.isFrozen else {
          let seeds = config.finetuneSeeds.map { "\($0)" }
          stages.append(Stage(kind: .finetune, subject: subject, task: task, name: Self.name("finetune", place + seeds)))
          continue
        }
        stages.append(Stage(kind: .embed, subject: subject, task: task, name: Self.name("embed", place)))
        let predictor = place + [config.grid.rawValue] + config.predictorSeeds.map { "\($0)" }
        stages.append(Stage(kind: .predict, subject: subject, task: task, name: Self.name("predict", predictor)))
      }
    }
    stages += encoders.map { Stage(kind: .throughput, subject: $0, name: Self.name("throughput", $0)) }
    self.stages = stages
  }

  private static func subjects(_ config: ComparisonConfig, _ has: (String, String) -> Bool) throws -> [Subject] {
    func takes(_ model: String, _ name: String) -> Bool {
      OptionTable.pretraining.names.contains(name) || has(model, name) || !config.models.contains { has($0, name) }
    }
    var subjects: [Subject] = []
    for model in config.models {
      for seed in config.seeds {
        var base = Subject(
          kind: .pretrained, label: config.seeds.count > 1 ? "\(model) seed \(seed)" : model, model: model,
          settings: config.set, options: config.options, minutes: config.minutes, data: config.data)
        base.options.seed = seed
        subjects.append(base)
        for sweep in config.sweeps where takes(model, sweep.name) {
          for value in sweep.values { subjects.append(try base.with(sweep.name, value)) }
        }
      }
    }
    if config.baselines.contains("random") {
      subjects += config.models.map { model in
        var options = PretrainOptions()
        options.frames = config.options.frames
        return Subject(kind: .random, label: "\(model) untrained", model: model, settings: config.set, options: options)
      }
    }
    if let options = config.finetune { subjects += finetuned(subjects, options, config) }
    if config.baselines.contains("logmel") { subjects.append(Subject(kind: .logmel, label: "log-mel statistics")) }
    // A sweep may hold the value that is the models' own.
    var seen = Set<String>()
    return subjects.filter { seen.insert($0.content).inserted }
  }

  /// Each pre-trained subject fine-tuned and, if asked for, each model from random parameters.
  private static func finetuned(_ subjects: [Subject], _ options: FineTuneOptions, _ config: ComparisonConfig) -> [Subject] {
    var seen = Set<String>()
    return subjects.compactMap { subject in
      var copy: Subject
      switch subject.kind {
      case .pretrained where seen.insert(subject.content).inserted:
        copy = Subject(kind: .finetuned, label: "\(subject.label) fine-tuned", model: subject.model, settings: subject.settings)
        copy.base = subject.name
      case .random where config.baselines.contains("scratch"):
        copy = Subject(kind: .scratch, label: "\(subject.model!) from scratch", model: subject.model, settings: subject.settings)
      default: return nil
      }
      (copy.options, copy.finetune) = (subject.options, options)
      return copy
    }
  }

  /// A prefix and 16 hexadecimal digits of the content's XXH3 digest.
  static func name(_ prefix: String, _ content: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data = (try? encoder.encode(content)) ?? Data()
    return prefix.replacing(/[^A-Za-z0-9.=-]+/, with: "-") + "-" + Digest.text(data)
  }
}

extension Subject {
  /// The same with one option of the run or setting of the model changed.
  fileprivate func with(_ name: String, _ value: String) throws -> Subject {
    var changed = Subject(kind: kind, label: "\(label) \(name)=\(value)", model: model, settings: settings)
    (changed.options, changed.minutes, changed.data) = (options, minutes, data)
    if OptionTable.pretraining.names.contains(name) {
      try OptionTable.pretraining.set(name, value, in: &changed.options, at: "sweeps")
    } else {
      changed.settings[name] = value
    }
    return changed
  }

  /// What it computes, whatever it is called.
  fileprivate var content: String {
    var options = options
    if minutes != nil { options.steps = 1 }
    return Plan.name("", [kind.rawValue, model ?? "", data ?? "", "\(minutes ?? 0)", Plan.name("", settings), Plan.name("", options), base ?? ""])
  }
}
