import Runtime
import Sonograph

extension Pretraining {
  /// How many steps take some minutes, evaluations included: measured with a few of them, which leave no trace.
  ///
  /// - Throws: what a run with these options throws.
  public static func steps(
    minutes: Double, model: any Model, options: PretrainOptions, data directory: String?, machine: Machine
  ) throws -> Int {
    try cost(model: model, options: options, data: directory, machine: machine).steps(minutes: minutes)
  }

  /// What a run takes, measured.
  public struct Cost: Sendable, Hashable, Codable {
    public let parameters: Int
    public let secondsPerStep: Double
    public let secondsPerEvaluation: Double
    /// Of a step: parameters, optimiser's states and working memory.
    public let memoryBytes: Int

    public func steps(minutes: Double) -> Int {
      max(1, Int(min((minutes * 60 - Double(evaluationsOfARun) * secondsPerEvaluation) / secondsPerStep, 1e12)))
    }
    public func seconds(steps: Int, evaluationInterval: Int) -> Double {
      Double(steps) * secondsPerStep + Double(1 + steps / max(1, evaluationInterval)) * secondsPerEvaluation
    }
  }

  /// Seconds of a step and of an evaluation, by a few of them that leave no trace.
  ///
  /// - Throws: what a run with these options throws.
  public static func cost(
    model: any Model, options: PretrainOptions, data directory: String?, machine: Machine
  ) throws -> Cost {
    let trainer = try Trainer(model, options, machine)
    let (data, evaluator) = try data(directory, model, options, trainer.grid, machine)
    try trainer.initialize()
    var seconds: [Double] = []
    for step in 1...measuredSteps {
      let start = Host.now
      _ = try trainer.run(step: step) { try data.training.batch(step: $0) }
      seconds.append(Host.now - start)
    }
    let start = Host.now
    try evaluator.take(trainer.session)
    _ = try evaluator.evaluate(step: 0)
    let evaluation = Host.now - start
    // The first step touches memory for the first time.
    let step = seconds.dropFirst().reduce(0, +) / Double(seconds.count - 1)
    return Cost(parameters: trainer.parameterCount, secondsPerStep: step, secondsPerEvaluation: evaluation, memoryBytes: trainer.memoryBytes)
  }

  private static let measuredSteps = 5
  /// The default interval makes twenty, and there is one before the first step.
  private static let evaluationsOfARun = 21
}
