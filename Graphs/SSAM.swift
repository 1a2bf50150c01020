import Sonograph

/// The Mamba encoder of the unified framework, SSAM (Yadav & Tan 2024): pre-norm Mamba mixers, without MLPs.
///
/// Released: forward in time, state 24, expansion 3, layer norm with epsilon 1e-6.
public struct SSAM: Model, Hashable {
  public let name: String
  public var frame: MaskedSpectrogram
  public var depth: Int
  public var state = 24
  public var expansion = 3
  public var norm = NormKind.layer
  public var normEpsilon = 1e-6
  public var direction = Direction.forward

  public init(_ size: ModelSize) {
    self.init(name: "ssam-\(size.rawValue)", frame: MaskedSpectrogram(width: size.width), depth: size.depth)
  }

  public init(name: String, frame: MaskedSpectrogram, depth: Int) {
    (self.name, self.frame, self.depth) = (name, frame, depth)
    // The released code zeroes every linear bias of this system.
    self.frame.headBias = .zeros
  }

  public var summary: String { "Mamba, width \(frame.width), depth \(depth), state \(state), expansion \(expansion)" }

  public func encoded(_ x: Tensor, isStepwise: Bool) -> Tensor {
    (0..<depth).reduce(x) { x, layer in
      x.within("block\(layer)") {
        let normed = norm.layer("norm", over: frame.channel, epsilon: normEpsilon)(x)
        return x + direction.mixed(layer: layer, name: "mixer", normed) { name, x, isReversed in
          MambaMixer(name, channel: frame.channel, expansion: expansion, state: state, layers: depth)(x, isReversed: isReversed)
        }
      }
    }
  }
}
