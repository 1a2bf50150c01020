import Compiler
import Foundation
import Graphs
import Runtime
import Sonograph
import Training

/// Embeddings of a sound while it comes: a row for each column of patches, as soon as its last sample is there.
///
/// Memory is constant. A row depends on all samples so far and on none that follow, and not on how the samples are divided
/// into pushes. Not safe to use from two threads at once.
public final class StreamEncoder {
  public let program: StreamProgram
  /// Rows so far.
  public private(set) var rows = 0
  /// What the state belongs to: the graph, its parameters and the scale.
  let digest: String
  private let session: Session
  private let binding: Binding
  private let initial: [String: [Float]]
  /// Samples that the next column begins with, fewer than it needs.
  private var pending: [Float] = []
  private let machine: Pretraining.Machine
  private let parameters: [String: [Float]]

  /// - Parameters:
  ///   - parameters: a safetensors file of the model's parameters.
  ///   - path: its name, for errors.
  ///   - scale: of log-mels.
  /// - Throws: `StreamError` if the parameters are another model's, and what compiling throws.
  public convenience init(
    _ program: StreamProgram, parameters file: Safetensors, from path: String, scale: FeatureScale, machine: Pretraining.Machine
  ) throws {
    try self.init(program, parameters: program.parameters(file, from: path, scale: scale), machine: machine)
  }

