/// A piece of a clip's features, of a fixed number of frames.
public struct FeaturePiece: Hashable, Sendable {
  public let frames: Int
  public let mels: Int
  /// The clip's mean is taken off and it is divided by its deviation (population, plus 1e-8) over all of its frames and
  /// bands, before the piece is taken.
  public let isStandardized: Bool

  public init(frames: Int, mels: Int, isStandardized: Bool = true) {
    precondition(frames > 0 && mels > 0)
    (self.frames, self.mels, self.isStandardized) = (frames, mels, isStandardized)
  }

  /// A random first frame: a function of the seed and the position in the sequence of all clips.
  public func start(seed: UInt64, position: Int, of available: Int) -> Int {
    let draw = scramble(scramble(seed &+ 3) ^ UInt64(position))
    return Int(draw % UInt64(max(1, available - frames + 1)))
  }

  /// The first frame of the piece in the middle.
  public func middle(of available: Int) -> Int { max(0, (available - frames) / 2) }

  /// - Parameter values: (frame, mel) of the whole clip, one frame or more; repeated along time where it is too short.
  /// - Returns: (frame, mel), `frames` of them.
  public func cut(_ values: [Float], at start: Int) -> [Float] {
    let (offset, scale) = isStandardized ? standardization(values) : (0, 1)
    return (0..<frames * mels).map { Float((Double(values[(start * mels + $0) % values.count]) - offset) * scale) }
  }

  private func standardization(_ values: [Float]) -> (offset: Double, scale: Double) {
    let count = Double(values.count)
    let mean = values.reduce(0) { $0 + Double($1) } / count
    let variance = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    return (mean, 1 / (variance.squareRoot() + 1e-8))
  }
}
