import Audio
import Foundation
import Graphs
import Sonograph

/// Weights of the released PyTorch code under its names, as a model's parameters.
public struct OfficialStateDict {
  /// What was taken.
  public struct Report: Sendable, Codable {
    public let model: String
    public let tensors: Int
    public let parameters: Int
    /// Whether positions were there, and equal to the model's.
    public let checkedPositions: Bool
  }

  public let path: String
  private let file: Safetensors

  /// - Parameter path: a safetensors file of a state dict.
  public init(_ path: String) throws {
    self.path = path
    file = try Safetensors(contentsOf: URL(fileURLWithPath: path))
  }

  static let positionKey = "pos_embed"

  /// Writes the parameters of a model as safetensors; every tensor of the file must be a parameter of the model, and the
  /// other way round. Fixed positions must equal the model's to 1e-6.
  ///
  /// - Parameter candidates: models to suggest where this one does not fit.
  /// - Throws: `TrainingError` that names the first key that is left over or has another shape.
  public func write(_ model: any MaskedSpectrogramModel, to output: String, candidates: [any Model]) throws -> Report {
    if let mismatch = try mismatch(model) {
      let fitting = try candidates.compactMap { $0 as? any MaskedSpectrogramModel }.first { try self.mismatch($0) == nil }
      throw TrainingError(
        "\(path) does not hold a \(model.name): \(mismatch)",
        fitting.map { "it holds a \($0.name)" } ?? "sizes and options of the model are set with --set")
    }
    let shapes = try model.forwardGraph().shapes(.parameter)
    let arrays = shapes.map { name, shape in
      ArrayFile.Named(name, shape: shape, file.tensors[OfficialNames.key(for: name)]!.values.map { Float($0) })
    }
    if let broken = arrays.first(where: { !$0.values.allSatisfy(\.isFinite) }) {
      throw TrainingError("\(path): '\(OfficialNames.key(for: broken.name))' has values that are not finite", "")
    }
    try ArrayFile.writeSafetensors(arrays, metadata: ["model": model.name, "source": "state dict"], to: output)
    return Report(
      model: model.name, tensors: arrays.count, parameters: arrays.reduce(0) { $0 + $1.values.count },
      checkedPositions: file.tensors[Self.positionKey] != nil)
  }

  /// Why the file is not this model's; nil if it is.
  private func mismatch(_ model: any MaskedSpectrogramModel) throws -> String? {
    let wanted = try model.forwardGraph().shapes(.parameter).map { (key: OfficialNames.key(for: $0.name), shape: $0.shape) }
    if let missing = wanted.first(where: { file.tensors[$0.key] == nil }) { return "it has no tensor '\(missing.key)'" }
    let known = Set(wanted.map(\.key)).union([Self.positionKey])
    if let extra = file.tensors.keys.filter({ !known.contains($0) }).min() {
      return "its tensor '\(extra)' is no parameter of the model"
    }
    for (key, shape) in wanted {
      let entry = file.tensors[key]!
      if !Self.isRegrouped(entry.shape, shape) {
        return "'\(key)' has the shape \(entry.shape), the model's \(shape)"
      }
    }
    return try positionMismatch(model)
  }

  /// Whether one shape is the other with axes split, merged, or of one element added: the order in memory is the same.
  private static func isRegrouped(_ a: [Int], _ b: [Int]) -> Bool {
    func borders(_ shape: [Int]) -> Set<Int> {
      var product = 1
      return Set(
        shape.map {
          product *= $0
          return product
        }).union([1])
    }
    let (first, second) = (borders(a), borders(b))
    return first.max() == second.max() && (first.isSubset(of: second) || second.isSubset(of: first))
  }

  private func positionMismatch(_ model: any MaskedSpectrogramModel) throws -> String? {
    guard let entry = file.tensors[Self.positionKey] else { return nil }
    let (width, bands) = (model.frame.width, model.frame.bands)
    let tokens = entry.count / width - 1
    guard tokens > 0, tokens % bands == 0 else {
      return "'\(Self.positionKey)' has the shape \(entry.shape), which is no whole number of time steps of \(bands) patches"
    }
    let expected = try model.frame.positions(times: tokens / bands)
    let worst = zip(entry.values, expected).map { abs($0 - $1) }.max() ?? 0
    if worst < 1e-6 { return nil }
    return "'\(Self.positionKey)' differs from the model's positions by up to \(worst): is the patch another?"
  }
}
