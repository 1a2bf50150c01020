import Runtime
import Sonograph

extension Pretraining {
  /// How many steps take some minutes, evaluations included: measured with a few of them, which leave no trace.
  ///
  /// - Throws: what a run with these options throws.
  public static func steps(
    minutes: Double, model: any Model, options: PretrainOptions, data directory: String?, machine: Machine
  ) throws -> Int {
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
    let evaluations = Double(evaluationsOfARun) * (Host.now - start)
    // The first step touches memory for the first time.
    let step = seconds.dropFirst().reduce(0, +) / Double(seconds.count - 1)
    return max(1, Int((minutes * 60 - evaluations) / step))
  }

  private static let measuredSteps = 5
  /// The default interval makes twenty, and there is one before the first step.
  private static let evaluationsOfARun = 21
}
