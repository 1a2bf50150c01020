import Audio
import Compiler
import Features
import Foundation
import Graphs
import Runtime
import Sonograph

/// Embeddings of recordings by a trained encoder that sees all patches.
///
/// As the released evaluation code does it (hear_api/runtime.py of SSAM and AxLSTM): log-mels are standardised over the
/// whole recording (unbiased deviation plus 1e-8), cut into windows, the last one filled up with zeros, and rows that
/// belong to the filling, by more than half in the corrected layout, are dropped. Not safe to use from two threads at once.
public final class SpectrogramEncoder {
  /// How the tokens of a window become rows.
  public enum Layout: String, Sendable, Hashable, CaseIterable {
    /// Row t holds the bands of time step t, one after the other.
    case corrected
    /// As in the released code: slot s of row t is token s times + t, so that a row mixes time steps.
    case official
  }

  /// The embedding of a recording: rows in time.
  public struct Embedding: Sendable {
    /// (row, feature).
    public let values: [Float]
    public let width: Int
    /// Seconds: the middle of each row.
    public let times: [Double]
    /// (channel): the mean of the cls tokens of all windows.
    public let cls: [Float]
    public var rows: Int { values.count / width }

    /// (feature): the mean over rows.
    public var mean: [Float] {
      (0..<width).map { feature in
        Float((0..<rows).reduce(0.0) { $0 + Double(values[$1 * width + feature]) } / Double(rows))
      }
    }

    /// Rows at even distances: each the mean of those whose middle is nearer to it than to the next, or the nearest one.
    ///
    /// - Parameter hop: in seconds.
    public func resampled(hop: Double) -> Embedding {
      let count = max(1, Int(((times.last ?? 0) / hop).rounded(.down)) + 1)
      let moments = (0..<count).map { (Double($0) + 0.5) * hop }
      var result: [Float] = []
      for moment in moments {
        var chosen = times.indices.filter { times[$0] >= moment - hop / 2 && times[$0] < moment + hop / 2 }
        if chosen.isEmpty { chosen = [times.indices.min { abs(times[$0] - moment) < abs(times[$1] - moment) }!] }
        for feature in 0..<width {
          let sum = chosen.reduce(0.0) { $0 + Double(values[$1 * width + feature]) }
          result.append(Float(sum / Double(chosen.count)))
        }
      }
      return Embedding(values: result, width: width, times: moments, cls: cls)
    }
  }

  public let grid: PatchGrid
  public let channels: Int
  let layout: Layout
  private let session: Session
  let extract: LogMelExtractor
  private let times: Int
  private let parameters: [(name: String, shape: [Int])]

  /// Windows that are computed together.
  private static let batch = 8

  /// - Parameters:
  ///   - frames: of a window: those that the encoder was trained with.
  ///   - layer: the block after which tokens are taken, from 1; nil for the end, after the last norm.
  ///   - narrow: in how many bits weights are stored, if not in all of them.
  /// - Throws: `TrainingError` if the model has no such block, and what compiling throws.
  public init(
    _ model: any Model, frames: Int, layer: Int? = nil, layout: Layout = .corrected, narrow: NarrowWeights.Width? = nil,
    machine: Pretraining.Machine
  ) throws {
    let (full, grid, channels) = try Self.graph(model, layer: layer)
    let graph = try narrow.map { try NarrowWeights(full, $0).graph } ?? full
    var settings = LogMel()
    settings.mels = grid.width
    (self.grid, self.channels, self.layout) = (grid, channels, layout)
    times = try grid.times(frames: frames)
    parameters = graph.shapes(.parameter)
    let options = CompileOptions(target: machine.target, fixesParameters: true)
    session = try Session(try CompiledProgram(graph, options: options, cache: machine.cache), pool: machine.pool)
    extract = try LogMelExtractor(settings, target: machine.target, cache: machine.cache, pool: machine.pool)
  }

  /// The encoder alone: from `spectrogram` and `mask` to `tokens` (batch, time, channel), cls first.
  ///
  /// - Throws: `TrainingError` if the model has no features or no such block, `GraphErrors`.
  public static func graph(_ model: any Model, layer: Int? = nil) throws -> (graph: Graph, grid: PatchGrid, channels: Int) {
    var graph = try model.forwardGraph()
    let grid = try PatchGrid(graph)
    guard let end = graph.output(named: "features")?.value, let channels = graph.type(end).axes.last?.size.constant else {
      throw TrainingError("the model '\(model.name)' has no result 'features'", "expected features (batch, time, channel)")
    }
    let tokens = try layer.map { try graph.tokens(afterBlock: $0, like: end, model.name) } ?? end
    graph.outputs = [Output("tokens", tokens)]
    return (graph, grid, channels)
  }

  /// Takes parameters from a file.
  ///
  /// - Throws: `TrainingError` if they are those of another model.
  public func take(_ file: Safetensors, from path: String) throws { try session.load(file, parameters, from: path) }

  /// Takes parameters as they are stored.
  ///
  /// - Throws: `RuntimeError` that names one which the encoder lacks, or that has another size.
  public func take(_ arrays: [ArrayFile.Named]) throws {
    for array in arrays { try session.write(array.values, to: array.name) }
  }

