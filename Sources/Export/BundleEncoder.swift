import Streaming
import Training

/// What a bundle computes, in this process.
enum BundleEncoder {
  case windows(SpectrogramEncoder)
  case stream(StreamEncoder)

  /// - Parameters:
  ///   - arrays: parameters as the subject's graph takes them.
  ///   - rounded: what they stand for.
  /// - Throws: what compiling throws.
  init(_ subject: ExportSubject, _ arrays: [ArrayFile.Named], rounded: [ArrayFile.Named], machine: Pretraining.Machine) throws {
    if let stream = subject.stream {
      let values = stream.program.values(arrays, scale: stream.scale)
      let heard = stream.program.values(rounded, scale: stream.scale)
      self = .stream(try StreamEncoder(stream.program, parameters: values, heardBy: heard, machine: machine))
    } else {
      let encoder = try SpectrogramEncoder(subject.model, frames: subject.frames, narrow: subject.storage.narrow, machine: machine)
      try encoder.take(arrays)
      self = .windows(encoder)
    }
  }

  /// The embedding of a recording: (row, feature).
  func rows(_ samples: [Float]) throws -> [Float] {
    switch self {
    case .windows(let encoder): return try encoder(samples).values
    case .stream(let encoder):
      try encoder.reset()
      return try encoder.push(samples)
    }
  }

  /// (feature): the mean over rows.
  func scene(_ samples: [Float], width: Int) throws -> [Float] {
    switch self {
    case .windows(let encoder): try encoder(samples).mean
    case .stream: SelfTest.mean(try rows(samples), width)
    }
  }
}
