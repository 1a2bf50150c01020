import Compiler
import Foundation
import Runtime
import Sonograph

/// A predictor compiled for one task: a training step and inference, which any number of trainings share.
struct PredictorPrograms: Sendable {
  let step: CompiledProgram
  let inference: CompiledProgram

  init(
    features: Int, classes: Int, prediction: EvaluationTask.Prediction, settings: PredictorSettings, target: Target,
    cache: KernelCache
  ) throws {
    func model(_ isTraining: Bool) -> Predictor {
      Predictor(features: features, classes: classes, prediction: prediction, settings: settings, isTraining: isTraining)
    }
    let options = CompileOptions(target: target)
    // Adam: AdamW without decay.
    let adam = TrainOptions(optimizer: AdamW(weightDecay: 0))
    step = try CompiledProgram(try model(true).trainGraph(adam), options: options, cache: cache)
    inference = try CompiledProgram(try model(false).forwardGraph(), options: options, cache: cache)
  }
}

/// Embeddings with their classes.
struct LabelledRows: Sendable {
  /// (row, feature).
  var values: [Float] = []
  var targets: [Set<Int>] = []
  var count: Int { targets.count }
}

/// One training of a predictor with early stopping, as the evaluation kit does it: batches in the order of the rows,
/// validation by the task's score or the loss, the first of the best states kept.
///
/// A function of its inputs and the seed: it runs on one thread, beside others.
struct PredictorTraining {
  let programs: PredictorPrograms
  let settings: PredictorSettings
  let features: Int
  let classes: Int
  let prediction: EvaluationTask.Prediction
  let seed: UInt32

  struct Outcome: Sendable {
    let judgement: Judgement
    let epoch: Int
    /// (row, class) of the test rows, by the best state.
    let logits: [[Double]]
  }

  /// - Parameter judge: judges the logits of the rows `valid`.
  func callAsFunction(
    train: LabelledRows, valid: LabelledRows, test: LabelledRows, judge: ([[Double]]) -> Judgement
  ) throws -> Outcome {
    let pool = try ThreadPool(threads: 1)
    let step = try Session(programs.step, pool: pool)
    let inference = try Session(programs.inference, pool: pool)
    try step.initialize(seed: seed)
    let batches = try batches(train, step)
    var best: Outcome?
    var (number, failures) = (0, 0)
    for epoch in 1...max(1, settings.maxEpochs) {
      for batch in batches {
        number += 1
        try run(batch, train, number)
      }
      guard epoch % settings.checkEvery == 0 || epoch == settings.maxEpochs else { continue }
      try copyState(from: step, to: inference)
      let judgement = judge(try logits(valid, inference))
      if best == nil || judgement.merit > best!.judgement.merit {
        best = Outcome(judgement: judgement, epoch: epoch, logits: try logits(test, inference))
        failures = 0
      } else {
        failures += 1
        if failures >= settings.patience { break }
      }
    }
    return best!
  }

  private typealias Batch = (rows: Range<Int>, binding: Binding)

  /// Consecutive rows. One row alone has no variance to normalise by: it joins the batch before.
  private func batches(_ rows: LabelledRows, _ session: Session) throws -> [Batch] {
    var starts = Array(stride(from: 0, to: rows.count, by: settings.batchSize))
    if starts.count > 1, rows.count - starts.last! == 1 { starts.removeLast() }
    return try starts.enumerated().map { position, start in
      let end = position + 1 < starts.count ? starts[position + 1] : rows.count
      return (start..<end, try session.bind(["B": end - start]))
    }
  }

  private func run(_ batch: Batch, _ rows: LabelledRows, _ number: Int) throws {
    try write(rows.values[batch.rows.lowerBound * features..<batch.rows.upperBound * features], batch.binding)
    let targets = rows.targets[batch.rows]
    switch prediction {
    case .multiclass: try batch.binding.write(targets.map { Double($0.first!) }, to: "y")
    case .multilabel:
      try batch.binding.write(targets.flatMap { own in (0..<classes).map { own.contains($0) ? 1 : 0 } }, to: "y")
    }
    try batch.binding.write([settings.learningRate], to: "learning-rate")
    try batch.binding.write([Double(number)], to: "step")
    if settings.dropout > 0 {
      // Seeds of different trainings may share masks, steps of one training do not.
      try batch.binding.write([Double((Int(seed) &* 1_000_003 &+ number) & 0x7fff_ffff)], to: "dropout-seed")
    }
    batch.binding.run()
  }

  private func write(_ values: ArraySlice<Float>, _ binding: Binding) throws {
    let target = try binding.pointer("x").assumingMemoryBound(to: Float.self)
    values.withUnsafeBufferPointer { target.update(from: $0.baseAddress!, count: $0.count) }
  }

  private func copyState(from step: Session, to inference: Session) throws {
    for (_, input, _) in inference.compiled.program.graph.inputs where input.role != .data {
      try inference.memory(input.name).copyMemory(from: UnsafeRawBufferPointer(try step.memory(input.name)))
    }
  }

  private func logits(_ rows: LabelledRows, _ session: Session) throws -> [[Double]] {
    var result: [[Double]] = []
    for start in stride(from: 0, to: rows.count, by: settings.batchSize) {
      let end = min(rows.count, start + settings.batchSize)
      let binding = try session.bind(["B": end - start])
      try write(rows.values[start * features..<end * features], binding)
      binding.run()
      let values = try binding.read("logits")
      result += (0..<end - start).map { Array(values[$0 * classes..<($0 + 1) * classes]) }
    }
    return result
  }
}