  /// - Parameters:
  ///   - parameters: of the model and of the scale, by name.
  ///   - rounded: what they stand for, where they are stored in fewer bits.
  /// - Throws: `StreamError` if one is missing or has another size, and what compiling throws.
  public init(
    _ program: StreamProgram, parameters: [String: [Float]], heardBy rounded: [String: [Float]]? = nil, machine: Pretraining.Machine
  ) throws {
    let options = CompileOptions(target: machine.target, fixesParameters: true)
    session = try Session(try CompiledProgram(program.step.graph, options: options, cache: machine.cache), pool: machine.pool)
    binding = try session.bind(StreamProgram.sizes)
    for (name, _) in program.step.graph.shapes(.parameter) { try session.fill(name, parameters[name] ?? []) }
    initial = try program.initialStates({ (rounded ?? parameters)[$0] ?? [] }, machine: machine)
    let values = parameters.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.hashed)" }
    digest = KernelCache.hash([program.step.graph.text(locations: false)] + values)
    (self.program, self.machine, self.parameters) = (program, machine, parameters)
    try reset()
  }

  /// Forgets all samples: the next one is the first.
  public func reset() throws {
    (pending, rows) = ([], 0)
    for (name, values) in initial { try session.fill(name, values) }
  }

  /// Takes the next samples.
  ///
  /// - Parameter samples: in [-1, 1] at the front end's rate, any number of them.
  /// - Returns: the rows that they complete: (row, feature), often none.
  /// - Throws: `StreamError` for samples that are not finite or far outside; then none of them was taken.
  public func push(_ samples: [Float]) throws -> [Float] {
    if let bad = samples.firstIndex(where: { !(abs($0) < 1e6) }) {
      throw StreamError("sample \(bad) is \(samples[bad])", "expected finite samples in [-1, 1]")
    }
    pending += samples
    let (reach, hop) = (program.causal.reach, program.causal.hop)
    var (result, start): ([Float], Int) = ([], 0)
    while pending.count - start >= reach {
      let input = try binding.pointer("waveform").assumingMemoryBound(to: Float.self)
      for i in 0..<reach { input[i] = pending[start + i] }
      binding.run()
      let tokens = try binding.pointer("tokens").assumingMemoryBound(to: Float.self)
      result.append(contentsOf: UnsafeBufferPointer(start: tokens, count: program.width))
      start += hop
      rows += 1
    }
    pending.removeFirst(start)
    return result
  }

  /// The same rows of a whole recording, computed at once by a graph without states: what a stream is compared with.
  ///
  /// Memory grows with the recording.
  ///
  /// - Returns: (row, feature).
  public func offline(_ samples: [Float]) throws -> [Float] {
    let columns = program.causal.columns(samples: samples.count)
    if columns == 0 { return [] }
    let full = try program.causal.offline()
    let graph = try program.narrow.map { try NarrowWeights(full, $0).graph } ?? full
    let session = try Session(
      CompiledProgram(graph, options: CompileOptions(target: machine.target), cache: machine.cache), pool: machine.pool)
    for (name, _) in graph.shapes(.parameter) { try session.fill(name, parameters[name] ?? []) }
    let binding = try session.bind([CausalSpectrogram.symbol: columns])
    let count = program.causal.hop * (columns - 1) + program.causal.reach
    let input = try binding.pointer("waveform").assumingMemoryBound(to: Float.self)
    for i in 0..<count { input[i] = samples[i] }
    binding.run()
    let tokens = try binding.pointer("tokens").assumingMemoryBound(to: Float.self)
    return Array(UnsafeBufferPointer(start: tokens, count: columns * program.width))
  }

  // MARK: State

  /// Bytes of a state, whatever was heard.
  public var stateSize: Int {
    Self.magic.utf8.count + digest.utf8.count + 16
      + 4 * (program.causal.reach + program.step.states.reduce(0) { $0 + ($1.type.count.constant ?? 0) })
  }

  private static let magic = "SGSTREAM1"

  /// Everything that the rows to come depend on besides their samples: magic, digest, rows and pending samples (both
  /// int64), the samples and zeros behind them, and the states in order, all little-endian.
  public func save() throws -> Data {
    var data = Data(Self.magic.utf8) + Data(digest.utf8)
    for number in [rows, pending.count] { withUnsafeBytes(of: Int64(number).littleEndian) { data.append(contentsOf: $0) } }
    let padded = pending + [Float](repeating: 0, count: program.causal.reach - pending.count)
    padded.withUnsafeBytes { data.append(contentsOf: $0) }
    for state in program.step.states { data.append(contentsOf: try session.memory(state.name)) }
    return data
  }

  /// Goes on from a state that `save` has given, in this process or another.
  ///
  /// - Throws: `StreamError` if it is damaged or of another model or scale; then nothing has changed.
  public func restore(_ data: Data) throws {
    let bytes = [UInt8](data)
    let head = Array(Self.magic.utf8) + Array(digest.utf8)
    guard bytes.count == stateSize else {
      throw StreamError("the state has \(bytes.count) bytes", "those of this model have \(stateSize)")
    }
    guard bytes.starts(with: head) else {
      throw StreamError("the state is of another model", "expected one that was saved with the same parameters and form")
    }
    func number(_ place: Int) -> Int64 {
      (0..<8).reduce(0) { $0 | Int64(bytes[head.count + place + $1]) << (8 * $1) }
    }
    let (count, waiting) = (number(0), number(8))
    guard count >= 0, (0..<Int64(program.causal.reach)).contains(waiting) else {
      throw StreamError("the state is damaged", "it speaks of \(count) rows and \(waiting) waiting samples")
    }
    var place = head.count + 16
    let samples = bytes[place..<place + 4 * program.causal.reach].withUnsafeBytes { raw in
      (0..<program.causal.reach).map { raw.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self) }
    }
    place += 4 * program.causal.reach
    for state in program.step.states {
      let memory = try session.memory(state.name)
      bytes[place..<place + memory.count].withUnsafeBytes { memory.copyMemory(from: $0) }
      place += memory.count
    }
    (rows, pending) = (Int(count), Array(samples.prefix(Int(waiting))))
  }
}

extension Session {
  fileprivate func fill(_ name: String, _ values: [Float]) throws {
    let count = try count(name)
    guard count == values.count else { throw StreamError("'\(name)' has \(values.count) values", "expected \(count)") }
    try write(values, to: name)
  }
}

extension [Float] {
  fileprivate var hashed: String { withUnsafeBytes { KernelCache.hash(Data($0)) } }
}
