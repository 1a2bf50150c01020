import Audio
import Foundation
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

  /// Writes a trainer's state: under a temporary name, flushed to the disk, then renamed.
  ///
  /// - Throws: `SafetensorsError`, `FeatureError.cannotWrite`.
  static func write(_ trainer: Trainer, _ state: State, in run: RunDirectory) throws {
    let name = prefix + String(repeating: "0", count: max(0, 8 - "\(state.step)".count)) + "\(state.step)"
    let final = "\(run.checkpointsPath)/\(name)"
    let partial = "\(run.checkpointsPath)/.partial-\(name)"
    try? FileManager.default.removeItem(atPath: partial)
    do { try FileManager.default.createDirectory(atPath: partial, withIntermediateDirectories: true) } catch {
      throw FeatureError.cannotWrite(path: partial, reason: error.localizedDescription)
    }
    for (file, role) in [("parameters", InputRole.parameter), ("optimizer", .state)] {
      var writer = SafetensorsWriter(metadata: ["model": state.run.model, "step": "\(state.step)"])
      for (name, shape) in trainer.shapes(role) {
        writer.add(name, shape: shape, bytes: UnsafeRawBufferPointer(try trainer.session.memory(name)))
      }
      try writer.write(to: URL(fileURLWithPath: "\(partial)/\(file).safetensors"))
    }
    try AtomicFile.write(JSONEncoder.stable(pretty: true).encode(state), to: partial + "/state.json")
    try flush(partial)
    // One of this step is there only if it was found damaged.
    remove(final, in: run)
    guard rename(partial, final) == 0 else {
      throw FeatureError.cannotWrite(path: final, reason: String(cString: strerror(errno)))
    }
    try flush(run.checkpointsPath)
  }

  /// Waits until a directory's entries are on the disk.
  private static func flush(_ directory: String) throws {
    let descriptor = open(directory, O_RDONLY)
    defer { if descriptor >= 0 { close(descriptor) } }
    guard descriptor >= 0, fsync(descriptor) == 0 else {
      throw FeatureError.cannotWrite(path: directory, reason: String(cString: strerror(errno)))
    }
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
      remove(checkpoint.path, in: run)
    }
  }

  /// Removes a checkpoint: out of sight at once, for removing a directory is not atomic.
  private static func remove(_ path: String, in run: RunDirectory) {
    let doomed = "\(run.checkpointsPath)/.removed-\(URL(fileURLWithPath: path).lastPathComponent)"
    try? FileManager.default.removeItem(atPath: doomed)
    guard rename(path, doomed) == 0 else { return }
    try? FileManager.default.removeItem(atPath: doomed)
  }

  /// Removes what a kill has left half-written or half-removed.
  static func clean(_ run: RunDirectory) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: run.checkpointsPath)) ?? [] where name.hasPrefix(".") {
      try? FileManager.default.removeItem(atPath: "\(run.checkpointsPath)/\(name)")
    }
  }

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
