import Audio
import Compiler
import Evaluation
import Features
import Foundation
import Graphs
import Runtime
import Sonograph
import Training

/// The fine-tuning of one fold by one seed, in a directory of its own:
///
///     latest/          parameters, moments and curves after the last whole epoch
///     best/            the parameters of the epoch that is best on the validation data
///     result.json      once it is finished: `FineTuneResult`
///     encoder/         once it is finished: a run with the fine-tuned encoder, for `embed`, `evaluate` and `export`
///
/// Parameters are the same to the bit for any number of threads, and however often it is killed and begun again.
final class FineTuneRun {
  /// What is known after a whole epoch.
  private struct State: Codable {
    var epochs: [FineTuneEpoch] = []
    var best: FineTuneEpoch? { epochs.reduce(nil) { $0 == nil || $1.validation > $0!.validation ? $1 : $0 } }
  }

  private let subject: FineTuneSubject
  private let programs: FineTunePrograms
  private let task: EvaluationTask
  private let fold: EvaluationTask.Fold
  private let options: FineTuneOptions
  private let directory: String
  private let machine: Pretraining.Machine
  private let windows: ClipWindows
  private let batches: TrainingBatches
  private let step: Session
  private let inference: Session
  private let binding: Binding
  private var state = State()

  /// Windows that are scored together.
  private static let scoredWindows = 8

  init(
    _ subject: FineTuneSubject, _ programs: FineTunePrograms, _ task: EvaluationTask, _ fold: EvaluationTask.Fold,
    _ options: FineTuneOptions, _ windows: ClipWindows, directory: String, machine: Pretraining.Machine
  ) throws {
    (self.subject, self.programs, self.task, self.fold) = (subject, programs, task, fold)
    (self.options, self.windows, self.directory, self.machine) = (options, windows, directory, machine)
    batches = TrainingBatches(windows: windows, clips: fold.train.flatMap { task.splits[$0].clips }, options: options)
    step = try Session(programs.step, pool: machine.pool, memoryBudget: machine.memoryBudget)
    inference = try Session(programs.inference, pool: machine.pool)
    binding = try step.bind(programs.sizes(batch: options.batch))
  }

  var stepsPerEpoch: Int { batches.stepsPerEpoch }
  private var resultPath: String { "\(directory)/result.json" }

  /// The result of a run that was finished before.
  func finished() throws -> FineTuneResult? {
    guard let data = FileManager.default.contents(atPath: resultPath) else { return nil }
    do { return try JSONDecoder.stable.decode(FineTuneResult.self, from: data) } catch {
      throw TrainingError("\(resultPath) is damaged", "remove \(directory), and the fold is trained again")
    }
  }

  /// - Parameters:
  ///   - shouldStop: asked after every step.
  ///   - report: is told the epoch, the step of all steps, and the loss.
  /// - Returns: nil if it was stopped.
  func callAsFunction(shouldStop: () -> Bool, report: (FineTuning.Progress) -> Void) throws -> FineTuneResult? {
    if let known = try finished() { return known }
    try begin()
    let schedule = options.schedule(stepsPerEpoch: stepsPerEpoch)
    while state.epochs.count < options.epochs {
      let epoch = state.epochs.count + 1
      var losses: [Double] = []
      for number in (epoch - 1) * stepsPerEpoch..<epoch * stepsPerEpoch {
        if shouldStop() { return nil }
        losses.append(try run(step: number, rate: schedule.rate(step: number + 1)))
        report(FineTuning.Progress(epoch: epoch, step: number + 1, steps: schedule.steps, loss: losses.last!))
      }
      try finish(epoch, losses)
    }
    return try result()
  }

  // MARK: Steps

