extension String {
  /// The name that this one may be a misspelling of, for error messages; nil where none is near.
  ///
  /// Near is at most a third of its bytes, at least one, inserted, deleted or replaced; among equals the first.
  public func nearest(in names: [String]) -> String? {
    if utf8.count > 64 { return nil }
    let distances = names.map { (name: $0, distance: editDistance(to: $0)) }
    guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, utf8.count / 3) ? best.name : nil
  }

  /// Insertions, deletions and replacements of bytes that turn one into the other (Wagner & Fischer 1974).
  private func editDistance(to other: String) -> Int {
    let other = Array(other.utf8)
    var row = Array(0...other.count)
    for (i, x) in utf8.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in other.enumerated() {
        (row[j + 1], diagonal) = (Swift.min(row[j + 1] + 1, row[j] + 1, diagonal + (x == y ? 0 : 1)), row[j + 1])
      }
    }
    return row[other.count]
  }
}
