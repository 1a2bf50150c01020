import Evaluation
import Features
import Runtime
import Training

/// Mean and deviation over time of each band of the log-mel spectrogram: what an encoder must at least improve on.
struct LogMelStatistics: AudioEmbedder {
  let name = "logmel"
  let extract: LogMelExtractor

  func sceneEmbedding(_ samples: [Float]) throws -> [Float] {
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
struct EncoderEmbedder: AudioEmbedder {
  let name: String
  let encoder: SpectrogramEncoder

  func sceneEmbedding(_ samples: [Float]) throws -> [Float] { try encoder(samples).mean }
}
