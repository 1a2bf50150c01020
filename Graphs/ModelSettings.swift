import Sonograph

extension MaskedSpectrogram {
  static let settings: [ModelSetting<MaskedSpectrogram>] = [
    .number("width", \.width, 1...65_536), .number("mels", \.mels, 1...1024),
    .number("patch-time", \.patchTime, 1...1024), .number("patch-mel", \.patchMel, 1...1024),
    .choice("positions", \.positions), .choice("position-table", \.positionTable), .choice("loss", \.loss),
    .flag("pixel-norm", \.normalizesPixels), .choice("encoding", \.encoding),
    .number("decoder-width", \.decoder.width, 1...65_536), .number("decoder-depth", \.decoder.depth, 1...1024),
    .number("decoder-heads", \.decoder.heads, 1...1024),
  ]
}

extension SSAST: ConfigurableModel {
  public static let settings =
    MaskedSpectrogram.settings.map { $0.lifted(\SSAST.frame) } + [
      .number("depth", \.depth, 1...1024), .number("heads", \.heads, 1...1024),
    ]
}

extension SSAM: ConfigurableModel {
  public static let settings =
    MaskedSpectrogram.settings.map { $0.lifted(\SSAM.frame) } + [
      .number("depth", \.depth, 1...1024), .number("state", \.state, 1...1024),
      .number("expansion", \.expansion, 1...64), .choice("norm", \.norm), .choice("direction", \.direction),
    ]
}

extension AxLSTM: ConfigurableModel {
  public static let settings =
    MaskedSpectrogram.settings.map { $0.lifted(\AxLSTM.frame) } + [
      .number("depth", \.depth, 1...1024), .number("heads", \.heads, 1...1024),
      .number("expansion", \.expansion, 1...64), .choice("direction", \.direction),
    ]
}
