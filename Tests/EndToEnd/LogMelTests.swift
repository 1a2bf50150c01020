import Compiler
import Foundation
import Graphs
import Runtime
import Sonograph
import Testing

@Suite struct LogMelVectors {
  /// torchaudio's front end, its tables, its gradient and the normalised spectrogram.
  @Test func torchaudio() throws {
    let vectors = try ReferenceVectors("logmel_torchaudio")
    try vectors.check {
      let spectrogram = LogMel()(try vectors.input("in.wav", ["sample"], in: $0))
      return [("logmel", spectrogram.transposed(to: ["mel", "frame"]))]
    }
    let builder = GraphBuilder(name: "standardized")
    let spectrogram = LogMel()(try vectors.input("in.wav", ["sample"], in: builder))
    builder.output("aux.normalized", standardized(spectrogram, isUnbiased: true).transposed(to: ["mel", "frame"]))
    try vectors.compare(builder.finish(), tolerance: 1e-5, expecting: 1)
  }

  @Test(
    "Kaldi's and librosa's front ends",
    arguments: [
      ("kaldi_povey", LogMel.kaldi), ("kaldi_hanning_htk", .audioSpectrogramTransformer), ("librosa_mel", .librosa),
    ])
  func others(_ name: String, _ settings: LogMel) throws {
    let vectors = try ReferenceVectors("logmel_kaldi_librosa")
    let builder = GraphBuilder(name: name)
    let spectrogram = settings(try vectors.input("in.wav", ["sample"], in: builder))
    builder.output("out.\(name)", name == "librosa_mel" ? spectrogram.transposed(to: ["mel", "frame"]) : spectrogram)
    try vectors.compare(builder.finish(), tolerance: 1e-5, expecting: 1)
  }
}
