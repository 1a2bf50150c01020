import Compiler
import Evaluation
import Features
import Foundation
import Graphs
import Runtime
import Sonograph
import Training

/// What is fine-tuned: a model with the parameters of a run, or with random ones.
public struct FineTuneSubject {
  public let model: any Model
  /// How it was pre-trained, or would have been.
  public let description: RunDescription?
  public let settings: [String: String]
  /// Of a window.
  public let frames: Int
  /// A safetensors file of all of the model's parameters; nil for random ones.
  public let parameters: String?

  public init(
    model: any Model, settings: [String: String], frames: Int, parameters: String?, description: RunDescription? = nil
  ) {
    (self.model, self.settings, self.frames, self.parameters) = (model, settings, frames, parameters)
    self.description = description
  }
}

/// The compiled programs of a fine-tuning, which its folds and seeds share.
struct FineTunePrograms {
  let step: CompiledProgram
  let inference: CompiledProgram
  let grid: PatchGrid
  let times: Int
  let parts: Int
  /// Of the encoder alone, with what is only there for pre-training.
  let encoder: Graph

  init(_ subject: FineTuneSubject, _ task: EvaluationTask, _ options: FineTuneOptions, _ machine: Pretraining.Machine) throws {
    encoder = try subject.model.forwardGraph()
    let grid = try PatchGrid(encoder)
    let parts = options.pooling == .mean ? grid.bands : 1
    (self.grid, self.parts, times) = (grid, parts, try grid.times(frames: subject.frames))
    func model(_ isTraining: Bool) -> Classifier {
      Classifier(
        encoder: subject.model, classes: task.labels.count, prediction: task.prediction, parts: parts, isTraining: isTraining)
    }
    let forward = try model(false).forwardGraph()
    let names = forward.shapes(.parameter).map(\.name)
    let rates = LayerRates(names)
    var train = TrainOptions(
      optimizer: AdamW(beta1: 0.9, beta2: 0.999, weightDecay: options.weightDecay), clipNorm: options.clipNorm)
    for name in names { train.rateScales[name] = rates.scale(name, options) }
    let compile = CompileOptions(target: machine.target)
    step = try CompiledProgram(try model(true).trainGraph(train), options: compile, cache: machine.cache)
    inference = try CompiledProgram(forward, options: compile, cache: machine.cache)
  }

  func sizes(batch: Int) -> [String: Int] { grid.sizes(batch: batch, times: times, masking: nil) }

  /// Each token's weight in each part: (batch, token, part), cls first.
  func pool(_ rows: [Int]) -> [Float] {
    let tokens = times * grid.bands + 1
    var weights = [Float](repeating: 0, count: rows.count * tokens * parts)
    for (number, rows) in rows.enumerated() {
      let first = number * tokens * parts
      if parts == 1 {
        weights[first] = 1
        continue
      }
      for token in 0..<rows * grid.bands {
        weights[first + (token + 1) * parts + token % grid.bands] = 1 / Float(rows)
      }
    }
    return weights
  }
}
