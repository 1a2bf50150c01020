import Sonograph

/// The mLSTM layer of Vision-LSTM (Alkin et al. 2024) as the released AxLSTM uses it:
/// `[x, z] = proj_up u`, `c = silu(conv(x))`, `q = Q c`, `k = K c`, `v = V x` (block-diagonal), gates from `[q, k, v]`,
/// `h = norm(mlstm(q, k, v)) + skip c`, `proj_down (h silu(z))`.
///
/// Parameters, under the names of the released code: `proj_up`, `conv1d/conv`, `q_proj`, `k_proj`, `v_proj`,
/// `mlstm_cell/igate`, `mlstm_cell/fgate`, `mlstm_cell/outnorm`, `learnable_skip`, `proj_down`.
public struct MLSTMLayer: Sendable, Hashable {
  public let name: String
  public let channel: Axis
  public var expansion: Int
  public var heads: Int
  public var taps: Int
  /// The size of the blocks of q, k and v.
  public var block: Int
  /// How the cell is computed; the result is the same.
  public var form = MatrixStateForm.automatic

  public init(_ name: String, channel: Axis, expansion: Int = 2, heads: Int = 4, taps: Int = 4, block: Int = 4) {
    (self.name, self.channel, self.expansion) = (name, channel, expansion)
    (self.heads, self.taps, self.block) = (heads, taps, block)
  }

  private var width: Int { channel.size.constant ?? 1 }
  private var size: Int { expansion * width }
  private var head: Axis { Axis(.head, Dim(heads)) }
  private var inner: Axis { Axis("inner", Dim(size)) }
  /// N(0, 2 / (5 width)), the small initialisation of xLSTM.
  private var small: Initializer { .normal((2 / (5 * Double(width))).squareRoot()) }

  /// - Parameters:
  ///   - u: (batch, time, channel).
  ///   - isReversed: time runs backwards, through the convolution and the cell.
  /// - Returns: (batch, time, channel).
  public func callAsFunction(_ u: Tensor, isReversed: Bool = false) -> Tensor {
    u.within(name) {
      if size % block != 0 || size % heads != 0 {
        u.builder.report(
          Diagnostic(
            "mLSTM: the inner width is not whole blocks and heads", role: "width", axis: channel.name,
            expected: "expansion x width a multiple of \(block) and of the heads, \(heads)", found: "\(expansion) x \(width)"),
          at: SourceLocation(file: #fileID, path: #filePath, line: #line))
        return Tensor(u.builder, nil)
      }
      let both = Linear("proj_up", from: channel, to: [Axis("part", 2), inner], bias: false, weight: small)(u)
      let (x, z) = (both.element("part", 0), both.element("part", 1))
      let c = silu(
        causalConvolution(x, weight: u.builder.parameter("conv1d/conv/weight", [inner, Axis("tap", Dim(taps))], .uniform(0.5)),
          bias: u.builder.parameter("conv1d/conv/bias", [inner], .uniform(0.5)), isReversed: isReversed))
      let (q, k, v) = (blockwise("q_proj", c), blockwise("k_proj", c), blockwise("v_proj", x))
      let h = cell(q, k, v, isReversed)
      let skip = u.builder.parameter("learnable_skip", [inner], .ones)
      // The released code does not pass the number of blocks, so the deviation is that of one block.
      let down = Initializer.normal(2 / Double(width).squareRoot())
      return Linear("proj_down", from: inner, to: channel, bias: false, weight: down)((h + skip * c) * silu(z))
    }
  }

  /// A product with a block-diagonal matrix: `y[o in block] = sum_d W[block, o, d] x[d in block]`.
  private func blockwise(_ name: String, _ x: Tensor) -> Tensor {
    x.within(name) {
      let blocks = Axis("block", Dim(size / block))
      let w = x.builder.parameter("weight", [blocks, Axis("out", Dim(block)), Axis("in", Dim(block))], small)
      let parts = x.split("inner", into: [blocks, Axis("in", Dim(block))])
      return contract(parts, w, to: [.batch, .time, "block", "out"]).merged(["block", "out"], into: "inner")
    }
  }

  private func cell(_ q: Tensor, _ k: Tensor, _ v: Tensor, _ isReversed: Bool) -> Tensor {
    q.within("mlstm_cell") {
      let (i, f) = gates(concat([q, k, v], along: "inner"))
      func headed(_ x: Tensor, _ name: AxisName) -> Tensor {
        x.split("inner", into: [head, Axis(name, Dim(size / heads))])
      }
      let h = mlstm(headed(q, "key"), headed(k, "key"), headed(v, "value"), input: i, forget: f, isReverse: isReversed, form: form)
      let weight = q.builder.parameter("outnorm/weight", [inner], .zeros)
      return groupNormalized(h, over: "value").merged([.head, "value"], into: "inner") * (1 + weight)
    }
  }

  /// The input and the forget gate before their functions, of (batch, time, inner): one product with both weights.
  private func gates(_ x: Tensor) -> (input: Tensor, forget: Tensor) {
    // Forget gates start open, from 3 in the first head to 6 in the last.
    let open = Initializer(.constant(3) + Initializer.lastIndex * .constant(3 / Double(max(heads - 1, 1))))
    let parts = [("igate", Initializer.normal(0.1)), ("fgate", open)].map { name, bias in
      [
        x.builder.parameter("\(name)/weight", [head, Axis("inner", Dim(3 * size))], .zeros),
        x.builder.parameter("\(name)/bias", [head], bias),
      ].map { $0.broadcast(to: [Axis("gate", 1)] + $0.type.axes) }
    }
    let (weight, bias) = (concat(parts.map { $0[0] }, along: "gate"), concat(parts.map { $0[1] }, along: "gate"))
    let both = contract(x, weight, to: [.batch, .time, "gate", .head]) + bias
    return (both.element("gate", 0), both.element("gate", 1))
  }
}
