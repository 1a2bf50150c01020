import LoopIR

/// Which patches are hidden.
public struct Masking: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// Each patch by itself, as the released configurations do.
    case unstructured
    /// All bands of a time step together.
    case timestep
    /// All time steps of a band together.
    case frequency
  }

  public var kind = Kind.unstructured
  /// The share that is hidden, between 0 and 1.
  public var ratio = 0.5

  public init(kind: Kind = .unstructured, ratio: Double = 0.5) { (self.kind, self.ratio) = (kind, ratio) }

  /// The mask of one clip: for each token, time-major, 1 where it is hidden.
  ///
  /// Exactly the share is hidden, at least one and not all: those with the largest of uniform draws. A function of the
  /// seed, the position and the stream alone (Threefry).
  ///
  /// - Parameters:
  ///   - position: counts clips over the whole run.
  ///   - stream: tells uses of the same seed apart.
  public func mask(times: Int, bands: Int, seed: UInt32, position: Int, stream: UInt32 = 0) -> [Float] {
    let (units, kept) = counts(times, bands)
    let noise = (0..<units).map { unit in
      threefry2x32(
        counter: (UInt32(truncatingIfNeeded: unit), UInt32(truncatingIfNeeded: position)),
        key: (seed, 0x4D41_534B &+ stream)
      ).0
    }
    let order = noise.indices.sorted { (noise[$0], $0) < (noise[$1], $1) }
    var isHidden = [Bool](repeating: true, count: units)
    for unit in order.prefix(kept) { isHidden[unit] = false }
    return (0..<times * bands).map { token in
      let unit = kind == .unstructured ? token : kind == .timestep ? token / bands : token % bands
      return isHidden[unit] ? 1 : 0
    }
  }

  /// What is hidden or visible as one: how many there are, and how many stay visible.
  private func counts(_ times: Int, _ bands: Int) -> (units: Int, visible: Int) {
    let units = kind == .unstructured ? times * bands : kind == .timestep ? times : bands
    let visible = Int(Double(units) * (1 - ratio) + 1e-9)
    return (units, min(max(visible, 1), max(units - 1, 0)))
  }

  /// How many tokens every mask leaves visible.
  func visibleTokens(times: Int, bands: Int) -> Int {
    let (units, visible) = counts(times, bands)
    return visible * (times * bands / units)
  }
}
