import Audio
import Compiler
import Foundation
import Runtime
import Sonograph

/// A compiled training step with its parameters and moments.
///
/// Not safe to use from two threads at once.
public final class Trainer {
  /// What a step has computed.
  public struct Result: Sendable, Hashable {
    /// Mean over the clips of the step, before its update.
    public let loss: Double
    /// Of all gradients together, before clipping.
    public let gradientNorm: Double
    public var isFinite: Bool { loss.isFinite && gradientNorm.isFinite }
  }

  public let options: PretrainOptions
  public let grid: PatchGrid
  public let session: Session
  /// The training step as a graph.
  public let graph: Graph
  /// Floating point operations of a step.
  public let flopsPerStep: Double
  public let statistics: BuildStatistics
  private let binding: Binding
  /// Patches along time.
  let times: Int

  /// Traces, differentiates and compiles the step, or takes it from the cache.
  ///
  /// - Throws: `TrainingError` if the options do not fit the model, and what compiling throws.
  public init(_ model: any Model, _ options: PretrainOptions, _ machine: Pretraining.Machine) throws {
    self.options = options
    var graph = try model.trainGraph(options.trainOptions)
    grid = try PatchGrid(graph)
    times = try grid.times(frames: options.frames)
    // Predictions and features need no memory of their own here.
    graph.outputs.removeAll { $0.updates == nil && $0.name != "loss" && $0.name != "gradient-norm" }
    self.graph = graph
    let compiled = try CompiledProgram(graph, options: CompileOptions(target: machine.target), cache: machine.cache)
    statistics = compiled.statistics
    session = try Session(compiled, pool: machine.pool, memoryBudget: machine.memoryBudget)
    let sizes = grid.sizes(batch: options.batch, times: times, masking: options.masking)
    binding = try session.bind(sizes)
    flopsPerStep = Double(options.accumulation)
      * compiled.program.steps.reduce(0.0) { $0 + Double($1.cost.flops.value(sizes) ?? 0) }
  }

  /// The names of parameters and of optimiser states, in the order of the graph.
  public func names(_ role: InputRole) -> [String] {
    graph.inputs.filter { $0.input.role == role }.map(\.input.name)
  }

  /// Trainable numbers.
  public var parameterCount: Int {
    graph.inputs.filter { $0.input.role == .parameter }.reduce(0) { $0 + ($1.type.count.constant ?? 0) }
  }

  /// Parameters, optimiser's states and working memory.
  public var memoryBytes: Int { binding.plan.persistentBytes + binding.plan.workingBytes }

  /// Draws parameters from the seed, and sets moments to zero.
  public func initialize() throws { try session.initialize(seed: options.seed) }

  /// Runs a step.
  ///
  /// - Parameters:
  ///   - step: from 1.
  ///   - batch: the batch of a number, from 0; a step takes `accumulation` of them.
  public func run(step: Int, batch: (Int) throws -> FeatureBatch) throws -> Result {
    var loss = 0.0
    for part in 0..<options.accumulation {
      let number = (step - 1) * options.accumulation + part
      try bind(batch(number), position: number * options.batch, step: step, part: part, to: binding)
      binding.run()
      loss += try binding.read("loss")[0] / Double(options.accumulation)
    }
    return Result(loss: loss, gradientNorm: try binding.read("gradient-norm")[0])
  }

  /// Writes all inputs of a part of a step: spectrograms, masks and numbers.
  ///
  /// - Parameters:
  ///   - position: of the batch's first clip in the sequence of all, which its mask is drawn from.
  ///   - part: which of the step's batches it is.
  func bind(_ batch: FeatureBatch, position: Int, step: Int, part: Int, to binding: Binding) throws {
    try Self.write(batch.values, to: "spectrogram", binding)
    let masks = batch.files.indices.flatMap { row in
      options.masking.mask(times: times, bands: grid.bands, seed: options.seed, position: position + row)
    }
    try Self.write(masks, to: "mask", binding)
    var numbers = [("learning-rate", options.schedule.rate(step: step)), ("step", Double(step))]
    if options.accumulation > 1 {
      numbers += [
        (Accumulation.first, part == 0 ? 1 : 0), (Accumulation.last, part == options.accumulation - 1 ? 1 : 0),
        (Accumulation.share, 1 / Double(options.accumulation)),
      ]
    }
    for (name, value) in numbers { try binding.write([value], to: name) }
  }

  package static func write(_ values: [Float], to name: String, _ binding: Binding) throws {
    let pointer = try binding.pointer(name).assumingMemoryBound(to: Float.self)
    values.withUnsafeBufferPointer { pointer.update(from: $0.baseAddress!, count: $0.count) }
  }
}
