import Sonograph

/// The Transformer of the unified framework, "SSAST": pre-norm blocks over patches and a cls token.
///
/// Width, depth and heads are those of the official configuration; every quirk of the official code is an option of
/// `MaskedSpectrogram`.
public struct SSAST: Model, Hashable {
  public let name: String
  public var frame: MaskedSpectrogram
  public var depth: Int
  public var heads: Int

  public init(_ size: ModelSize) {
    name = "ssast-\(size.rawValue)"
    (frame, depth, heads) = (MaskedSpectrogram(width: size.width), size.depth, size.heads)
  }

  public init(name: String, frame: MaskedSpectrogram, depth: Int, heads: Int) {
    (self.name, self.frame, self.depth, self.heads) = (name, frame, depth, heads)
  }

  public var summary: String { "Transformer, width \(frame.width), depth \(depth), \(heads) heads" }

  public func encoded(_ x: Tensor, isStepwise: Bool) -> Tensor {
    (0..<depth).reduce(x) { x, layer in
      TransformerBlock("block\(layer)", channel: frame.channel, heads: heads)(x)
    }
  }
}
