import Evaluation
import GraphIR

/// Tasks by the options `--tasks` and `--task`.
struct TaskChoice {
  /// A path; nil for those that come with Sonograph.
  let path: String?
  /// All if empty.
  let names: [String]

  /// - Throws: `UserError` that suggests the nearest name.
  func chosen() throws -> [EvaluationTask] {
    let all = try path.map { try EvaluationTask.all(in: $0) } ?? EvaluationTask.embedded()
    if names.isEmpty { return all }
    return try names.map { name in
      if let found = all.first(where: { $0.name == name }) { return found }
      let nearest = name.nearest(in: all.map(\.name))
      throw UserError(
        "there is no task '\(name)'",
        (nearest.map { "did you mean '\($0)'? " } ?? "") + "known: \(all.map(\.name).joined(separator: ", "))")
    }
  }
}

/// Seeds on the command line.
enum Seeds {
  /// - Parameter text: such as 0-9 or 0,3,4.
  static func numbers(_ text: String) throws -> [UInt32] {
    let mistake = UserError("--seeds is '\(text)'", "expected numbers such as 0-9 or 0,3,4, at most 1000, each once")
    var numbers: [UInt32] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { UInt32($0) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends.last!, first <= last, last - first < 1000 else {
        throw mistake
      }
      numbers += first...last
    }
    guard Set(numbers).count == numbers.count, numbers.count <= 1000 else { throw mistake }
    return numbers
  }
}
