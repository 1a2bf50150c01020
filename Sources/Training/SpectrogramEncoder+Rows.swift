extension SpectrogramEncoder {
  /// Rows at even distances of at most `hop` seconds: where patches are longer, the recording is encoded again, a part of a
  /// patch later each time, and the rows are put in their order in time. In the official layout rows are those of the
  /// released code, a patch apart and timed by their number, not their middle (hear_api/feature_helper.py).
  public func rows(_ samples: [Float], hop: Double) throws -> Embedding {
    let spectrogram = Self.standardized(try extract(samples))
    let seconds = Double(extract.settings.hop) / Double(extract.settings.sampleRate)
    if layout == .official {
      let whole = try encode(spectrogram)
      let step = Double(samples.count) / Double(extract.settings.sampleRate) / Double(whole.rows)
      return Embedding(values: whole.values, width: whole.width, times: (0..<whole.rows).map { Double($0) * step }, cls: whole.cls)
    }
    let part = grid.part(within: hop, frame: seconds)
    // Not those after which less than half a patch is left.
    let frames = spectrogram.count / grid.width
    let shifts = stride(from: 0, to: grid.frames, by: part).filter { $0 == 0 || frames - $0 >= grid.frames - grid.frames / 2 }
    let parts = try shifts.map { (shift: Double($0) * seconds, rows: try encode(Array(spectrogram[($0 * grid.width)...]))) }
    let order = parts.indices.flatMap { number in
      parts[number].rows.times.enumerated().map { (part: number, row: $0, time: $1 + parts[number].shift) }
    }.sorted { $0.time < $1.time }
    let width = parts[0].rows.width
    return Embedding(
      values: order.flatMap { parts[$0.part].rows.values[$0.row * width..<($0.row + 1) * width] }, width: width,
      times: order.map(\.time), cls: parts[0].rows.cls)
  }
}
