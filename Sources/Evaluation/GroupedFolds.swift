/// Deals clips out to folds so that those that belong together stay together, and classes are spread evenly.
struct GroupedFolds {
  struct Item {
    /// Clips of equal groups come to the same fold.
    let group: String
    let classes: Set<Int>
  }

  /// The number of folds: as many as the class in the fewest groups allows, at most as most tasks of the HEAR benchmark have.
  let count: Int
  /// Of each item.
  private(set) var folds: [Int] = []

  private static let most = 5
  /// One to test, one to validate, the rest to train.
  private static let least = 3
  /// Drawn anew where a class lacks in a fold, as hear-preprocess does it.
  private static let attempts: UInt32 = 100

  private let items: [Item]
  private let members: [String: [Int]]
  private let classes: Int

  /// - Throws: `EvaluationError` that names a class in fewer groups than three.
  init(_ items: [Item], labels: [String], path: String) throws {
    let groups = labels.indices.map { label in Set(items.filter { $0.classes.contains(label) }.map(\.group)).count }
    if let label = labels.indices.first(where: { groups[$0] < Self.least }) {
      throw EvaluationError(
        "\(path): the class '\(labels[label])' has clips of \(groups[label]) groups",
        "expected \(Self.least) or more, to train, validate and test; or a column 'split'")
    }
    (self.items, classes, count) = (items, labels.count, min(Self.most, groups.min() ?? Self.most))
    members = Dictionary(grouping: items.indices) { items[$0].group }
    for seed in 0..<Self.attempts {
      let (folds, counts) = dealt(seed: seed)
      if counts.allSatisfy({ !$0.contains(0) }) {
        self.folds = folds
        return
      }
    }
    throw EvaluationError(
      "\(path): no \(count) folds of its groups hold clips of every class", "make groups smaller, or name splits in a column 'split'")
  }

  /// Groups are shuffled by Python's generator; then, the largest first, each comes to the fold where fewest clips of its
  /// classes are, of equal ones to the smallest.
  ///
  /// - Returns: the fold of each item, and (fold, class) clips.
  private func dealt(seed: UInt32) -> (folds: [Int], counts: [[Int]]) {
    var names = members.keys.sorted()
    var generator = MersenneTwister(seed: seed)
    generator.shuffle(&names)
    let order = names.enumerated().sorted { a, b in
      (-(members[a.element]?.count ?? 0), a.offset) < (-(members[b.element]?.count ?? 0), b.offset)
    }
    var folds = [Int](repeating: 0, count: items.count)
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: count)
    for (_, name) in order {
      let own = members[name] ?? []
      let present = own.reduce(into: Set<Int>()) { $0.formUnion(items[$1].classes) }
      let loads = counts.indices.map { fold in (present.reduce(0) { $0 + counts[fold][$1] }, counts[fold].reduce(0, +)) }
      let best = loads.indices.dropFirst().reduce(0) { loads[$1] < loads[$0] ? $1 : $0 }
      for item in own {
        folds[item] = best
        for label in items[item].classes { counts[best][label] += 1 }
      }
    }
    return (folds, counts)
  }
}
