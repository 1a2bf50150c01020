import GraphIR
import Operators

/// A graph that computes a sequence piece by piece: its inputs are one piece, what it must remember are states.
///
/// The length of a piece is a symbol as that of the whole was, so that pieces of one step and of many are the same
/// program. Runs over the pieces of a sequence give what one run of the original graph over the whole gives.
public struct StepGraph: Sendable {
  /// What is remembered from piece to piece: an input of the role `state` that the graph updates.
  public struct State: Sendable, Hashable {
    /// The scope of the layer, what it remembers, and a number where there are several.
    public let name: String
    public let type: TensorType
    /// What every element is before the first piece.
    public let start: Double
  }

  public let graph: Graph
  public let states: [State]
}

extension Graph {
  /// The same graph, stepping along the axes whose sizes are multiples of a symbol.
  ///
  /// Carries of recurrences become states; so do the last elements that a shift in time (a causal convolution) looks back
  /// at, and the number of steps so far where positions are counted. Windows that overlap (`Frame`) may only be cut from an
  /// input: whoever runs the graph begins a piece with the samples that its first window shares with the last piece.
  ///
  /// - Parameters:
  ///   - symbol: the number of steps.
  ///   - period: steps after which counted positions begin again; nil where nothing counts them.
  /// - Throws: `GraphErrors` that name the first layer which needs more than the past, and why.
  public func stepwise(along symbol: String, period: Int? = nil) throws -> StepGraph {
    let rewriter = StreamRewriter(self, symbol: symbol, period: period)
    let graph = try rewriter.run()
    return StepGraph(graph: graph, states: rewriter.states)
  }
}
