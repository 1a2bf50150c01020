import Foundation
import Runtime
import Sonograph

extension Trainer {
  /// Names and shapes of parameters, or of optimiser states, in the order of the graph.
  func shapes(_ role: InputRole) -> [(name: String, shape: [Int])] { graph.shapes(role) }

  /// Copies tensors into the session; every one must be there, with the right shape.
  func load(_ file: Safetensors, _ role: InputRole, from path: String) throws {
    try session.load(file, shapes(role), from: path)
  }

  /// Copies parameters from a safetensors file.
  func loadParameters(_ path: String) throws {
    try load(Safetensors(contentsOf: URL(fileURLWithPath: path)), .parameter, from: path)
  }

  /// The first parameter with an infinity or NaN in it.
  func firstNonFiniteParameter() throws -> String? {
    try names(.parameter).first { try !session.memory($0).bindMemory(to: Float.self).allSatisfy(\.isFinite) }
  }
}

extension Graph {
  /// Names and shapes of the inputs of a role, in the order of the graph.
  package func shapes(_ role: InputRole) -> [(name: String, shape: [Int])] {
    inputs.filter { $0.input.role == role }.map { ($0.input.name, $0.type.shape.map { $0.constant ?? 0 }) }
  }
}

extension Session {
  /// Copies tensors of a file into parameters or states; every one must be there, with the right shape, and no other.
  ///
  /// - Throws: `TrainingError` that names what is missing, too much, or of another shape.
  package func load(_ file: Safetensors, _ wanted: [(name: String, shape: [Int])], from path: String) throws {
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
      _ = entry.bytes.copyBytes(to: try memory(name))
    }
  }
}
