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
  private let times: Int

  /// Traces, differentiates and compiles the step, or takes it from the cache.
  ///
  /// - Throws: `TrainingError` if the options do not fit the model, and what compiling throws.
  public init(_ model: any Model, _ options: PretrainOptions, target: Target, cache: KernelCache, pool: ThreadPool) throws {
    self.options = options
    var graph = try model.trainGraph(options.trainOptions)
    grid = try PatchGrid(graph)
    times = try grid.times(frames: options.frames)
    // Predictions and features need no memory of their own here.
    graph.outputs.removeAll { $0.updates == nil && $0.name != "loss" && $0.name != "gradient-norm" }
    self.graph = graph
    let compiled = try CompiledProgram(graph, options: CompileOptions(target: target), cache: cache)
    statistics = compiled.statistics
    session = try Session(compiled, pool: pool)
    let sizes = grid.sizes(batch: options.batch, times: times)
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

  /// Draws parameters from the seed, and sets moments to zero.
  public func initialize() throws { try session.initialize(seed: options.seed) }

  /// Runs a step.
  ///
  /// - Parameters:
  ///   - step: from 1.
  ///   - batch: the batch of a number, from 0; a step takes `accumulation` of them.
  public func run(step: Int, batch: (Int) throws -> FeatureBatch) throws -> Result {
    try set("learning-rate", options.schedule.rate(step: step))
    try set("step", Double(step))
    var loss = 0.0
    for part in 0..<options.accumulation {
      let number = (step - 1) * options.accumulation + part
      try bind(batch(number).values, firstPosition: number * options.batch)
      if options.accumulation > 1 {
        try set(Accumulation.first, part == 0 ? 1 : 0)
        try set(Accumulation.last, part == options.accumulation - 1 ? 1 : 0)
        try set(Accumulation.share, 1 / Double(options.accumulation))
      }
      binding.run()
      loss += try binding.read("loss")[0] / Double(options.accumulation)
    }
    return Result(loss: loss, gradientNorm: try binding.read("gradient-norm")[0])
  }

  /// Writes spectrograms (batch, frame, mel) and draws their masks.
  private func bind(_ values: [Float], firstPosition: Int) throws {
    try Self.write(values, to: "spectrogram", binding)
    let masks = (0..<options.batch).flatMap { row in
      options.masking.mask(times: times, bands: grid.bands, seed: options.seed, position: firstPosition + row)
    }
    try Self.write(masks, to: "mask", binding)
  }

  static func write(_ values: [Float], to name: String, _ binding: Binding) throws {
    let pointer = try binding.pointer(name).assumingMemoryBound(to: Float.self)
    values.withUnsafeBufferPointer { pointer.update(from: $0.baseAddress!, count: $0.count) }
  }

  private func set(_ name: String, _ value: Double) throws { try binding.write([value], to: name) }
}
