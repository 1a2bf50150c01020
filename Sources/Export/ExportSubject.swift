import Foundation
import Graphs
import Sonograph
import Training

/// What is exported: a masked spectrogram model's encoder with the front end before it.
public struct ExportSubject {
  /// The model's name.
  public let title: String
  public let model: any Model
  /// The encoder, from `spectrogram` and `mask` to `tokens`.
  public let graph: Graph
  public let grid: PatchGrid
  let channels: Int
  /// Frames of a window, and rows.
  let frames: Int
  /// Patch columns of a window.
  public let times: Int
  let frontEnd: LogMel
  /// The name as C has it.
  var name: String {
    let letters = String(title.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }).lowercased()
    return letters.first?.isLetter == true ? letters : "model_" + letters
  }
  /// Features of a row.
  var width: Int { grid.bands * channels }
  /// Frames that one run of the front end computes: those of a recording as long as a window take one.
  var block: Int { frames + 1 }
  /// Milliseconds from row to row.
  var rowHop: Double { Double(grid.frames * frontEnd.hop * 1000) / Double(frontEnd.sampleRate) }

  /// - Parameter frames: of a window: those that the encoder was trained with.
  /// - Throws: `TrainingError` if the model is not one of masked spectrograms, `GraphErrors`.
  public init(_ model: any Model, frames: Int) throws {
    (self.model, title, self.frames) = (model, model.name, frames)
    (graph, grid, channels) = try SpectrogramEncoder.graph(model)
    times = try grid.times(frames: frames)
    var settings = LogMel()
    settings.mels = grid.width
    frontEnd = settings
  }
}

/// Something that cannot be exported, or a bundle that is not as it should be.
public struct ExportError: Error, CustomStringConvertible {
  public let message: String
  /// What would be right.
  public let detail: String
  public init(_ message: String, _ detail: String) { (self.message, self.detail) = (message, detail) }
  public var description: String { "\(message)\n\(detail)" }
}
