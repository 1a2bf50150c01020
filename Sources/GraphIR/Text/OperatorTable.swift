/// The operators that a text may name, by mnemonic; the parser lies below the list that registers them.
public struct OperatorTable: Sendable {
  private let types: [String: any Operator.Type]

  public init(_ types: [any Operator.Type]) {
    self.types = Dictionary(types.map { ($0.mnemonic, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public subscript(mnemonic: String) -> (any Operator.Type)? { types[mnemonic] }

  /// Sorted.
  public var mnemonics: [String] { types.keys.sorted() }

  /// The mnemonic most like a misspelt one, nil where none is near.
  public func nearest(to mnemonic: String) -> String? {
    if mnemonic.utf8.count > 64 { return nil }
    let distances = mnemonics.map { (name: $0, distance: Self.distance(Array(mnemonic.utf8), Array($0.utf8))) }
    guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, mnemonic.utf8.count / 3) ? best.name : nil
  }

  /// Insertions, deletions and replacements that turn one into the other (Wagner & Fischer 1974).
  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        (row[j + 1], diagonal) = (min(row[j + 1] + 1, row[j] + 1, diagonal + (x == y ? 0 : 1)), row[j + 1])
      }
    }
    return row[b.count]
  }
}
