import Foundation
import Graphs
import Sonograph
import Testing

@testable import Training

@Suite struct HeldOutTests {
  /// Two bands of one mel, three time steps of one frame.
  private func grid() throws -> PatchGrid {
    var frame = MaskedSpectrogram(width: 8)
    (frame.mels, frame.patchMel, frame.patchTime) = (2, 1, 1)
    return try PatchGrid(SSAST(name: "grid", frame: frame, depth: 1, heads: 1).forwardGraph())
  }

  @Test func baselinesByHand() throws {
    // Tokens are time-major: (0, low), (0, high), (1, low), ...
    let target: [Float] = [1, 10, 2, 20, 4, 40]
    let mask: [Float] = [1, 0, 0, 1, 1, 0]
    let baselines = Baselines([target], [mask], try grid())
    // Hidden: 1 and 4 in the low band, of mean 2.5; 20 in the high one.
    #expect(abs(baselines.constant - (2.25 + 2.25 + 0) / 3) < 1e-12)
    // Of (0, low), the neighbours (0, high) and (1, low) are equally near: the first counts, 10. Of (1, high) it is
    // (0, high) before (1, low): 10. Of (2, low) it is (1, low) before (2, high): 2.
    #expect(abs(baselines.nearest - (81.0 + 100 + 4) / 3) < 1e-12)
  }

  @Test func patchesThereAndBack() throws {
    let grid = try PatchGrid(TinyRun.transformer.forwardGraph())
    #expect(grid.frames == 4 && grid.mels == 5 && grid.bands == 4)
    let spectrogram = (0..<12 * 20).map { Float($0) }
    let patches = grid.patches(spectrogram)
    // The second patch: frames 0 to 3, mels 5 to 9; its sixth value is frame 1, mel 5.
    #expect(patches[20] == 5 && patches[25] == 25)
    #expect(grid.spectrogram(patches) == spectrogram)
    #expect(throws: TrainingError.self) { try grid.times(frames: 13) }
  }

  @Test func otherModelsAreRefused() throws {
    #expect { try PatchGrid(Recurrence.all[0].forwardGraph()) } throws: {
      "\($0)".contains("is not one of masked spectrograms")
    }
  }

  @Test func lossIsOnHiddenPatches() throws {
    let tiny = try TinyRun()
    let training = try tiny.begin("run")
    try training.evaluator.take(training.trainer.session)
    let reconstructions = try training.evaluator.reconstructions(count: 5)
    let evaluation = try training.evaluator.evaluate(step: 0)
    let grid = training.trainer.grid
    var (error, count) = (0.0, 0)
    for clip in reconstructions {
      for (offset, pair) in zip(clip.spectrogram, clip.prediction).enumerated() {
        let (frame, mel) = (offset / grid.width, offset % grid.width)
        guard clip.mask[frame / grid.frames * grid.bands + mel / grid.mels] == 1 else { continue }
        error += pow(Double(pair.0) - Double(pair.1), 2)
        count += 1
      }
    }
    #expect(count == 5 * 14 * 20 && abs(evaluation.maskedLoss - error / Double(count)) < 1e-6)
  }

  /// The model's own targets are those that the evaluation counts with.
  @Test func pixelNormalization() throws {
    let tiny = try TinyRun()
    var frame = TinyRun.frame
    (frame.normalizesPixels, frame.loss) = (true, .masked)
    let model = SSAST(name: "normalized", frame: frame, depth: 1, heads: 2)
    var options = TinyRun.options
    options.heldOutClips = options.batch
    let training = try tiny.begin("run", model, options)
    try training.evaluator.take(training.trainer.session)
    let evaluation = try training.evaluator.evaluate(step: 0)
    #expect(abs(evaluation.loss - evaluation.maskedLoss) < 1e-5 * evaluation.loss)
    // Standardised patches have variance 1, nearly: so much a prediction near zero loses.
    #expect(evaluation.loss > 0.5 && evaluation.loss < 2 && evaluation.baselines.constant < 1)
    // Reconstructions are spectrograms again.
    let clip = try training.evaluator.reconstructions(count: 1)[0]
    let grid = training.trainer.grid
    let (pixels, restored) = (grid.patches(clip.spectrogram), grid.patches(clip.prediction))
    for token in 0..<pixels.count / grid.size {
      let range = token * grid.size..<(token + 1) * grid.size
      let scale = grid.scales(Array(pixels[range]))[0]
      let normalized = grid.normalized(Array(restored[range]), by: [scale])
      #expect(normalized.allSatisfy { abs($0) < 5 })
    }
  }
}
