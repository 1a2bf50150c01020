import Audio
import Evaluation
import Features
import Foundation
import Training

/// Windows of a task's clips as an encoder takes them.
///
/// As the released evaluation code does it: log-mels are standardised over the whole clip (unbiased deviation plus 1e-8),
/// and what is shorter than a window is filled up with zeros, which no pooled row counts.
final class ClipWindows {
  /// A window with how many of its rows of patches belong to the clip.
  struct Window {
    /// (frame, mel).
    var values: [Float]
    var rows: Int
  }

  let task: EvaluationTask
  let grid: PatchGrid
  let times: Int
  private let extract: LogMelExtractor
  private var cache: [String: [Float]] = [:]
  private var cachedBytes = 0
  /// Of standardised features that are kept from epoch to epoch.
  private static let cacheLimit = 512 << 20

  init(_ task: EvaluationTask, grid: PatchGrid, times: Int, extract: LogMelExtractor) {
    (self.task, self.grid, self.times, self.extract) = (task, grid, times, extract)
  }

  private var frames: Int { times * grid.frames }

  /// All windows of a clip, the last one filled up; a last window that is mostly filling is left out if it is not alone.
  func all(_ clip: EvaluationTask.Clip) throws -> [Window] {
    let values = try features(clip)
    let count = values.count / grid.width
    let windows = stride(from: 0, to: count, by: frames).map { window(values, from: $0) }
    return windows.count > 1 && windows.last!.rows == 0 ? windows.dropLast() : windows
  }

  /// One window of each clip, its samples and its place drawn by its own numbers. Files are decoded side by side.
  func training(_ clips: [EvaluationTask.Clip], _ augmentation: Augmentation, _ draws: [Draws]) throws -> [Window] {
    try zip(zip(clips, draws), try decoded(clips, augmentation)).map { pair, samples in
      var draws = pair.1
      let values = try samples.map { try standardized(augmented($0, augmentation, &draws)) } ?? features(pair.0)
      let spare = values.count / grid.width - frames
      var window = window(values, from: spare > 0 ? draws.integer(upTo: spare) : 0)
      mask(&window, augmentation, &draws)
      return window
    }
  }

  /// The samples of clips whose features have to be computed; nil for the others.
  private func decoded(_ clips: [EvaluationTask.Clip], _ augmentation: Augmentation) throws -> [[Float]?] {
    let wanted = clips.map { augmentation.changesSamples || cache[$0.path] == nil }
    let results = Slots<Result<[Float], any Error>>(clips.count)
    DispatchQueue.concurrentPerform(iterations: clips.count) { [task] number in
      if wanted[number] { results[number] = Result { try task.samples(of: clips[number]) } }
    }
    return try clips.indices.map { number in
      guard let samples = try results[number]?.get() else { return nil }
      if augmentation.changesSamples { return samples }
      try keep(standardized(samples), clips[number])
      return nil
    }
  }

  private func features(_ clip: EvaluationTask.Clip) throws -> [Float] {
    if let known = cache[clip.path] { return known }
    let values = try standardized(task.samples(of: clip))
    try keep(values, clip)
    return values
  }

  private func keep(_ values: [Float], _ clip: EvaluationTask.Clip) throws {
    // The last one may exceed the limit: the batch that asked for it reads it from here.
    if cachedBytes > Self.cacheLimit { (cache, cachedBytes) = ([:], 0) }
    cache[clip.path] = values
    cachedBytes += values.count * MemoryLayout<Float>.stride
  }

  private func standardized(_ samples: [Float]) throws -> [Float] { SpectrogramEncoder.standardized(try extract(samples)) }

  private func window(_ values: [Float], from first: Int) -> Window {
    let count = min(frames, values.count / grid.width - first)
    let part = Array(values[first * grid.width..<(first + count) * grid.width])
    // A row counts if at least half of its frames are the clip's; a clip has one row at least.
    let rows = max(first == 0 ? 1 : 0, (count + grid.frames / 2) / grid.frames)
    return Window(values: part + [Float](repeating: 0, count: (frames - count) * grid.width), rows: min(times, rows))
  }

  private func augmented(_ samples: [Float], _ augmentation: Augmentation, _ draws: inout Draws) -> [Float] {
    var samples = samples
    if augmentation.gain > 0 {
      let factor = Float(pow(10, draws.uniform(-augmentation.gain...augmentation.gain) / 20))
      for i in samples.indices { samples[i] *= factor }
    }
    if augmentation.shift > 0 {
      let moved = Int((draws.uniform(-augmentation.shift...augmentation.shift) * Double(extract.settings.sampleRate)).rounded())
      let (old, count) = (samples, samples.count)
      for i in 0..<count { samples[i] = old.indices.contains(i - moved) ? old[i - moved] : 0 }
    }
    return samples
  }

  /// Two masks of each kind: a width from 0 to the most, then a place; hidden values are 0, the mean.
  private func mask(_ window: inout Window, _ augmentation: Augmentation, _ draws: inout Draws) {
    let mels = grid.width
    func span(_ most: Int, _ length: Int) -> Range<Int> {
      let width = draws.integer(upTo: min(most, length))
      let start = draws.integer(upTo: length - width)
      return start..<start + width
    }
    for _ in 0..<2 where augmentation.timeMask > 0 {
      for frame in span(augmentation.timeMask, frames) { for mel in 0..<mels { window.values[frame * mels + mel] = 0 } }
    }
    for _ in 0..<2 where augmentation.melMask > 0 {
      for mel in span(augmentation.melMask, mels) { for frame in 0..<frames { window.values[frame * mels + mel] = 0 } }
    }
  }
}

/// A place for each of some results, written from different threads, each once.
private final class Slots<Value>: @unchecked Sendable {
  private var values: [Value?]
  private let lock = NSLock()
  init(_ count: Int) { values = Array(repeating: nil, count: count) }
  subscript(number: Int) -> Value? {
    get { lock.withLock { values[number] } }
    set { lock.withLock { values[number] = newValue } }
  }
}