  /// Takes the parameters of a session, such as a trainer's, that has those of the encoder under the same names.
  public func take(_ other: Session) throws {
    for (name, _) in parameters { try session.memory(name).copyMemory(from: UnsafeRawBufferPointer(other.memory(name))) }
  }

  /// Parameters and working memory for some windows at once.
  public func memoryBytes(windows: Int) throws -> Int {
    let plan = try session.bind(grid.sizes(batch: windows, times: times, masking: nil)).plan
    return plan.persistentBytes + plan.workingBytes
  }

  /// Draws parameters from their initialisers: an untrained encoder, as a baseline.
  public func initialize(seed: UInt32) throws { try session.initialize(seed: seed) }

  /// - Parameter samples: in [-1, 1] at 16 kHz, one or more.
  public func callAsFunction(_ samples: [Float]) throws -> Embedding { try encode(Self.standardized(try extract(samples))) }

  /// - Parameter spectrogram: (frame, mel), standardised.
  func encode(_ spectrogram: [Float]) throws -> Embedding {
    let mels = grid.width
    let (frames, window) = (spectrogram.count / mels, times * grid.frames)
    // The released code adds a whole window of zeros where none is needed.
    let padding = layout == .official || frames % window > 0 ? window - frames % window : 0
    let windows = (frames + padding) / window
    let padded = spectrogram + [Float](repeating: 0, count: padding * mels)
    let rows =
      layout == .official
      ? windows * times - times * padding / window : max(1, (frames + grid.frames / 2) / grid.frames)
    var values: [Float] = []
    var cls = [Double](repeating: 0, count: channels)
    for start in stride(from: 0, to: windows, by: Self.batch) {
      let part = start..<min(windows, start + Self.batch)
      let tokens = try run(Array(padded[part.lowerBound * window * mels..<part.upperBound * window * mels]), part.count)
      for number in part.indices {
        let first = (number - part.lowerBound) * (times * grid.bands + 1) * channels
        for channel in 0..<channels { cls[channel] += Double(tokens[first + channel]) / Double(windows) }
        append(tokens[(first + channels)...], to: &values)
      }
    }
    let width = grid.bands * channels
    // Frame i is centred on i hops.
    let hop = Double(extract.settings.hop) / Double(extract.settings.sampleRate)
    let moments = (0..<rows).map { (Double($0 * grid.frames) + Double(grid.frames - 1) / 2) * hop }
    return Embedding(
      values: Array(values.prefix(rows * width)), width: width, times: moments, cls: cls.map { Float($0) })
  }

  /// The tokens of some windows, cls first: (batch, time, channel).
  private func run(_ values: [Float], _ count: Int) throws -> UnsafeBufferPointer<Float> {
    let binding = try session.bind(grid.sizes(batch: count, times: times, masking: nil))
    try Trainer.write(values, to: "spectrogram", binding)
    try Trainer.write([Float](repeating: 0, count: count * times * grid.bands), to: "mask", binding)
    binding.run()
    let length = count * (times * grid.bands + 1) * channels
    return UnsafeBufferPointer(start: try binding.pointer("tokens").assumingMemoryBound(to: Float.self), count: length)
  }

  /// Adds a window's rows; `tokens` begin after cls.
  private func append(_ tokens: Swift.Slice<UnsafeBufferPointer<Float>>, to values: inout [Float]) {
    for row in 0..<times {
      for slot in 0..<grid.bands {
        let token = layout == .official ? slot * times + row : row * grid.bands + slot
        let start = tokens.startIndex + token * channels
        values.append(contentsOf: tokens[start..<start + channels])
      }
    }
  }

  /// In units of the deviation of all values, about their mean, as the released code does it.
  package static func standardized(_ values: [Float]) -> [Float] {
    let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
    let squares = values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    let scale = 1 / ((squares / Double(max(1, values.count - 1))).squareRoot() + 1e-8)
    return values.map { Float((Double($0) - mean) * scale) }
  }
}

extension Graph {
  /// What a block hands on: the last value in the scope `block<N-1>` that is like the encoder's result.
  fileprivate func tokens(afterBlock layer: Int, like end: Value, _ model: String) throws -> Value {
    func number(_ node: Node) -> Int? {
      guard let first = node.scope.split(separator: "/").first, first.hasPrefix("block") else { return nil }
      return Int(first.dropFirst(5))
    }
    let blocks = (nodes.compactMap(number).max() ?? -1) + 1
    guard (1...max(1, blocks)).contains(layer), blocks > 0 else {
      throw TrainingError("the model '\(model)' has no layer \(layer)", "it has \(blocks): expected 1 to \(blocks)")
    }
    let last = nodes.indices.last { number(nodes[$0]) == layer - 1 && nodes[$0].types.first?.axes == type(end).axes }
    guard let last else {
      throw TrainingError("layer \(layer) of '\(model)' has no tokens", "expected \(type(end)) in the scope block\(layer - 1)")
    }
    return Value(last)
  }
}
