import Foundation
import Sonograph

/// The tables of the front end, each a map of positions in double precision.
extension LogMel {
  /// The window, centred in the transform where frames are centred and it is shorter, f64: (sample).
  func windowTable(_ builder: GraphBuilder) -> Tensor {
    let start = Double((frameLength - windowLength) / 2)
    let (length, period) = (Double(windowLength), Double(window == .hann ? windowLength : windowLength - 1))
    return map([builder.iota(Axis("sample", Dim(frameLength)), element: .f64)]) { arguments in
      let n = arguments[0] - .constant(start)
      let cosine = ScalarExpression.unary(.cos, n * .constant(2 * .pi / period))
      let hann = ScalarExpression.binary(.max, .constant(0.5) - .constant(0.5) * cosine, .constant(0))
      let value = window == .povey ? ScalarExpression.binary(.pow, hann, .constant(0.85)) : hann
      let fromStart = ScalarExpression.select(.compare(.lt, n, .constant(0)), .constant(0), value)
      return .select(.compare(.lt, n, .constant(length)), fromStart, .constant(0))
    }
  }

  /// Triangular filters (O'Shaughnessy 1987 for the scale): rising to band i's centre, falling to band i + 1's:
  /// (bin-low, bin-high, mel), one filter over the elements of `powerSpectrum`.
  func filterBank(_ builder: GraphBuilder) -> Tensor {
    let band = builder.iota(Axis("mel", Dim(mels)), element: .f64)
    let hertzPerBin = Double(sampleRate) / Double(fftLength)
    let (first, last) = (Self.mel(lowest, scale), Self.mel(highest, scale))
    let step = (last - first) / Double(mels + 1)
    func edge(_ offset: Double) -> Tensor {
      map([band]) {
        let mel = $0[0] * .constant(step) + .constant(first + offset * step)
        return scale == .kaldi ? mel : Self.hertz(mel, scale)
      }
    }
    let (left, centre, right) = (edge(0), edge(1), edge(2))
    let bin = frequency(builder)
    let place = map([bin]) {
      let hertz = $0[0] * .constant(hertzPerBin)
      return scale == .kaldi ? Self.mel(hertz) : hertz
    }
    let hasEqualArea = hasEqualArea
    return map([place, left, centre, right, bin]) { x in
      let rising = (x[0] - x[1]) / (x[2] - x[1])
      let falling = (x[3] - x[0]) / (x[3] - x[2])
      let height = ScalarExpression.binary(.max, .binary(.min, rising, falling), .constant(0))
      let scaled = hasEqualArea ? height * (.constant(2) / (x[3] - x[1])) : height
      return .cast(.select(.compare(.lt, x[4], .constant(0)), .constant(0), scaled), .f32)
    }.transposed(to: ["bin-low", "bin-high", "mel"])
  }

  /// Mels of a frequency in Hz.
  static func mel(_ hertz: Double, _ scale: Scale) -> Double {
    switch scale {
    case .htk, .kaldi: htkFactor * Foundation.log(1 + hertz / 700)
    case .slaney:
      hertz < 1000 ? hertz / slaneyLinear : 15 + Foundation.log(hertz / 1000) / slaneyStep
    }
  }

  /// The HTK scale as an expression.
  private static func mel(_ hertz: ScalarExpression) -> ScalarExpression {
    .constant(htkFactor) * .unary(.log, .constant(1) + hertz * .constant(1 / 700))
  }

  /// The frequency in Hz of mels.
  private static func hertz(_ mel: ScalarExpression, _ scale: Scale) -> ScalarExpression {
    if scale != .slaney { return .constant(700) * (.unary(.exp, mel * .constant(1 / htkFactor)) - .constant(1)) }
    let above = .constant(1000) * ScalarExpression.unary(.exp, (mel - .constant(15)) * .constant(slaneyStep))
    return .select(.compare(.lt, mel, .constant(15)), mel * .constant(slaneyLinear), above)
  }

  /// 2595 log10(x) = 2595 / ln(10) * ln(x).
  private static let htkFactor = 2595 / Foundation.log(10.0)
  /// Hz per mel below 1 kHz, and the logarithm of the frequency ratio of a mel above: 27 of them span a factor 6.4.
  private static let slaneyLinear = 200.0 / 3
  private static let slaneyStep = Foundation.log(6.4) / 27
}
