import Sonograph

/// A model with patches, positions, masking, head and loss of `MaskedSpectrogram` around its encoder.
public protocol MaskedSpectrogramModel: Model {
  var frame: MaskedSpectrogram { get }
  /// The encoder's layers, from and to (batch, time, channel).
  ///
  /// - Parameter isStepwise: recurrences are to be written step by step, whatever form is faster over a whole clip.
  func encoded(_ x: Tensor, isStepwise: Bool) -> Tensor
}

extension MaskedSpectrogramModel {
  public func build(_ graph: GraphBuilder) -> KeyValuePairs<String, Tensor> {
    frame.build(graph) { encoded($0, isStepwise: false) }
  }
}

extension SSAST: MaskedSpectrogramModel {}
extension SSAM: MaskedSpectrogramModel {}
extension AxLSTM: MaskedSpectrogramModel {}
