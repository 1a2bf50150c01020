import GraphIR

/// The block of a product's results that is one unit of work: some rows times some panels of columns.
///
/// A left operand is read again for each panel. Where steps of k are far apart in it, as in the gradient of a weight, no
/// processor foresees where the next one lies, and few of their cache lines find room in the first-level cache: a piece of such
/// rows then serves several panels, while the second-level cache has it.
struct UnitBlock {
  /// So many that a piece of a panel, in a core's caches, serves eight tiles.
  let rows: Int
  let panels: Int

  /// Units that threads share evenly enough.
  private static let fewUnits = 12
  /// Panels whose results, beside the operands, stay in the second-level cache from piece to piece.
  private static let mostPanels = 4
  /// The longest distance, in bytes, that the first-level cache's prefetchers follow (Intel 64 and IA-32 Architectures
  /// Optimization Reference Manual, on the stride prefetcher).
  private static let foreseen = 2048

  /// - Parameter step: from a step of k to the next in bytes, in a left operand that is read where it lies piece by piece.
  init(_ shape: MatrixShape, _ tile: Tile, step: Int?) {
    rows = tile.rows * 8
    guard let step, step > Self.foreseen, let columns = MatrixShape.count(shape.columns).constant,
      let count = MatrixShape.count(shape.rows).constant
    else {
      panels = 1
      return
    }
    let all = columns.dividedUp(by: tile.width), blocks = count.dividedUp(by: rows)
    panels = (1...Self.mostPanels).last { all % $0 == 0 && blocks * all / $0 >= Self.fewUnits } ?? 1
  }
}
