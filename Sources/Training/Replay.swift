import Audio
import Compiler
import Foundation
import Runtime
import Sonograph

/// A step of a run once more, with every intermediate value looked at: where did it stop being finite?
public struct Replay {
  /// The first node of the step's graph with a value that is not finite, its operands being finite.
  public struct Finding: Sendable, Hashable, Codable {
    public let step: Int
    /// The clip that shows it; nil if only the whole batch does.
    public let file: String?
    /// The operator, or `input` with its name.
    public let node: String
    /// Where in the model: the path of scopes.
    public let scope: String
    /// `File.swift:LINE`, and the line's text where the source is there.
    public let location: String?
    public let sourceLine: String?
    /// `NaN`, `infinity` or `-infinity`.
    public let value: String
  }

  /// What a replay came to.
  public struct Outcome: Sendable, Hashable, Codable {
    public let step: Int
    /// The step that parameters were restored from.
    public let restored: Int
    public let loss: Double
    public let gradientNorm: Double
    /// Nil if every value of the step is finite.
    public let finding: Finding?
  }

  private let run: RunDirectory
  private let model: any Model
  private let machine: Pretraining.Machine
  private let options: PretrainOptions

  /// - Parameter model: the run's own, with its settings.
  public init(_ run: RunDirectory, model: any Model, machine: Pretraining.Machine) throws {
    (self.run, self.model, self.machine) = (run, model, machine)
    options = try run.description().options
  }

  /// Restores the last checkpoint before a step, trains up to it, and looks at every value of it.
  ///
  /// Nothing of the run is changed.
  ///
  /// - Parameter step: from 1.
  /// - Throws: `TrainingError` if there is no such step, or no checkpoint before it.
  public func callAsFunction(step: Int, report: (_ step: Int) -> Void = { _ in }) throws -> Outcome {
    // The one after the last shows what its update has done.
    guard (1...options.steps + 1).contains(step) else {
      throw TrainingError("the run in \(run.path) has no step \(step)", "expected 1 to \(options.steps + 1)")
    }
    guard let checkpoint = Checkpoint.all(in: run).last(where: { $0.step < step }) else {
      throw TrainingError(
        "no checkpoint before step \(step) is left of the run in \(run.path)",
        "replay a later step; --keep says how many checkpoints a run keeps")
    }
    let trainer = try Trainer(model, options, machine)
    let data = try TrainingData(
      directory: run.description().data.directory, options: options, mels: trainer.grid.width, target: machine.target,
      cache: machine.cache, pool: machine.pool)
    try checkpoint.restore(trainer)
    for number in checkpoint.step + 1..<step {
      _ = try trainer.run(step: number) { try data.training.batch(step: $0) }
      report(number)
    }
    let inspection = try Inspection(trainer, model, machine)
    let finding = try inspection.firstNonFinite(step: step) { try data.training.batch(step: $0) }
    let result = try trainer.run(step: step) { try data.training.batch(step: $0) }
    return Outcome(
      step: step, restored: checkpoint.step, loss: result.loss, gradientNorm: result.gradientNorm, finding: finding)
  }
}

/// A training step compiled so that the value of every node can be read.
private struct Inspection {
  private let trainer: Trainer
  private let graph: Graph
  private let session: Session
  /// The nodes whose values can be read, by the names of the outputs.
  private let exposed: [(name: String, node: Int)]

  init(_ trainer: Trainer, _ model: any Model, _ machine: Pretraining.Machine) throws {
    self.trainer = trainer
    var graph = trainer.graph
    let live = Set(graph.liveNodes)
    var exposed: [(name: String, node: Int)] = []
    graph.outputs = []
    for (number, node) in graph.nodes.enumerated() where live.contains(number) {
      for (output, type) in node.types.enumerated() where type.element.isFloat {
        let name = "node \(number).\(output)"
        graph.outputs.append(Output(name, Value(number, output)))
        exposed.append((name, number))
      }
    }
    (self.graph, self.exposed) = (graph, exposed)
    session = try Session(
      try CompiledProgram(graph, options: CompileOptions(target: machine.target), cache: machine.cache), pool: machine.pool)
  }

  /// Looks at each clip by itself, so that memory stays small; then, if all are finite, at the whole batch.
  func firstNonFinite(step: Int, batch: (Int) throws -> FeatureBatch) throws -> Replay.Finding? {
    let options = trainer.options
    for part in 0..<options.accumulation {
      let number = (step - 1) * options.accumulation + part
      let batch = try batch(number)
      let length = batch.values.count / options.batch
      let first = number * options.batch
      for row in 0..<options.batch {
        let clip = FeatureBatch(
          values: Array(batch.values[row * length..<(row + 1) * length]), files: [batch.files[row]], step: number)
        if let found = try look(clip, step: step, position: first + row, at: exposed.filter { !isUpdate($0.node) }) {
          return found
        }
      }
      if let found = try look(batch, step: step, position: first, at: exposed) { return found }
    }
    return nil
  }

  /// What becomes of the gradients is a matter of the whole batch.
  private func isUpdate(_ node: Int) -> Bool { graph.nodes[node].scope.hasPrefix(TrainOptions.scope) }

  private func look(
    _ batch: FeatureBatch, step: Int, position: Int, at exposed: [(name: String, node: Int)]
  ) throws -> Replay.Finding? {
    let binding = try session.bind(trainer.grid.sizes(batch: batch.files.count, times: trainer.times, masking: trainer.options.masking))
    try trainer.bind(batch, position: position, step: step, part: 0, to: binding)
    // What is infinite with fresh parameters, too, such as the logarithm of a mask, is meant to be.
    try session.initialize(seed: trainer.options.seed)
    binding.run()
    let intended = Set(try exposed.filter { try firstNonFinite($0.name, binding) != nil }.map(\.node))
    for (_, input, _) in graph.inputs where input.role != .data {
      try session.memory(input.name).copyMemory(from: UnsafeRawBufferPointer(trainer.session.memory(input.name)))
    }
    binding.run()
    for (name, node) in exposed where !intended.contains(node) {
      if let value = try firstNonFinite(name, binding) { return finding(node, value, batch, step) }
    }
    return nil
  }

  private func firstNonFinite(_ name: String, _ binding: Binding) throws -> Double? {
    try binding.read(name).first { !$0.isFinite }
  }

  private func finding(_ number: Int, _ value: Double, _ batch: FeatureBatch, _ step: Int) -> Replay.Finding {
    let node = graph.nodes[number]
    let name = node.input.map { "input '\($0.name)'" } ?? node.operation.map { type(of: $0).mnemonic } ?? "node"
    return Replay.Finding(
      step: step, file: batch.files.count == 1 ? batch.files[0] : nil, node: name,
      scope: node.scope.isEmpty ? "the model itself" : node.scope,
      location: node.location.map { "\($0.file):\($0.line)" },
      sourceLine: node.location?.quotedLine?.trimmingCharacters(in: .whitespaces),
      value: value.isNaN ? "NaN" : value > 0 ? "infinity" : "-infinity")
  }
}
