import Evaluation
import Features
import Runtime
import Training

/// Mean and deviation over time of each band of the log-mel spectrogram: what an encoder must at least improve on.
public struct LogMelStatistics: AudioEmbedder {
  public let name = "logmel"
  public var identity: String { "logmel \(extract.settings)" }
  private let extract: LogMelExtractor
  public init(extract: LogMelExtractor) { self.extract = extract }

  public func sceneEmbedding(_ samples: [Float]) throws -> [Float] {
    let values = try extract(samples)
    let mels = extract.settings.mels
    let frames = values.count / mels
    var (means, deviations) = ([Float](), [Float]())
    for mel in 0..<mels {
      let band = (0..<frames).map { Double(values[$0 * mels + mel]) }
      let mean = band.reduce(0, +) / Double(frames)
      means.append(Float(mean))
      deviations.append(Float((band.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(frames)).squareRoot()))
    }
    return means + deviations
  }
}

/// The mean over time of an encoder's rows.
public struct EncoderEmbedder: AudioEmbedder {
  public let name: String
  public let identity: String
  private let encoder: SpectrogramEncoder

  /// - Parameter identity: of its parameters and settings.
  public init(name: String, identity: String, encoder: SpectrogramEncoder) {
    (self.name, self.identity, self.encoder) = (name, identity, encoder)
  }

  public func sceneEmbedding(_ samples: [Float]) throws -> [Float] { try encoder(samples).mean }
}