  /// Takes the state after the last whole epoch, or the subject's parameters.
  private func begin() throws {
    do { try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true) } catch {
      throw FeatureError.cannotWrite(path: directory, reason: error.localizedDescription)
    }
    WholeDirectory.clean(directory)
    if let data = FileManager.default.contents(atPath: "\(directory)/latest/state.json") {
      state = try JSONDecoder.stable.decode(State.self, from: data)
      for (file, role) in [("parameters", InputRole.parameter), ("optimizer", .state)] {
        let path = "\(directory)/latest/\(file).safetensors"
        try step.load(Safetensors(contentsOf: URL(fileURLWithPath: path)), programs.step.program.graph.shapes(role), from: path)
      }
      return
    }
    try step.initialize(seed: options.seed)
    guard let path = subject.parameters else { return }
    let file = try Safetensors(contentsOf: URL(fileURLWithPath: path))
    let own = programs.step.program.graph.shapes(.parameter).filter { !$0.name.hasPrefix(Classifier.head + "/") }
    // Parameters of the pre-training head are in the file, too.
    try step.load(file.restricted(to: Set(own.map(\.name))), own, from: path)
  }

  private func run(step number: Int, rate: Double) throws -> Double {
    let batch = try batches(number)
    try fill(binding, batch.spectrogram, batch.rows)
    try Trainer.write(batch.targets, to: "y", binding)
    try binding.write([rate], to: "learning-rate")
    try binding.write([Double(number + 1)], to: "step")
    binding.run()
    let loss = try binding.read("loss")[0]
    guard loss.isFinite else {
      throw TrainingError("the loss is not finite at step \(number + 1) of \(directory)", "try a lower --lr")
    }
    return loss
  }

  private func fill(_ binding: Binding, _ spectrogram: [Float], _ rows: [Int]) throws {
    try Trainer.write(spectrogram, to: "spectrogram", binding)
    try Trainer.write([Float](repeating: 0, count: rows.count * programs.times * programs.grid.bands), to: "mask", binding)
    try Trainer.write(programs.pool(rows), to: "pool", binding)
  }

  /// Validates, and keeps the state.
  private func finish(_ epoch: Int, _ losses: [Double]) throws {
    let validation = try score(task.splits[fold.valid].clips).scores[0]
    let before = state.best
    state.epochs.append(FineTuneEpoch(epoch: epoch, loss: losses.reduce(0, +) / Double(losses.count), validation: validation))
    let parameters = programs.step.program.graph.shapes(.parameter)
    // First the best: a kill in between repeats this epoch, to the same bits.
    if state.best != before {
      try WholeDirectory.write("best", in: directory) { try step.write(parameters, to: $0 + "/parameters.safetensors") }
    }
    try WholeDirectory.write("latest", in: directory) { path in
      try step.write(parameters, to: path + "/parameters.safetensors")
      try step.write(programs.step.program.graph.shapes(.state), to: path + "/optimizer.safetensors")
      try AtomicFile.write(JSONEncoder.stable(pretty: true).encode(state), to: path + "/state.json")
    }
  }

  // MARK: Scores

  /// The task's metrics and the logits of clips by the present parameters: the mean over a clip's windows, by their rows.
  private func score(_ clips: [EvaluationTask.Clip]) throws -> (scores: [Double], logits: [[Double]]) {
    for (name, _) in programs.inference.program.graph.shapes(.parameter) {
      try inference.memory(name).copyMemory(from: UnsafeRawBufferPointer(try step.memory(name)))
    }
    var queue: [(clip: Int, weight: Double, window: ClipWindows.Window)] = []
    var logits = [[Double]](repeating: [Double](repeating: 0, count: task.labels.count), count: clips.count)
    for (number, clip) in clips.enumerated() {
      let own = try windows.all(clip)
      let rows = own.reduce(0) { $0 + $1.rows }
      queue += own.map { (number, Double($0.rows) / Double(rows), $0) }
      while queue.count >= Self.scoredWindows || number == clips.count - 1 && !queue.isEmpty {
        let part = Array(queue.prefix(Self.scoredWindows))
        queue.removeFirst(part.count)
        for (item, values) in zip(part, try self.logits(part.map(\.window))) {
          for (label, value) in values.enumerated() { logits[item.clip][label] += value * item.weight }
        }
      }
    }
    return (task.metrics.map { task.score($0, logits, clips.map(\.classes)) }, logits)
  }

  private func logits(_ windows: [ClipWindows.Window]) throws -> [[Double]] {
    let binding = try inference.bind(programs.sizes(batch: windows.count))
    try fill(binding, windows.flatMap(\.values), windows.map(\.rows))
    binding.run()
    let values = try binding.read("logits")
    let classes = task.labels.count
    return windows.indices.map { Array(values[$0 * classes..<($0 + 1) * classes]) }
  }

  /// The test scores of the best epoch, written with its encoder.
  private func result() throws -> FineTuneResult {
    let path = "\(directory)/best/parameters.safetensors"
    try step.load(
      Safetensors(contentsOf: URL(fileURLWithPath: path)), programs.step.program.graph.shapes(.parameter), from: path)
    let clips = task.splits[fold.test].clips
    let (scores, logits) = try score(clips)
    let best = state.best!
    let result = FineTuneResult(
      fold: fold.name, seed: options.seed, epochs: state.epochs, bestEpoch: best.epoch, validation: best.validation,
      scores: Dictionary(zip(task.metrics.map(\.rawValue), scores)) { $1 },
      predictions: zip(clips, logits).map { FoldResult.Prediction($0, logits: $1, task) })
    try writeEncoder()
    try AtomicFile.write(JSONEncoder.stable(pretty: true).encode(result), to: resultPath)
    WholeDirectory.remove("latest", in: directory)
    return result
  }

  /// The model with the fine-tuned encoder as a run; what is only there for pre-training stays as it was.
  private func writeEncoder() throws {
    guard let old = subject.description else { return }
    let program = try CompiledProgram(
      programs.encoder, options: CompileOptions(target: machine.target), cache: machine.cache)
    let whole = try Session(program, pool: machine.pool)
    let shapes = programs.encoder.shapes(.parameter)
    if let path = subject.parameters {
      try whole.load(Safetensors(contentsOf: URL(fileURLWithPath: path)), shapes, from: path)
    } else {
      try whole.initialize(seed: options.seed)
    }
    for (name, _) in programs.step.program.graph.shapes(.parameter) where !name.hasPrefix(Classifier.head + "/") {
      try whole.memory(name).copyMemory(from: UnsafeRawBufferPointer(try step.memory(name)))
    }
    let description = RunDescription(
      model: old.model, settings: old.settings, parameters: old.parameters, options: old.options, data: old.data,
      scale: old.scale, initialized: "fine-tuned on \(task.name), \(fold.name), seed \(options.seed)", target: machine.target.name,
      compiler: machine.compiler, created: Date())
    let run = RunDirectory("\(directory)/encoder")
    if !run.exists { try run.create(description) }
    try Checkpoint.write(
      whole, shapes, Checkpoint.State(step: state.best!.epoch * stepsPerEpoch, evaluation: nil, run: description), in: run)
  }
}
