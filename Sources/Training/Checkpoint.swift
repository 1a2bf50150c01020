import Audio
import Foundation
import Runtime
import Sonograph

/// A state of a run on the disk: a directory that is there whole or not at all.
public struct Checkpoint: Sendable, Hashable {
  /// What a checkpoint says about itself, in `state.json`.
  public struct State: Sendable, Hashable, Codable {
    public var format = RunDescription.format
    /// Steps that are behind it.
    public let step: Int
    /// The last evaluation up to here.
    public let evaluation: Evaluation?
    public let run: RunDescription

    package init(step: Int, evaluation: Evaluation?, run: RunDescription) {
      (self.step, self.evaluation, self.run) = (step, evaluation, run)
    }
  }

  public let path: String
  public let step: Int

  private static let prefix = "step-"

  /// The checkpoints of a run in the order of their steps; what a kill has left half-written is none.
  public static func all(in run: RunDirectory) -> [Checkpoint] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: run.checkpointsPath)) ?? []
    return names.compactMap { name in
      guard name.hasPrefix(prefix), let step = Int(name.dropFirst(prefix.count)) else { return nil }
      return Checkpoint(path: "\(run.checkpointsPath)/\(name)", step: step)
    }.sorted { $0.step < $1.step }
  }

  /// - Throws: `TrainingError` if the file is missing or damaged.
  public func state() throws -> State {
    guard let data = FileManager.default.contents(atPath: path + "/state.json"),
      let state = try? JSONDecoder.stable.decode(State.self, from: data)
    else { throw TrainingError("the checkpoint \(path) is damaged", "state.json cannot be read") }
    return state
  }

  /// The file of the parameters.
  public var parametersPath: String { path + "/parameters.safetensors" }

  /// Writes a trainer's state.
  ///
  /// - Throws: `SafetensorsError`, `FeatureError.cannotWrite`.
  static func write(_ trainer: Trainer, _ state: State, in run: RunDirectory) throws {
    let metadata = ["model": state.run.model, "step": "\(state.step)"]
    try WholeDirectory.write(name(state.step), in: run.checkpointsPath) { path in
      for (file, role) in [("parameters", InputRole.parameter), ("optimizer", .state)] {
        try trainer.session.write(trainer.shapes(role), to: "\(path)/\(file).safetensors", metadata: metadata)
      }
      try AtomicFile.write(JSONEncoder.stable(pretty: true).encode(state), to: path + "/state.json")
    }
  }

  /// Writes parameters alone, as the state of a run that something else has trained.
  package static func write(
    _ session: Session, _ tensors: [(name: String, shape: [Int])], _ state: State, in run: RunDirectory
  ) throws {
    try WholeDirectory.write(name(state.step), in: run.checkpointsPath) { path in
      try session.write(tensors, to: path + "/parameters.safetensors", metadata: ["model": state.run.model])
      try AtomicFile.write(JSONEncoder.stable(pretty: true).encode(state), to: path + "/state.json")
    }
  }

  private static func name(_ step: Int) -> String {
    prefix + String(repeating: "0", count: max(0, 8 - "\(step)".count)) + "\(step)"
  }

  /// Puts parameters and optimiser states back where they were.
  func restore(_ trainer: Trainer) throws {
    for (file, role) in [("parameters", InputRole.parameter), ("optimizer", .state)] {
      let url = URL(fileURLWithPath: "\(path)/\(file).safetensors")
      try trainer.load(Safetensors(contentsOf: url), role, from: url.path)
    }
  }

  /// Removes all but the last ones and the best, by the model's loss on hidden held-out patches.
  static func prune(_ run: RunDirectory, keep: Int) throws {
    let all = all(in: run)
    let best = best(of: all)
    for checkpoint in all.dropLast(keep) where checkpoint != best {
      WholeDirectory.remove(URL(fileURLWithPath: checkpoint.path).lastPathComponent, in: run.checkpointsPath)
    }
  }

  /// Removes what a kill has left half-written or half-removed.
  static func clean(_ run: RunDirectory) { WholeDirectory.clean(run.checkpointsPath) }

  /// The one with the lowest held-out loss on hidden patches that was measured at its own step.
  public static func best(of checkpoints: [Checkpoint]) -> Checkpoint? {
    checkpoints.compactMap { checkpoint in
      (try? checkpoint.state().evaluation).flatMap { $0 }.flatMap {
        $0.step == checkpoint.step ? (checkpoint: checkpoint, loss: $0.maskedLoss) : nil
      }
    }.min { $0.loss < $1.loss }?.checkpoint
  }
}

extension RunDirectory {
  /// The checkpoint that reconstructs held-out clips best, or the last one if none was evaluated.
  ///
  /// - Throws: `TrainingError` if there is no run, or no checkpoint of it.
  public func bestCheckpoint() throws -> Checkpoint {
    _ = try description()
    let all = Checkpoint.all(in: self)
    guard let found = Checkpoint.best(of: all) ?? all.last else {
      throw TrainingError("the run in \(path) has no checkpoint yet", "go on with it: sonograph pretrain --resume \(path)")
    }
    return found
  }
}
