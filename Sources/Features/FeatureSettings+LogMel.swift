import Audio
import Graphs

extension FeatureSettings {
  /// The settings of stored log-mel spectrograms: everything that changes a value.
  public init(_ settings: LogMel, clipSamples: Int, element: Element) {
    var names = [
      "edges": settings.edges.rawValue, "window": settings.window.rawValue, "scale": settings.scale.rawValue,
      "compression": settings.compression.name,
    ]
    let numbers: [(String, Any)] = [
      ("sample-rate", settings.sampleRate), ("window-length", settings.windowLength), ("hop", settings.hop),
      ("fft-length", settings.fftLength), ("lowest", settings.lowest), ("highest", settings.highest),
      ("equal-area", settings.hasEqualArea), ("removes-offset", settings.removesOffset),
      ("preemphasis", settings.preemphasis), ("clip-samples", clipSamples),
    ]
    for (name, value) in numbers { names[name] = "\(value)" }
    self.init(element: element, mels: settings.mels, frontEnd: names)
  }
}

extension LogMel.Compression {
  fileprivate var name: String {
    switch self {
    case .logPlus(let offset): "log-plus-\(offset)"
    case .logFloor(let floor): "log-floor-\(floor)"
    case .none: "none"
    }
  }
}
