import Sonograph
import Streaming
import Training

extension StreamProgram {
  /// Names and shapes of the states, in the order in which they are saved.
  var stateShapes: [(name: String, element: ElementType, shape: [Int])] {
    step.states.map { ($0.name, $0.type.element, $0.type.shape.map { $0.constant ?? 0 }) }
  }

  /// What the weights file of a streaming bundle holds: the parameters of its one program, and what its states begin with.
  ///
  /// - Parameters:
  ///   - arrays: the model's parameters.
  ///   - rounded: those that the library computes with, which differ where they are stored in fewer bits.
  /// - Throws: what compiling throws.
  func weights(
    _ arrays: [ArrayFile.Named], heardBy rounded: [ArrayFile.Named], scale: FeatureScale, machine: Pretraining.Machine
  ) throws -> [ArrayFile.Named] {
    let (values, heard) = (values(arrays, scale: scale), values(rounded, scale: scale))
    let starts = try initialStates({ heard[$0] ?? [] }, machine: machine)
    let parameters = step.graph.shapes(.parameter).map { ArrayFile.Named($0.name, shape: $0.shape, values[$0.name] ?? []) }
    return stateShapes.map { ArrayFile.Named($0.name, shape: $0.shape, starts[$0.name] ?? []) } + parameters
  }

  /// The parameters of model and scale, by name.
  func values(_ arrays: [ArrayFile.Named], scale: FeatureScale) -> [String: [Float]] {
    let scales = ["statistics/mean": [Float(scale.mean)], "statistics/deviation": [Float(scale.deviation)]]
    return Dictionary(arrays.map { ($0.name, $0.values) }, uniquingKeysWith: { $1 }).merging(scales) { $1 }
  }
}
