import Compiler
import Foundation
import Graphs
import Sonograph
import Streaming
import Training

/// What is exported: a masked spectrogram model's encoder with the front end before it.
public struct ExportSubject {
  /// The model's name.
  public let title: String
  public let model: any Model
  /// The encoder, from `spectrogram` and `mask` to `tokens`.
  public private(set) var graph: Graph
  public let grid: PatchGrid
  let channels: Int
  /// Frames of a window, and rows.
  let frames: Int
  /// Patch columns of a window.
  public let times: Int
  let frontEnd: LogMel
  /// The causal form and what log-mels are measured in, of a bundle that streams; nil of one that takes whole recordings.
  private(set) var stream: (program: StreamProgram, scale: FeatureScale)?
  /// How weights are stored, and what each parameter that is stored in fewer bits is stored as.
  private(set) var storage = WeightStorage.f32
  private(set) var forms: [String: NarrowWeights.Form] = [:]
  /// The name as C has it.
  var name: String {
    let letters = String(title.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }).lowercased()
    return letters.first?.isLetter == true ? letters : "model_" + letters
  }
  /// Features of a row.
  var width: Int { grid.bands * channels }
  /// Frames that one run of the front end computes: those of a recording as long as a window take one.
  var block: Int { frames + 1 }
  /// Milliseconds from the first sample of a row to its last, after which the row is there.
  public var latency: Double? { stream.map { 1000 * $0.program.causal.latency } }
  /// Milliseconds from row to row.
  var rowHop: Double { Double(grid.frames) * frameHop }
  private var frameHop: Double { Double(frontEnd.hop * 1000) / Double(frontEnd.sampleRate) }
  /// Frames from moment to moment, at most 50 ms as HEAR wants it; a stream hears its samples once, and has rows only.
  var part: Int { stream == nil ? grid.part(within: 50, frame: frameHop) : grid.frames }
  /// Milliseconds from moment to moment.
  var momentHop: Double { Double(part) * frameHop }

  /// - Parameters:
  ///   - frames: of a window: those that the encoder was trained with.
  /// - Throws: `TrainingError` if the model is not one of masked spectrograms, `GraphErrors`.
  ///   - stream: for a bundle that streams.
  public init(_ model: any Model, frames: Int, stream: (program: StreamProgram, scale: FeatureScale)? = nil) throws {
    self.stream = stream
    (self.model, title, self.frames) = (model, model.name, frames)
    (graph, grid, channels) = try SpectrogramEncoder.graph(model)
    times = try grid.times(frames: frames)
    var settings = LogMel()
    settings.mels = grid.width
    frontEnd = stream?.program.causal.frontEnd ?? settings
  }

  /// The same with its weights stored in another way.
  ///
  /// - Throws: `GraphErrors`.
  func stored(as storage: WeightStorage) throws -> ExportSubject {
    guard let width = storage.narrow else { return self }
    var result = self
    result.storage = storage
    if let stream {
      let program = try stream.program.narrowed(width)
      (result.stream, result.forms) = ((program, stream.scale), program.forms)
    } else {
      let narrow = try NarrowWeights(graph, width)
      (result.graph, result.forms) = (narrow.graph, narrow.forms)
    }
    return result
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
