import Sonograph

/// The visible tokens of each clip, in their order, as a product with a matrix of zeros and ones: an encoder of visible
/// patches only (MAE, He et al. 2022) takes a fraction of the work.
///
/// Every clip of a batch must have as many visible tokens as the size `K` says: further ones are left out, and missing ones
/// are zeros.
struct VisibleTokens {
  /// (batch, kept, time): 1 where the token is the kept one.
  private let choice: Tensor

  /// - Parameter mask: (batch, time), 1 where hidden.
  init(_ mask: Tensor) {
    let graph = mask.builder
    let time = mask.axis(.time)!
    let earlier = Axis("earlier", time.size)
    let isEarlier = map([graph.iota(earlier), graph.iota(time)]) {
      .select(.compare(.lt, $0[0], $0[1]), .constant(1), .constant(0))
    }
    // The number of visible tokens before each one.
    let rank = contract(1 - mask.renamed(.time, to: earlier.name), isEarlier, to: [.batch, .time])
    choice = map([mask, rank, graph.iota(Axis("kept", "K"))]) {
      // Ranks are whole numbers; half of one away from them, no rounding changes the choice.
      .select(.compare(.lt, .unary(.abs, $0[1] - $0[2]), .constant(0.5)), .constant(1) - $0[0], .constant(0))
    }.transposed(to: [.batch, "kept", .time])
  }

  /// (batch, time, channel) to (batch, time, channel), visible tokens only.
  func taken(from x: Tensor) -> Tensor {
    contract(choice, x, to: [.batch, "kept", .channel]).renamed("kept", to: .time)
  }

  /// Back to where they were; zeros where tokens are hidden.
  func spread(_ x: Tensor) -> Tensor {
    contract(choice, x.renamed(.time, to: "kept"), to: [.batch, .time, .channel])
  }
}

/// What fills in hidden patches after an encoder that has not seen them: Transformer blocks over all tokens, as in the
/// second variant of the released code (SSAST_v2) and in MAE.
public struct PatchDecoder: Sendable, Hashable {
  public var width = 384
  public var depth = 4
  public var heads = 6
  public init() {}

  var channel: Axis { Axis(.channel, Dim(width)) }

  /// - Parameters:
  ///   - features: (batch, time, channel) of cls and the visible tokens.
  ///   - positions: (time, channel) of all tokens, of the decoder's width.
  /// - Returns: (batch, time, channel) of all tokens without cls, of the decoder's width.
  func callAsFunction(_ features: Tensor, _ visible: VisibleTokens, mask: Tensor, positions: Tensor) -> Tensor {
    let graph = mask.builder
    return graph.within(scope: "decoder") {
      let embedded = Linear("embed", from: features.axis(.channel)!, to: channel)(features)
      let hidden = graph.parameter("mask-token", [channel], .normal(0.02))
      let tokens = visible.spread(embedded.slice(.time, from: 1, size: "K")) + hidden * mask + positions
      let all = concat([embedded.slice(.time, from: 0, size: 1), tokens], along: .time)
      let decoded = (0..<depth).reduce(all) { TransformerBlock("block\($1)", channel: channel, heads: heads)($0) }
      let normed = LayerNormLayer("norm", over: channel, epsilon: 1e-6)(decoded)
      return normed.slice(.time, from: 1, size: mask.axis(.time)!.size)
    }
  }
}
