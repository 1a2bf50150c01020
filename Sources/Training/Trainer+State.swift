import Foundation
import Sonograph

extension Trainer {
  /// Names and shapes of parameters, or of optimiser states, in the order of the graph.
  func shapes(_ role: InputRole) -> [(name: String, shape: [Int])] {
    graph.inputs.filter { $0.input.role == role }.map { ($0.input.name, $0.type.shape.map { $0.constant ?? 0 }) }
  }

  /// Copies tensors into the session; every one must be there, with the right shape.
  ///
  /// - Throws: `TrainingError` that names what is missing, too much, or of another shape.
  func load(_ file: Safetensors, _ role: InputRole, from path: String) throws {
    let wanted = shapes(role)
    let missing = wanted.map(\.name).filter { file.tensors[$0] == nil }
    let extra = Set(file.tensors.keys).subtracting(wanted.map(\.name)).sorted()
    if let first = missing.first ?? extra.first {
      throw TrainingError(
        "\(path) is of another model: it has \(missing.contains(first) ? "no" : "a") tensor '\(first)'",
        "\(missing.count) of the model's \(wanted.count) tensors are missing, \(extra.count) others are there")
    }
    for (name, shape) in wanted {
      let entry = file.tensors[name]!
      guard entry.shape == shape, entry.dtype == "F32" else {
        throw TrainingError(
          "\(path) is of another model: '\(name)' is \(entry.dtype) \(entry.shape)", "expected F32 \(shape)")
      }
      _ = entry.bytes.copyBytes(to: try session.memory(name))
    }
  }

  /// The first parameter with an infinity or NaN in it.
  func firstNonFiniteParameter() throws -> String? {
    try names(.parameter).first { try !session.memory($0).bindMemory(to: Float.self).allSatisfy(\.isFinite) }
  }
}
