import Sonograph

/// The log-mel front end as a graph: windows, discrete Fourier transform, power, mel filters, logarithm.
///
/// Tables (window, cosines, filters) are maps of positions, computed in double precision and rounded once; so a compiled
/// model takes waveforms and needs no other code.
public struct LogMel: Sendable, Hashable, Codable {
  /// What is before the first and after the last sample.
  public enum Edges: String, Sendable, Hashable, Codable, CaseIterable {
    /// Frames are centred on multiples of the hop; the signal's mirror image is around it.
    case reflect
    /// Frames are centred; zeros are around the signal.
    case zeros
    /// Only whole windows: the first starts at the first sample.
    case snip
  }

  public enum Window: String, Sendable, Hashable, Codable, CaseIterable {
    /// 0.5 - 0.5 cos(2 pi n / N).
    case hann
    /// 0.5 - 0.5 cos(2 pi n / (N - 1)), zero at both ends.
    case symmetricHann
    /// The symmetric Hann window to the power 0.85 (Kaldi).
    case povey
  }

  public enum Scale: String, Sendable, Hashable, Codable, CaseIterable {
    /// 2595 log10(1 + f / 700); triangles are straight over frequency.
    case htk
    /// The same scale, with triangles straight over mels (Kaldi).
    case kaldi
    /// Linear to 1 kHz, logarithmic above (Slaney's Auditory Toolbox, 1998).
    case slaney
  }

  /// What becomes of the filters' energies.
  public enum Compression: Sendable, Hashable, Codable {
    /// ln(energy + offset).
    case logPlus(Double)
    /// ln(max(energy, floor)).
    case logFloor(Double)
    /// The energy as it is.
    case none
  }

  /// Hz.
  public var sampleRate = 16_000
  /// Samples of a window.
  public var windowLength = 400
  /// Samples from one window to the next.
  public var hop = 160
  /// Points of the Fourier transform; the window is followed by zeros where it is shorter.
  public var fftLength = 400
  public var mels = 80
  /// Hz.
  public var lowest = 50.0
  public var highest = 8000.0
  public var edges = Edges.reflect
  public var window = Window.hann
  public var scale = Scale.htk
  /// Filters of equal area instead of equal height.
  public var hasEqualArea = false
  /// Each window's mean is taken off first.
  public var removesOffset = false
  /// x[n] - p x[n - 1] within each window.
  public var preemphasis = 0.0
  public var compression = Compression.logPlus(1.1920928955078125e-07)

  /// The front end of the unified framework (SSAST, SSAM, AxLSTM): torchaudio's `MelSpectrogram` with 80 bands from 50 Hz,
  /// and the logarithm of the energy plus the smallest step of a float.
  public init() {}

  /// Samples that centring adds before the first and after the last.
  public var padding: Int { edges == .snip ? 0 : fftLength / 2 }
  /// Samples that a frame's window covers once the signal is padded.
  public var frameLength: Int { edges == .snip ? windowLength : fftLength }

  /// Frames of a recording.
  public func frameCount(samples: Int) -> Int {
    let beyond = samples + 2 * padding - frameLength
    return beyond < 0 ? 0 : 1 + beyond / hop
  }

  /// The fewest samples that have a frame; a mirror image is shorter than what it mirrors.
  public var fewestSamples: Int { edges == .reflect ? padding + 1 : edges == .zeros ? 1 : windowLength }

  /// - Parameters:
  ///   - waveform: (..., sample), in [-1, 1] at `sampleRate`.
  ///   - frames: how many frames there are, where the number of samples is a symbol and not a whole number of hops:
  ///     a size for which `frameCount` is bound at each run.
  /// - Returns: (..., frame, mel).
  public func callAsFunction(_ waveform: Tensor, frames: Dim? = nil) -> Tensor {
    var padded = waveform
    switch edges {
    case .reflect: padded = waveform.reflected("sample", before: Dim(padding), after: Dim(padding))
    case .zeros: padded = waveform.padded("sample", before: Dim(padding), after: Dim(padding))
    case .snip: break
    }
    if let frames { padded = padded.slice("sample", from: 0, size: (frames - 1) * Dim(hop) + Dim(frameLength)) }
    return unpadded(padded)
  }

  /// The front end without what centring adds: the first frame begins at the first sample.
  ///
  /// - Parameter waveform: (..., sample).
  /// - Returns: (..., frame, mel).
  public func unpadded(_ waveform: Tensor) -> Tensor {
    let builder = waveform.builder
    if let problem {
      builder.report(Diagnostic("log-mel: \(problem.what)", expected: problem.expected, found: problem.found))
      return Tensor(builder, nil)
    }
    return builder.within(scope: "log-mel") {
      let power = powerSpectrum(windows(of: waveform))
      let energy = contract(power, filterBank(builder), over: ["bin-low", "bin-high"])
      return compressed(energy)
    }
  }

  /// The samples of each frame as they enter the transform, f64: (..., frame, sample).
  private func windows(of waveform: Tensor) -> Tensor {
    var windows = cast(waveform.framed("sample", hop: hop, length: frameLength), to: .f64)
    if removesOffset { windows = windows - mean(windows, over: ["sample"]) }
    if preemphasis != 0 {
      // The sample before the first is the first.
      let first = windows.slice("sample", from: 0, size: 1)
      let previous = concat([first, windows.slice("sample", from: 0, size: Dim(frameLength - 1))], along: "sample")
      windows = windows - previous * preemphasis
    }
    return windows * windowTable(waveform.builder)
  }

  private func compressed(_ energy: Tensor) -> Tensor {
    switch compression {
    case .logPlus(let offset): log(energy + offset)
    case .logFloor(let floor): map([energy]) { .unary(.log, .binary(.max, $0[0], .constant(floor))) }
    case .none: energy
    }
  }

  /// The first setting that makes no sense.
  public var problem: (what: String, expected: String, found: String)? {
    let nyquist = Double(sampleRate) / 2
    let checks: [(Bool, String, String, String)] = [
      (sampleRate > 0, "the sample rate is not positive", "1 or more", "\(sampleRate)"),
      (hop > 0, "the hop is not positive", "1 or more", "\(hop)"),
      (windowLength > 1, "the window is too short", "2 samples or more", "\(windowLength)"),
      (
        fftLength >= windowLength, "the transform is shorter than the window", "\(windowLength) or more", "\(fftLength)"
      ),
      (mels > 0, "there is no band", "1 or more", "\(mels)"),
      (0 <= lowest && lowest < highest, "the bands are upside down", "0 <= lowest < highest", "\(lowest), \(highest)"),
      (highest <= nyquist, "the highest frequency is above half the sample rate", "\(nyquist) or less", "\(highest)"),
    ]
    return checks.first { !$0.0 }.map { ($0.1, $0.2, $0.3) }
  }
}

/// A spectrogram with mean 0 and standard deviation 1 over each clip: (x - mean) / (deviation + 1e-8).
///
/// - Parameters:
///   - spectrogram: (..., frame, mel).
///   - isUnbiased: the deviation divides by n - 1, as the released code does when it embeds; it divides by n when it
///     trains.
public func standardized(_ spectrogram: Tensor, isUnbiased: Bool) -> Tensor {
  let axes: [AxisName] = ["frame", "mel"]
  let centred = spectrogram - mean(spectrogram, over: axes)
  let biased = mean(centred * centred, over: axes)
  let variance = isUnbiased ? unbiased(biased, of: spectrogram, over: axes) : biased
  return centred / (sqrt(variance) + 1e-8)
}
