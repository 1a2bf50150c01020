/// What simple guesses lose on hidden patches: a model that has learned something is below both.
public struct Baselines: Sendable, Hashable, Codable {
  /// Mean squared error of the best constant for each mel band, chosen knowing the hidden values.
  public let constant: Double
  /// Mean squared error of a copy of the nearest visible patch: by distance on the grid, of several the first in the
  /// order of tokens.
  public let nearest: Double

  init(constant: Double, nearest: Double) { (self.constant, self.nearest) = (constant, nearest) }

  /// - Parameters:
  ///   - targets: (time, patch) of each clip.
  ///   - masks: (time) of each clip, 1 where hidden.
  init(_ targets: [[Float]], _ masks: [[Float]], _ grid: PatchGrid) {
    constant = Self.constant(targets, masks, grid)
    nearest = Self.nearest(targets, masks, grid)
  }

  private static func constant(_ targets: [[Float]], _ masks: [[Float]], _ grid: PatchGrid) -> Double {
    var sums = [Double](repeating: 0, count: grid.width)
    // Masking may hide some bands more often than others.
    var (squares, counts) = (sums, sums)
    for (target, mask) in zip(targets, masks) {
      for token in mask.indices where mask[token] > 0 {
        for value in 0..<grid.size {
          let mel = token % grid.bands * grid.mels + value % grid.mels
          let x = Double(target[token * grid.size + value])
          sums[mel] += x
          squares[mel] += x * x
          counts[mel] += 1
        }
      }
    }
    let error = sums.indices.filter { counts[$0] > 0 }.reduce(0.0) { $0 + squares[$1] - sums[$1] * sums[$1] / counts[$1] }
    return error / max(1, counts.reduce(0, +))
  }

  private static func nearest(_ targets: [[Float]], _ masks: [[Float]], _ grid: PatchGrid) -> Double {
    var (error, count) = (0.0, 0)
    for (target, mask) in zip(targets, masks) {
      let visible = mask.indices.filter { mask[$0] == 0 }
      for token in mask.indices where mask[token] > 0 {
        func distance(_ other: Int) -> Int {
          let time = other / grid.bands - token / grid.bands
          let band = other % grid.bands - token % grid.bands
          return time * time + band * band
        }
        guard let source = visible.min(by: { (distance($0), $0) < (distance($1), $1) }) else { continue }
        for value in 0..<grid.size {
          let difference = Double(target[token * grid.size + value] - target[source * grid.size + value])
          error += difference * difference
        }
        count += grid.size
      }
    }
    return error / Double(max(1, count))
  }
}
