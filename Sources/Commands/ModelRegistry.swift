import GraphIR
import Sonograph
import Training

/// The models that the command line offers; set once, before it runs.
final class ModelRegistry: @unchecked Sendable {
  static let shared = ModelRegistry()
  var models: [any Model] = []

  /// The model of this name.
  ///
  /// - Throws: `UserError` that suggests the nearest name.
  func model(named name: String) throws -> any Model {
    if let found = models.first(where: { $0.name == name }) { return found }
    let nearest = name.nearest(in: models.map(\.name))
    throw UserError(
      "unknown model '\(name)'",
      (nearest.map { "did you mean '\($0)'? " } ?? "") + "known: \(models.map(\.name).joined(separator: ", "))")
  }

  /// A model with some sizes and options.
  static func model(named name: String, settings: [String: String]) throws -> any Model {
    try shared.model(named: name).with(settings: settings)
  }

  /// The model of a run, as it was trained.
  static func model(of run: RunDirectory) throws -> any Model {
    let description = try run.description()
    return try model(named: description.model, settings: description.settings)
  }

  /// `NAME=VALUE` pairs, with commas between them in a text.
  static func values(_ texts: [String]) throws -> [String: String] {
    try texts.flatMap { $0.split(separator: ",") }.reduce(into: [:]) { values, pair in
      let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw UserError("--set takes values such as channel=37,state=5, not '\(pair)'", "expected NAME=VALUE")
      }
      values[parts[0]] = parts[1]
    }
  }
}
