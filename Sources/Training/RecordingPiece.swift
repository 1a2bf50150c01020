import Audio
import Features
import Graphs
import Runtime
import Sonograph

/// A piece of a recording as a model takes it: part of a clip that was standardised as a whole.
public struct RecordingPiece {
  /// (frame, mel).
  public let values: [Float]

  /// - Parameters:
  ///   - start: seconds from the file's start, where the piece begins; the clip around it is as long as in training.
  /// - Throws: `AudioError`; `TrainingError` if the file ends before.
  public init(file: String, start: Double, options: PretrainOptions, model: any Model, machine: Pretraining.Machine) throws {
    let grid = try PatchGrid(model.forwardGraph())
    _ = try grid.times(frames: options.frames)
    var settings = LogMel()
    settings.mels = grid.width
    let reader = try AudioReader(path: file, sampleRate: settings.sampleRate)
    let first = Int((start * Double(settings.sampleRate)).rounded())
    guard first < reader.count else {
      let seconds = Double(reader.count) / Double(settings.sampleRate)
      throw TrainingError("\(file) ends after \(seconds) s", "--start is \(start)")
    }
    try reader.seek(to: first)
    let samples = try reader.read(max(1, Int(options.clipSeconds * Double(settings.sampleRate))))
    if samples.isEmpty { throw AudioError.empty(path: file) }
    let extract = try LogMelExtractor(settings, target: machine.target, cache: machine.cache, pool: machine.pool)
    values = FeaturePiece(frames: options.frames, mels: grid.width).cut(try extract(samples), at: 0)
  }
}
