/// Sections of recordings, counted through: which recording has section `n` of all, and which of its own it is.
struct SectionTable: Sendable {
  /// The number of each recording's first section, and the total.
  private let starts: [Int]

  /// - Parameter counts: sections of each recording, one or more.
  init(counts: some Sequence<Int>) {
    var total = 0
    starts =
      counts.map { count in
        defer { total += count }
        return total
      } + [total]
  }

  var total: Int { starts[starts.count - 1] }

  func locate(_ section: Int) -> (recording: Int, number: Int, of: Int) {
    // The last recording that starts at or before the section, by halving.
    var (low, high) = (0, starts.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= section { low = middle } else { high = middle }
    }
    return (low, section - starts[low], starts[low + 1] - starts[low])
  }
}
