import Audio
import Foundation
import Graphs
import Sonograph

extension OfficialStateDict {
  /// Writes a model's parameters under the names and in the shapes of the released PyTorch code, with the fixed positions:
  /// what `write` takes, the other way round.
  ///
  /// - Parameters:
  ///   - values: of every parameter, row-major, by name.
  ///   - times: patch columns of a clip, which say how many positions are written.
  /// - Throws: `TrainingError` if the model has parameters that the released code lacks or some are not given.
  public static func export(
    _ model: any MaskedSpectrogramModel, values: (String) throws -> [Float], times: Int, to output: String
  ) throws -> Report {
    let frame = model.frame
    if frame.encoding != .all {
      throw TrainingError(
        "\(model.name) encodes visible patches only, and its decoder has no names in the released code", "expected encoding=all")
    }
    let shapes = try model.forwardGraph().shapes(.parameter)
    var arrays = try shapes.map { name, shape in
      ArrayFile.Named(
        OfficialNames.key(for: name), shape: OfficialNames.shape(for: name, shape, patch: [frame.patchTime, frame.patchMel]),
        try values(name))
    }
    for (array, (name, shape)) in zip(arrays, shapes) where array.values.count != shape.reduce(1, *) {
      throw TrainingError("'\(name)' has \(array.values.count) values", "expected the shape \(shape), as in \(model.name)")
    }
    let parameters = arrays.reduce(0) { $0 + $1.values.count }
    let positions = try frame.positions(times: times).map { Float($0) }
    arrays.append(ArrayFile.Named(positionKey, shape: [1, positions.count / frame.width, frame.width], positions))
    try ArrayFile.writeSafetensors(
      arrays.sorted { $0.name < $1.name }, metadata: ["model": model.name, "format": "pt"], to: output)
    return Report(model: model.name, tensors: arrays.count, parameters: parameters, checkedPositions: true)
  }
}
