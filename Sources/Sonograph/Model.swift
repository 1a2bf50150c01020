@_exported import GraphIR
@_exported import Operators

/// A model: a value that builds a graph.
///
/// ```swift
/// struct Classifier: Model {
///   var name: String { "classifier" }
///   func build(_ graph: GraphBuilder) -> KeyValuePairs<String, Tensor> {
///     let x = graph.input("x", [Axis(.batch, "B"), Axis(.channel, 20)])
///     let y = graph.input("y", [Axis(.batch, "B")], .i32)
///     let logits = Linear("head", from: Axis(.channel, 20), to: Axis("class", 10))(x)
///     return ["logits": logits, "loss": mean(crossEntropy(logits: logits, targets: y, over: "class"), over: [.batch])]
///   }
/// }
/// ```
public protocol Model: Sendable {
  /// The name on the command line, kebab-case.
  var name: String { get }
  /// One line for the list of models.
  var summary: String { get }
  /// The axes whose sizes can be set by name (`--set channel=37`), with the sizes that they have.
  var sizes: [String: Int] { get }
  /// The same model with other sizes for some of these axes.
  func with(sizes: [String: Int]) -> Self
  /// Builds the forward graph. A result called `loss`, a scalar, makes the model trainable.
  func build(_ graph: GraphBuilder) -> KeyValuePairs<String, Tensor>
}

extension Model {
  public var summary: String { "" }
  public var sizes: [String: Int] { [:] }
  public func with(sizes: [String: Int]) -> Self { self }

  /// The forward graph.
  ///
  /// - Throws: `GraphErrors` with everything that is wrong in the model.
  public func forwardGraph() throws -> Graph {
    let builder = GraphBuilder(name: name)
    for (name, tensor) in build(builder) { builder.output(name, tensor) }
    let graph = try builder.finish()
    if graph.outputs.isEmpty { throw GraphErrors([Diagnostic("the model '\(name)' has no results")]) }
    return graph
  }

  /// One optimiser step as a graph: forward, gradients, clipping and update.
  ///
  /// Its inputs are the model's and `learning-rate` and `step` (from 1), both scalars; its outputs are the model's and
  /// `gradient-norm`; parameters and moments are updated where they lie. With `TrainOptions.accumulates`, it also takes
  /// the three inputs of `Accumulation`.
  ///
  /// - Throws: `GraphErrors`, also if the model has no `loss`.
  public func trainGraph(_ options: TrainOptions = TrainOptions()) throws -> Graph {
    let builder = GraphBuilder(name: name + "-train")
    let results = build(builder)
    guard let loss = results.first(where: { $0.key == "loss" })?.value else {
      throw GraphErrors([Diagnostic("the model '\(name)' has no result 'loss' to train on")])
    }
    for (name, tensor) in results { builder.output(name, tensor) }
    try TrainStep(builder, options).add(loss)
    return try builder.finish()
  }
}
