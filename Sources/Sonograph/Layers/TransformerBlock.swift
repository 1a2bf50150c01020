import GraphIR
import Operators

/// Multi-head self-attention: `softmax(q k^T / sqrt(d)) v` (Vaswani et al. 2017).
///
/// Parameters: `qkv` (projection, head, feature, channel) and `projection` (channel, head, feature).
public struct SelfAttention: Sendable, Hashable {
  public let name: String
  public let channel: Axis
  public let heads: Int
  public let isCausal: Bool

  public init(_ name: String, channel: Axis, heads: Int, isCausal: Bool = false) {
    (self.name, self.channel, self.heads, self.isCausal) = (name, channel, heads, isCausal)
  }

  public func callAsFunction(
    _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    x.within(name) {
      let width = channel.size.constant ?? 1
      if width % heads != 0 {
        x.builder.report(
          Diagnostic("attention: the width is not a multiple of the heads", role: "heads", axis: channel.name,
            expected: "a divisor of \(width)", found: "\(heads)"),
          at: SourceLocation(file: file, path: path, line: line, column: column))
        return Tensor(x.builder, nil)
      }
      let (head, feature) = (Axis(.head, Dim(heads)), Axis(.feature, Dim(width / heads)))
      let bound = Initializer.uniform((6.0 / Double(4 * width)).squareRoot())
      let qkv = Linear("qkv", from: channel, to: [Axis("part", 3), head, feature], weight: bound, biasInitializer: .zeros)(
        x, file: file, path: path, line: line, column: column)
      let parts = (0..<3).map { qkv.element("part", Dim($0)) }
      let y = attention(
        parts[0], parts[1], parts[2], isCausal: isCausal, file: file, path: path, line: line, column: column)
      let merged = y.merged([.head, .feature], into: channel.name)
      let out = Initializer.uniform((6.0 / Double(2 * width)).squareRoot())
      return Linear("projection", from: channel, to: channel, weight: out, biasInitializer: .zeros)(
        merged, file: file, path: path, line: line, column: column)
    }
  }
}

/// A pre-norm Transformer block: `x + attention(norm1(x))`, then `x + fc2(gelu(fc1(norm2(x))))`.
public struct TransformerBlock: Sendable, Hashable {
  public let name: String
  public let channel: Axis
  public let heads: Int
  public let expansion: Int
  public let epsilon: Double
  public let isCausal: Bool

  public init(
    _ name: String, channel: Axis, heads: Int, expansion: Int = 4, epsilon: Double = 1e-6, isCausal: Bool = false
  ) {
    (self.name, self.channel, self.heads) = (name, channel, heads)
    (self.expansion, self.epsilon, self.isCausal) = (expansion, epsilon, isCausal)
  }

  /// - Parameter x: (batch, time, channel).
  public func callAsFunction(
    _ x: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
  ) -> Tensor {
    x.within(name) {
      let hidden = Axis("hidden", channel.size * Dim(expansion))
      let bound = Initializer.uniform((6.0 / Double((1 + expansion) * (channel.size.constant ?? 1))).squareRoot())
      let norm1 = LayerNormLayer("norm1", over: channel, epsilon: epsilon)
      let norm2 = LayerNormLayer("norm2", over: channel, epsilon: epsilon)
      let attention = SelfAttention("attention", channel: channel, heads: heads, isCausal: isCausal)
      let middle = x + attention(norm1(x), file: file, path: path, line: line, column: column)
      let up = Linear("fc1", from: channel, to: hidden, weight: bound, biasInitializer: .zeros)
      let down = Linear("fc2", from: hidden, to: channel, weight: bound, biasInitializer: .zeros)
      return middle + down(gelu(up(norm2(middle))))
    }
  }
}
