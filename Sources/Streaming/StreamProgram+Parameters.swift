import Foundation
import Sonograph
import Training

extension StreamProgram {
  /// The values of the stream's parameters: those of the model and the scale.
  ///
  /// - Parameters:
  ///   - file: all parameters of the model, those that only training needs among them.
  ///   - path: its name, for errors.
  /// - Throws: `StreamError` that names a parameter which is missing or has another shape or type.
  public func parameters(_ file: Safetensors, from path: String, scale: FeatureScale) throws -> [String: [Float]] {
    var values = ["statistics/mean": [Float(scale.mean)], "statistics/deviation": [Float(scale.deviation)]]
    let graphs = [step.graph] + (start.map { [$0.graph] } ?? [])
    for (name, shape) in graphs.flatMap({ $0.shapes(.parameter) }) where values[name] == nil {
      guard let entry = file.tensors[name], entry.dtype == "F32" else {
        throw StreamError("\(path) has no tensor '\(name)' of type F32", "expected the parameters of \(causal.model.name)")
      }
      guard entry.shape == shape else {
        throw StreamError("\(path): '\(name)' has the shape \(entry.shape)", "expected \(shape), as in \(causal.model.name)")
      }
      values[name] = entry.values.map { Float($0) }
    }
    return values
  }
}
