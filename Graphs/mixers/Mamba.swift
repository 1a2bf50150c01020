import Sonograph

/// The Mamba-1 mixer (Gu & Dao 2023) as the released SSAM uses it:
/// `[x, z] = in_proj u`, `x = silu(conv(x))`, `[r, B, C] = x_proj x`, `dt = softplus(dt_proj r + b)`,
/// `y = (scan(dt, x, -exp(A_log), B, C) + D x) silu(z)`, `out_proj y`.
///
/// Parameters, under the names of the released code: `in_proj`, `conv1d`, `x_proj`, `dt_proj`, `A_log`, `D`, `out_proj`.
public struct MambaMixer: Sendable, Hashable {
  public let name: String
  public let channel: Axis
  public var expansion: Int
  public var state: Int
  public var taps: Int
  /// How many layers share the residual stream: the output weights start divided by its square root.
  public var layers: Int

  public init(_ name: String, channel: Axis, expansion: Int = 3, state: Int = 24, taps: Int = 4, layers: Int = 1) {
    (self.name, self.channel, self.expansion) = (name, channel, expansion)
    (self.state, self.taps, self.layers) = (state, taps, layers)
  }

  private var width: Int { channel.size.constant ?? 1 }
  private var inner: Axis { Axis("inner", Dim(expansion * width)) }
  /// ceil(width / 16), as released.
  private var rank: Int { (width + 15) / 16 }

  /// - Parameters:
  ///   - u: (batch, time, channel).
  ///   - isReversed: time runs backwards, through the convolution and the scan.
  /// - Returns: (batch, time, channel).
  public func callAsFunction(_ u: Tensor, isReversed: Bool = false) -> Tensor {
    u.within(name) {
      let both = Linear("in_proj", from: channel, to: [Axis("part", 2), inner], bias: false)(u)
      let (x, z) = (both.element("part", 0), both.element("part", 1))
      let conv = silu(
        causalConvolution(x, weight: parameter(u, "conv1d/weight", [inner, Axis("tap", Dim(taps))], .uniform(0.5)),
          bias: parameter(u, "conv1d/bias", [inner], .uniform(0.5)), isReversed: isReversed))
      let sizes = Dim(rank + 2 * state)
      let rows = Linear("x_proj", from: inner, to: Axis("row", sizes), bias: false)(conv)
      let r = rows.slice("row", from: 0, size: Dim(rank)).renamed("row", to: "rank")
      let b = rows.slice("row", from: Dim(rank), size: Dim(state)).renamed("row", to: .state)
      let c = rows.slice("row", from: Dim(rank + state), size: Dim(state)).renamed("row", to: .state)
      let dt = Linear(
        "dt_proj", from: Axis("rank", Dim(rank)), to: inner, weight: .uniform(1 / Double(rank).squareRoot()),
        biasInitializer: Self.stepBias)(r)
      let aLog = parameter(u, "A_log", [inner, Axis(.state, Dim(state))], Initializer(.unary(.log, Initializer.lastIndex + .constant(1))))
      let y = selectiveScan(
        dt: softplus(dt).renamed("inner", to: .channel), u: conv.renamed("inner", to: .channel),
        a: -exp(aLog).renamed("inner", to: .channel), b: b, c: c, isReverse: isReversed
      ).y.renamed(.channel, to: "inner")
      let gated = (y + parameter(u, "D", [inner], .ones) * conv) * silu(z)
      let bound = 1 / Double(expansion * width).squareRoot() / Double(layers).squareRoot()
      return Linear("out_proj", from: inner, to: channel, bias: false, weight: .uniform(bound))(gated)
    }
  }

  private func parameter(_ u: Tensor, _ name: String, _ axes: [Axis], _ initializer: Initializer) -> Tensor {
    u.builder.parameter(name, axes, initializer)
  }

  /// The inverse softplus of a step drawn log-uniformly from 0.001 ... 0.1, at least 1e-4: `dt + log(1 - e^-dt)`.
  private static var stepBias: Initializer {
    let (low, high) = (-6.907755278982137, -2.302585092994046)
    let drawn = ScalarExpression.unary(.exp, Initializer.uniformDraw * .constant(high - low) + .constant(low))
    let step = ScalarExpression.binary(.max, drawn, .constant(1e-4))
    return Initializer(step + .unary(.log, -.unary(.expm1, -step)))
  }
}
