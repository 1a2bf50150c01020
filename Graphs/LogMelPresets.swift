/// Front ends of other systems.
extension LogMel {
  /// `torchaudio.compliance.kaldi.fbank` without dither, 80 bands.
  public static let kaldi: LogMel = {
    var settings = LogMel()
    (settings.edges, settings.window, settings.scale, settings.fftLength) = (.snip, .povey, .kaldi, 512)
    (settings.removesOffset, settings.preemphasis, settings.lowest) = (true, 0.97, 20)
    settings.compression = .logFloor(1.1920928955078125e-07)
    return settings
  }()

  /// The same with the window of AST (Gong et al. 2021) and of the original SSAST.
  public static let audioSpectrogramTransformer: LogMel = {
    var settings = kaldi
    settings.window = .symmetricHann
    return settings
  }()

  /// `librosa.feature.melspectrogram` with 80 bands from 50 Hz: energies, not their logarithm.
  public static let librosa: LogMel = {
    var settings = LogMel()
    (settings.edges, settings.scale, settings.hasEqualArea, settings.compression) = (.zeros, .slaney, true, .none)
    return settings
  }()
}
