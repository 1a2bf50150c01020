import Sonograph

/// The sLSTM layer of xLSTM (Beck et al. 2024): gate inputs from block-diagonal products, i and f of the convolved input,
/// z and o of the input itself; the cell; a norm per head.
///
/// Parameters: `conv/weight`, `conv/bias`, `gate_i`, `gate_f`, `gate_z`, `gate_o` (head, out, in), `r`
/// (head, from, gate, feature), `b` (gate, head, feature), `group_norm/weight`.
public struct SLSTMLayer: Sendable, Hashable {
  public let name: String
  public let channel: Axis
  public var heads: Int
  public var taps: Int

  public init(_ name: String, channel: Axis, heads: Int = 4, taps: Int = 4) {
    (self.name, self.channel, self.heads, self.taps) = (name, channel, heads, taps)
  }

  /// - Parameter x: (batch, time, channel).
  /// - Returns: (batch, time, channel).
  public func callAsFunction(_ x: Tensor) -> Tensor {
    x.within(name) {
      let width = channel.size.constant ?? 1
      let (head, feature, gate) = (Axis(.head, Dim(heads)), Axis(.feature, Dim(width / heads)), Axis("gate", 4))
      let small = Initializer.normal((2 / (5 * Double(width))).squareRoot())
      let convolved = silu(
        causalConvolution(x, weight: x.builder.parameter("conv/weight", [channel, Axis("tap", Dim(taps))], .uniform(0.5)),
          bias: x.builder.parameter("conv/bias", [channel], .uniform(0.5))))
      let gates = [("gate_i", convolved), ("gate_f", convolved), ("gate_z", x), ("gate_o", x)].map { name, source in
        let w = x.builder.parameter(name, [head, feature, feature.renamed("in")], small)
        let y = contract(source.split(channel.name, into: [head, feature.renamed("in")]), w, to: [.batch, .time, .head, .feature])
        return y.broadcast(to: y.type.axes.prefix(2) + [Axis("gate", 1)] + y.type.axes.suffix(2))
      }
      let r = x.builder.parameter("r", [head, feature.renamed("from"), gate, feature], .zeros)
      let y = slstm(concat(gates, along: "gate"), r: r, b: x.builder.parameter("b", [gate, head, feature], .zeros))
      let weight = x.builder.parameter("group_norm/weight", [channel], .zeros)
      return groupNormalized(y).merged([.head, .feature], into: channel.name) * (1 + weight)
    }
  }
}
