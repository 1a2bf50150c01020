import Audio
import Compiler
import Exchange
import Export
import Foundation
import Runtime
import Sonograph
import Training

/// The encoder as an ONNX model: from `spectrogram` to `tokens`, all patches visible.
struct ONNXExport {
  let subject: ExportSubject
  let weights: [ArrayFile.Named]

  struct Report: Encodable {
    let format = "onnx"
    let model: String
    let path: String
    let bytes: Int
    let nodes: Int
    let parameters: Int
    let inputs: [String]
    let outputs: [String]
  }

  init(_ subject: ExportSubject, _ weights: Exporter.Weights) throws {
    (self.subject, self.weights) = (subject, try weights.arrays(subject.graph, of: subject.title))
  }

  /// Writes the model whole or not at all.
  func write(to path: String) throws -> Report {
    let values = Dictionary(uniqueKeysWithValues: weights.map { ($0.name, $0.values) })
    let exporter = ONNXExporter(subject.graph, constants: ["mask": 0])
    let model = try exporter.model(properties: [("model", subject.title)]) { name, _ in values[name, default: []].map(Double.init) }
    try AtomicFile.write(model.data, to: path)
    return Report(
      model: subject.title, path: path, bytes: model.data.count, nodes: model.nodes, parameters: model.parameters,
      inputs: model.inputs, outputs: model.outputs)
  }

  /// Writes inputs and what the compiled model makes of them, to compare other runtimes with: `spectrogram<i>` and
  /// `tokens<i>` for one window, and for shorter and longer ones in batches.
  func writeReference(to path: String, machine: Pretraining.Machine) throws {
    let compiled = try CompiledProgram(subject.graph, options: CompileOptions(target: machine.target), cache: machine.cache)
    let session = try Session(compiled, pool: machine.pool)
    for array in weights { try session.write(array.values.map(Double.init), to: array.name) }
    var arrays: [ArrayFile.Named] = []
    for (number, (batch, times)) in [(1, subject.times), (3, 7), (2, 1)].enumerated() {
      let spectrogram = try input(batch: batch, times: times, seed: UInt32(number))
      let binding = try session.bind(subject.grid.sizes(batch: batch, times: times, masking: nil))
      try binding.write(spectrogram.values.map(Double.init), to: "spectrogram")
      try binding.write([Double](repeating: 0, count: batch * times * subject.grid.bands), to: "mask")
      binding.run()
      let tokens = try binding.read("tokens")
      let shape = [batch, times * subject.grid.bands + 1, tokens.count / (batch * (times * subject.grid.bands + 1))]
      arrays.append(ArrayFile.Named("spectrogram\(number)", shape: spectrogram.shape, spectrogram.values))
      arrays.append(ArrayFile.Named("tokens\(number)", shape: shape, tokens.map { Float($0) }))
    }
    try ArrayFile.writeSafetensors(arrays, metadata: ["model": subject.title], to: path)
  }

  /// Normal numbers, as log-mels are after standardising.
  private func input(batch: Int, times: Int, seed: UInt32) throws -> ArrayFile.Named {
    let shape = [batch, times * subject.grid.frames, subject.grid.width]
    let type = TensorType(.f32, zip(["batch", "frame", "mel"], shape).map { Axis(AxisName($0), Dim($1)) })
    let values = Initializer.normal(1).values(type, name: "spectrogram", seed: seed)
    return ArrayFile.Named("spectrogram", shape: shape, values.map { Float($0) })
  }
}
