import Compiler
import Runtime
import Sonograph

/// Reconstructs held-out clips with a run's parameters. Masks are a function of the seed, so that evaluations compare.
public final class HeldOutEvaluator {
  /// A clip with what the model makes of it, (frame, mel) each.
  public struct Reconstruction: Sendable {
    public let file: String
    public let spectrogram: [Float]
    /// For each token, time-major, 1 where it is hidden.
    public let mask: [Float]
    public let prediction: [Float]
  }

  public let grid: PatchGrid
  public let baselines: Baselines
  private let clips: [(values: [Float], file: String)]
  private let masks: [[Float]]
  private let targets: [[Float]]
  /// The mean and deviation of each patch, for a model whose targets are standardised patches.
  private let scales: [[PatchGrid.Scale]]?
  private let session: Session
  private let parameters: [(name: String, shape: [Int])]
  private let times: Int
  private let masking: Masking
  private let batch: Int

  /// Tells masks of held-out clips from those of training.
  private static let stream: UInt32 = 1

  /// - Parameter clips: (frame, mel) each, as many frames as the options say.
  public init(
    _ model: any Model, _ options: PretrainOptions, clips: [(values: [Float], file: String)], target: Target,
    cache: KernelCache, pool: ThreadPool
  ) throws {
    var graph = try model.forwardGraph()
    let grid = try PatchGrid(graph)
    let times = try grid.times(frames: options.frames)
    let isNormalized = graph.output(named: "target") != nil
    graph.outputs.removeAll { $0.name != "loss" && $0.name != "prediction" }
    session = try Session(try CompiledProgram(graph, options: CompileOptions(target: target), cache: cache), pool: pool)
    parameters = graph.shapes(.parameter)
    (self.grid, self.times, self.clips, batch) = (grid, times, clips, min(clips.count, options.batch))
    masking = options.masking
    let masks = clips.indices.map {
      options.masking.mask(times: times, bands: grid.bands, seed: options.seed, position: $0, stream: Self.stream)
    }
    let patches = clips.map { grid.patches($0.values) }
    scales = isNormalized ? patches.map { grid.scales($0) } : nil
    let targets = scales.map { zip(patches, $0).map { grid.normalized($0, by: $1) } } ?? patches
    (self.masks, self.targets) = (masks, targets)
    baselines = Baselines(targets, masks, grid)
  }

  /// Takes over the parameters of a training session as they are.
  public func take(_ trainer: Session) throws {
    for (name, _) in parameters { try session.memory(name).copyMemory(from: UnsafeRawBufferPointer(trainer.memory(name))) }
  }

  /// Takes parameters from a file.
  ///
  /// - Throws: `TrainingError` if they are those of another model.
  public func take(_ file: Safetensors, from path: String) throws { try session.load(file, parameters, from: path) }

  /// Losses with the parameters that were taken last.
  ///
  /// - Parameter step: that they are of.
  public func evaluate(step: Int) throws -> Evaluation {
    var (loss, error, count) = (0.0, 0.0, 0)
    try run(Array(clips.indices)) { number, prediction, batchLoss in
      loss += batchLoss
      for token in masks[number].indices where masks[number][token] > 0 {
        for position in token * grid.size..<(token + 1) * grid.size {
          let difference = Double(prediction[position] - targets[number][position])
          error += difference * difference
        }
        count += grid.size
      }
    }
    return Evaluation(
      step: step, maskedLoss: error / Double(max(1, count)), loss: loss / Double(clips.count), baselines: baselines)
  }

  /// Some clips, evenly spread, with the parameters that were taken last.
  public func reconstructions(count: Int) throws -> [Reconstruction] {
    var result: [Reconstruction] = []
    let count = min(count, clips.count)
    try run((0..<count).map { $0 * clips.count / count }) { number, prediction, _ in
      let patches = scales.map { grid.restored(Array(prediction), by: $0[number]) } ?? Array(prediction)
      result.append(
        Reconstruction(
          file: clips[number].file, spectrogram: clips[number].values, mask: masks[number],
          prediction: grid.spectrogram(patches)))
    }
    return result
  }

  /// Runs clips in batches and hands over each one's prediction (time, patch) and its batch's loss.
  private func run(_ numbers: [Int], _ body: (Int, UnsafeBufferPointer<Float>, Double) throws -> Void) throws {
    for start in stride(from: 0, to: numbers.count, by: batch) {
      let part = numbers[start..<min(numbers.count, start + batch)]
      let binding = try session.bind(grid.sizes(batch: part.count, times: times, masking: masking))
      try Trainer.write(part.flatMap { clips[$0].values }, to: "spectrogram", binding)
      try Trainer.write(part.flatMap { masks[$0] }, to: "mask", binding)
      binding.run()
      let loss = try binding.read("loss")[0]
      let prediction = try binding.pointer("prediction").assumingMemoryBound(to: Float.self)
      let count = times * grid.bands * grid.size
      for (row, number) in part.enumerated() {
        try body(number, UnsafeBufferPointer(start: prediction + row * count, count: count), loss)
      }
    }
  }
}
