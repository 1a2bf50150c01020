import Sonograph

/// In which direction of time the layers of a recurrent encoder run.
public enum Direction: String, Sendable, Hashable, CaseIterable {
  /// All forward: SSAM as released.
  case forward
  /// Even layers forward, odd ones backward: AxLSTM as released.
  case alternate
  /// Two mixers in each layer, one for each direction, their outputs added.
  case both

  /// The output of a layer's mixers; `mixer` is given a name, the input, and whether time is reversed.
  func mixed(
    layer: Int, name: String, _ x: Tensor, _ mixer: (_ name: String, _ x: Tensor, _ isReversed: Bool) -> Tensor
  ) -> Tensor {
    switch self {
    case .forward: mixer(name, x, false)
    case .alternate: mixer(name, x, layer % 2 == 1)
    case .both: mixer(name, x, false) + mixer(name + "-reverse", x, true)
    }
  }
}

/// The norm in front of a mixer.
public enum NormKind: String, Sendable, Hashable, CaseIterable {
  case layer, rms

  /// The layer as a function on (batch, time, channel).
  func layer(_ name: String, over axis: Axis, epsilon: Double) -> (Tensor) -> Tensor {
    switch self {
    case .layer: { LayerNormLayer(name, over: axis, epsilon: epsilon)($0) }
    case .rms: { RMSNormLayer(name, over: axis, epsilon: epsilon)($0) }
    }
  }
}
