import Audio
import Evaluation
import Foundation

/// The batches of a fine-tuning: a function of the step.
struct TrainingBatches {
  /// Windows with their pooled rows and targets.
  struct Batch {
    /// (batch, frame, mel).
    var spectrogram: [Float] = []
    /// Rows of patches that belong to each clip.
    var rows: [Int] = []
    /// (batch, class).
    var targets: [Float] = []
  }

  let windows: ClipWindows
  let clips: [EvaluationTask.Clip]
  let options: FineTuneOptions

  var size: Int { options.batch }
  /// Steps in which as many clips are seen as there are.
  var stepsPerEpoch: Int { (clips.count + size - 1) / size }

  /// - Parameter step: from 0; clips come in a new order in every epoch, and batches run on from one epoch to the next.
  func callAsFunction(_ step: Int) throws -> Batch {
    let positions = (0..<size).map { step * size + $0 }
    let chosen = positions.map { position -> EvaluationTask.Clip in
      let order = EpochPermutation(count: clips.count, seed: UInt64(options.seed), epoch: position / clips.count)
      return clips[order[position % clips.count]]
    }
    let draws = positions.map { Draws(UInt64(options.seed), 1, UInt64($0)) }
    let drawn = try windows.training(chosen, options.augmentation, draws)
    let own = Batch(
      spectrogram: drawn.flatMap(\.values), rows: drawn.map(\.rows), targets: chosen.flatMap { targets(of: $0.classes) })
    guard options.augmentation.mixup > 0 else { return own }
    var draw = Draws(UInt64(options.seed), 2, UInt64(step))
    return mixed(own, share: Float(draw.beta(options.augmentation.mixup)))
  }

  private func targets(of classes: Set<Int>) -> [Float] {
    (0..<windows.task.labels.count).map { classes.contains($0) ? 1 : 0 }
  }

  /// Each window with the one as far from the other end of the batch.
  private func mixed(_ batch: Batch, share: Float) -> Batch {
    func blend(_ values: [Float]) -> [Float] {
      let width = values.count / size
      return values.indices.map { i in
        share * values[i] + (1 - share) * values[(size - 1 - i / width) * width + i % width]
      }
    }
    return Batch(
      spectrogram: blend(batch.spectrogram), rows: batch.rows.indices.map { max(batch.rows[$0], batch.rows[size - 1 - $0]) },
      targets: blend(batch.targets))
  }
}
