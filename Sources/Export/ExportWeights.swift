import Foundation
import Sonograph
import Training

extension Exporter.Weights {
  /// The values of every parameter of a graph.
  ///
  /// - Parameter model: its name, for errors.
  /// - Throws: `ExportError` that names a parameter that is missing or has another shape or type.
  public func arrays(_ graph: Graph, of model: String) throws -> [ArrayFile.Named] {
    try graph.inputs.filter { $0.input.role == .parameter }.map { try array($0.input, $0.type, model) }
  }

  private func array(_ input: Input, _ type: TensorType, _ model: String) throws -> ArrayFile.Named {
    let shape = type.shape.map { $0.constant ?? 0 }
    switch self {
    case .initial(let seed):
      guard let initializer = input.initializer else {
        throw ExportError("the parameter '\(input.name)' has no initial values", "name a file of parameters")
      }
      return ArrayFile.Named(input.name, shape: shape, initializer.values(type, name: input.name, seed: seed).map { Float($0) })
    case .file(let file, let path, _):
      guard let entry = file.tensors[input.name], entry.dtype == "F32" else {
        throw ExportError("\(path) has no tensor '\(input.name)' of type F32", "expected the parameters of \(model)")
      }
      guard entry.shape == shape else {
        throw ExportError("\(path): '\(input.name)' has the shape \(entry.shape)", "expected \(shape), as in \(model)")
      }
      return ArrayFile.Named(input.name, shape: shape, entry.values.map { Float($0) })
    }
  }
}
