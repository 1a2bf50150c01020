import Sonograph

/// A model with patches, positions, masking, head and loss of `MaskedSpectrogram` around its encoder.
public protocol MaskedSpectrogramModel: Model {
  var frame: MaskedSpectrogram { get }
}

extension SSAST: MaskedSpectrogramModel {}
extension SSAM: MaskedSpectrogramModel {}
extension AxLSTM: MaskedSpectrogramModel {}
