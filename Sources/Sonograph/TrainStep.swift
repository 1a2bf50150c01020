import GraphIR
import Operators

/// How parameters are updated.
public struct TrainOptions: Sendable, Hashable {
  public var optimizer = AdamW()
  /// The global gradient norm above which gradients are scaled down; nil for no clipping.
  public var clipNorm: Double?
  /// Whether vectors and scalars (biases, norms) decay, too.
  public var decaysVectors = false
  /// Last components of parameter names, such as `A_log`, that do not decay whatever their rank.
  public var undecayed: Set<String> = []
  /// What the rate is multiplied with, by the parameter's name; 1 for others. A parameter at 0 keeps its value, and has no
  /// gradient and no moments.
  public var rateScales: [String: Double] = [:]
  /// Whether gradients of several runs are added up before parameters change: see `Accumulation`.
  public var accumulates = false

  public init(
    optimizer: AdamW = AdamW(), clipNorm: Double? = nil, decaysVectors: Bool = false, undecayed: Set<String> = [],
    accumulates: Bool = false
  ) {
    (self.optimizer, self.clipNorm, self.decaysVectors) = (optimizer, clipNorm, decaysVectors)
    (self.undecayed, self.accumulates) = (undecayed, accumulates)
  }

  /// The scope of clipping and updates in a training step's graph.
  public static let scope = "optimizer"

  /// What the released code holds with three axes, two of them of size one, so that it decays there.
  private static let tokens: Set<String> = ["cls-token", "mask-token"]

  /// timm's groups, `param_groups_weight_decay`: vectors, scalars and whatever is named a bias do not decay, unless the
  /// options say otherwise.
  public func decays(_ name: String, _ type: TensorType) -> Bool {
    let leaf = name.split(separator: "/").last.map(String.init) ?? name
    if undecayed.contains(leaf) { return false }
    return decaysVectors || Self.tokens.contains(leaf) || type.rank > 1 && leaf != "bias"
  }
}

/// The scalar inputs, f32, of a training step whose gradients are summed over several runs.
///
/// Each run adds `share` times its gradients to the sum, which it first forgets if `first` is 1; where `last` is 1, the
/// sum is clipped and the parameters are updated by it. With n runs of equal batches and a share of 1/n, the update is
/// that of one batch n times as large.
public enum Accumulation {
  public static let first = "accumulation-first"
  public static let last = "accumulation-last"
  public static let share = "accumulation-share"
}

/// Adds gradients and updates of all parameters to a forward graph.
struct TrainStep {
  let builder: GraphBuilder
  let options: TrainOptions
  init(_ builder: GraphBuilder, _ options: TrainOptions) { (self.builder, self.options) = (builder, options) }

  private typealias Parameter = (value: Value, input: Input, type: TensorType)

  func add(_ loss: Tensor) throws {
    let rate = scalar("learning-rate")
    let step = scalar("step")
    let learned = builder.graph.inputs.filter { $0.input.role == .parameter && options.rateScales[$0.input.name] != 0 }
    let parameters = learned.map { Tensor(builder, $0.value) }
    let found = zip(learned, gradients(of: loss, by: parameters)).compactMap { parameter, gradient in
      gradient.map { (parameter: parameter, gradient: $0) }
    }
    if found.isEmpty { return }
    try builder.within(scope: TrainOptions.scope) {
      let last = options.accumulates ? scalar(Accumulation.last) : nil
      var scaled = options.accumulates ? accumulated(found) : found.map(\.gradient)
      builder.output("gradient-norm", try globalNorm(scaled))
      if let limit = options.clipNorm { scaled = clipped(scaled, toNorm: limit) }
      let rates = rates(found.map(\.parameter.input.name), rate)
      for ((parameter, _), gradient) in zip(found, scaled) {
        update(parameter, gradient, rates[options.rateScales[parameter.input.name] ?? 1]!, step, last)
      }
    }
  }

  /// A rate for each scale that some parameter has.
  private func rates(_ names: [String], _ rate: Tensor) -> [Double: Tensor] {
    let scales = Set(names.map { options.rateScales[$0] ?? 1 }).sorted()
    return Dictionary(uniqueKeysWithValues: scales.map { ($0, $0 == 1 ? rate : rate * $0) })
  }

  private func scalar(_ name: String) -> Tensor { builder.input(Input(name, .data), TensorType(.f32)) }

  /// The sums over the runs so far, kept as states `g/...`.
  private func accumulated(_ found: [(parameter: Parameter, gradient: Tensor)]) -> [Tensor] {
    let (first, share) = (scalar(Accumulation.first), scalar(Accumulation.share))
    return found.map { parameter, gradient in
      let name = "g/" + parameter.input.name
      let sum = builder.input(Input(name, .state, initializer: .zeros), parameter.type)
      let new = map([sum, gradient, first, share]) { x in
        let own = x[1] * x[3]
        return .select(.compare(.lt, .constant(0), x[2]), own, x[0] + own)
      }
      builder.output(name, new, updates: name)
      return new
    }
  }

  private func update(_ parameter: Parameter, _ gradient: Tensor, _ rate: Tensor, _ step: Tensor, _ last: Tensor?) {
    let name = parameter.input.name
    let old = Tensor(builder, parameter.value)
    let m = builder.input(Input("m/" + name, .state, initializer: .zeros), parameter.type)
    let v = builder.input(Input("v/" + name, .state, initializer: .zeros), parameter.type)
    let new = options.optimizer.update(
      old, gradient: gradient, m: m, v: v, rate: rate, step: step, decays: options.decays(name, parameter.type))
    for (name, old, new) in [(name, old, new.parameter), ("m/" + name, m, new.m), ("v/" + name, v, new.v)] {
      let kept = last.map { last in
        map([last, new, old]) { .select(.compare(.lt, .constant(0), $0[0]), $0[1], $0[2]) }
      }
      builder.output(name, kept ?? new, updates: name)
    }
  }
}
