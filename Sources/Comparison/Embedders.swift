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

  public func sceneEmbedding(_ samples: [Float]) throws -> [Float] { statistics(try extract(samples)[...]) }

  /// Every 40 ms, of a fifth of a second around.
  public func timestampEmbeddings(_ samples: [Float]) throws -> ClipEmbedding {
    let (values, mels) = (try extract(samples), extract.settings.mels)
    let (frames, reach) = (values.count / mels, 10)
    let centres = Array(stride(from: 0, to: frames, by: 4))
    let rows = centres.flatMap { statistics(values[max(0, $0 - reach) * mels..<min(frames, $0 + reach + 1) * mels]) }
    let hop = 1000 * Double(extract.settings.hop) / Double(extract.settings.sampleRate)
    return ClipEmbedding(values: rows, moments: centres.map { Double($0) * hop })
  }

  /// Of each band: of values (frame, mel).
  private func statistics(_ part: ArraySlice<Float>) -> [Float] {
    let (values, mels) = (Array(part), extract.settings.mels)
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

  /// At most 50 ms apart, as the HEAR benchmark asks for, or as the released code has them in the official layout.
  public func timestampEmbeddings(_ samples: [Float]) throws -> ClipEmbedding {
    let rows = try encoder.rows(samples, hop: 0.05)
    return ClipEmbedding(values: rows.values, moments: rows.times.map { $0 * 1000 })
  }
}
