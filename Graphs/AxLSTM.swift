import Sonograph

/// The xLSTM encoder of the unified framework, AxLSTM (Yadav et al. 2024): pre-norm mLSTM layers, every second one
/// against time.
///
/// Released: expansion 2 (the paper's later sizes match 3), 4 heads, layer norm without bias, its weight stored as the
/// difference from 1, epsilon 1e-5.
public struct AxLSTM: Model, Hashable {
  public let name: String
  public var frame: MaskedSpectrogram
  public var depth: Int
  public var heads = 4
  public var expansion = 2
  public var direction = Direction.alternate

  public init(_ size: ModelSize, expansion: Int = 2) {
    let suffix = expansion == 2 ? "" : "-e\(expansion)"
    self.init(name: "axlstm-\(size.rawValue)\(suffix)", frame: MaskedSpectrogram(width: size.width), depth: size.depth)
    self.expansion = expansion
  }

  public init(name: String, frame: MaskedSpectrogram, depth: Int) {
    (self.name, self.frame, self.depth) = (name, frame, depth)
  }

  public var summary: String { "xLSTM, width \(frame.width), depth \(depth), expansion \(expansion)" }

  public func encoded(_ x: Tensor, isStepwise: Bool) -> Tensor {
    (0..<depth).reduce(x) { x, layer in
      x.within("block\(layer)") {
        let norm = LayerNormLayer("norm", over: frame.channel, epsilon: 1e-5, bias: false, residualWeight: true)
        return x + direction.mixed(layer: layer, name: "layer", norm(x)) { name, x, isReversed in
          var layer = MLSTMLayer(name, channel: frame.channel, expansion: expansion, heads: heads)
          if isStepwise { layer.form = .recurrent }
          return layer(x, isReversed: isReversed)
        }
      }
    }
  }
}
