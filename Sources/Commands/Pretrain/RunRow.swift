import Foundation
import Training

/// A run in a table, and in JSON.
struct RunRow: Encodable {
  let name: String
  let model: String
  let parameters: Int
  let status: String
  let step: Int
  let steps: Int
  let created: String
  let training_loss: Double?
  let clips_per_second: Double?
  /// On hidden patches of held-out clips.
  let first_held_out_loss: Double?
  let last_held_out_loss: Double?
  let constant_loss: Double?
  let nearest_patch_loss: Double?
  let peak_memory_bytes: Int?

  init(_ summary: RunDatabase.Summary) {
    (name, model, parameters) = (summary.name, summary.model, summary.parameters)
    (status, step, steps, created) = (summary.status.rawValue, summary.step, summary.steps, summary.created)
    (training_loss, clips_per_second) = (summary.trainingLoss, summary.clipsPerSecond)
    (first_held_out_loss, last_held_out_loss) = (summary.first?.maskedLoss, summary.last?.maskedLoss)
    peak_memory_bytes = summary.peakMemoryBytes
    (constant_loss, nearest_patch_loss) = (summary.last?.baselines.constant, summary.last?.baselines.nearest)
  }

  static let heads = [
    "run", "model", "parameters", "status", "step", "clips/s", "first loss", "last loss", "constant", "nearest",
    "memory",
  ]

  var cells: [String] {
    func text(_ value: Double?, _ format: String = "%.4f") -> String { value.map { String(format: format, $0) } ?? "-" }
    return [
      name, model, "\(parameters)", status, "\(step)/\(steps)", text(clips_per_second, "%.1f"), text(first_held_out_loss),
      text(last_held_out_loss), text(constant_loss), text(nearest_patch_loss),
      peak_memory_bytes.map { "\($0 / 1_000_000) MB" } ?? "-",
    ]
  }
}

/// A run's options as texts by name.
enum OptionList {
  static func values(_ run: RunDescription) throws -> [(String, String)] {
    let data = try JSONEncoder().encode(run.options)
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    var values = flat(object, "")
    values.append(("model", run.model))
    values.append(("data", run.data.directory ?? "embedded"))
    values += run.settings.map { ("set \($0.key)", $0.value) }
    return values.sorted { $0.0 < $1.0 }
  }

  private static func flat(_ object: [String: Any], _ prefix: String) -> [(String, String)] {
    object.flatMap { key, value -> [(String, String)] in
      if let inner = value as? [String: Any] { return flat(inner, prefix + key + " ") }
      return [(prefix + key, "\(value)")]
    }
  }
}
