import Compiler
import Graphs
import Runtime
import Sonograph
import Training

/// The causal form of a model as what runs for each column of patches, and what goes before the first.
public struct StreamProgram: Sendable {
  public let causal: CausalSpectrogram
  /// From `waveform` and the states to `tokens`.
  public private(set) var step: StepGraph
  /// Of the cls token; nil if there is none.
  let start: StepGraph?
  /// Patches of a column.
  public let bands: Int
  public let channels: Int
  /// How weights are stored, if in fewer bits, and what each is stored as.
  public private(set) var narrow: NarrowWeights.Width?
  public private(set) var forms: [String: NarrowWeights.Form] = [:]
  /// Features of a row.
  public var width: Int { bands * channels }

  /// The size of a single column.
  public static let sizes = [CausalSpectrogram.symbol: 1]

  /// - Throws: `StreamError` if it is no masked spectrogram model, `GraphErrors` that name the layer which cannot be
  ///   streamed, and why.
  public init(_ model: any Model, _ form: CausalForm) throws {
    guard let model = model as? any MaskedSpectrogramModel else {
      throw StreamError("the model '\(model.name)' has no causal form", "masked spectrogram models have one; see sonograph models")
    }
    causal = CausalSpectrogram(model, form)
    (bands, channels) = (model.frame.bands, model.frame.width)
    step = try causal.stream().stepwise(along: CausalSpectrogram.symbol, period: form.window)
    start = try causal.start()?.stepwise(along: CausalSpectrogram.symbol, period: form.window)
  }

  /// The same with weights in fewer bits; what comes before the first column is computed with the rounded ones in single
  /// precision.
  ///
  /// - Throws: `GraphErrors`.
  public func narrowed(_ width: NarrowWeights.Width) throws -> StreamProgram {
    var result = self
    result.narrow = width
    (result.step, result.forms) = try step.narrowed(width)
    return result
  }

  /// What the states are before the first column, by name.
  ///
  /// - Parameter parameters: the model's, by name.
  /// - Throws: what compiling throws.
  public func initialStates(_ parameters: (String) throws -> [Float], machine: Pretraining.Machine) throws -> [String: [Float]] {
    var values = Dictionary(
      uniqueKeysWithValues: step.states.map { ($0.name, [Float](repeating: Float($0.start), count: $0.type.count.constant ?? 0)) })
    guard let start else { return values }
    let session = try Session(
      CompiledProgram(start.graph, options: CompileOptions(target: machine.target), cache: machine.cache), pool: machine.pool)
    try session.initialize(seed: 0)
    for (name, _) in start.graph.shapes(.parameter) { try session.write(parameters(name).map { Double($0) }, to: name) }
    try session.bind(Self.sizes).run()
    for state in start.states { values[state.name] = try session.read(state.name).map { Float($0) } }
    return values
  }
}
