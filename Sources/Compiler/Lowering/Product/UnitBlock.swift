import GraphIR

/// The block of a product's results that is one unit of work: some rows times some panels of columns.
///
/// A left operand is read again for each panel. Where steps of k are far apart in it, as in the gradient of a weight, no
/// processor foresees where the next one lies, and few of their cache lines find room in the first-level cache: a piece of such
/// rows then serves several panels, while the second-level cache has it.
struct UnitBlock {
  let rows: Int
  let panels: Int

  /// Units that threads share evenly enough.
  private static let fewUnits = 12
  /// Panels whose results, beside the operands, stay in the second-level cache from piece to piece.
  private static let mostPanels = 4
  /// The longest distance, in bytes, that the first-level cache's prefetchers follow (Intel 64 and IA-32 Architectures
  /// Optimization Reference Manual, on the stride prefetcher).
  private static let foreseen = 2048

  /// A block of one panel, a piece of which stays in the first-level cache for eight tiles.
  init(_ tile: Tile) { (rows, panels) = (tile.rows * 8, 1) }

  /// - Parameter step: from a step of k to the next in a left operand that is read where it lies, in bytes.
  init(_ shape: MatrixShape, _ tile: Tile, step: Int?) {
    let one = UnitBlock(tile)
    guard let step, step > Self.foreseen, let columns = MatrixShape.count(shape.columns).constant,
      let rows = MatrixShape.count(shape.rows).constant
    else {
      self = one
      return
    }
    let all = (columns + tile.width - 1) / tile.width, blocks = (rows + one.rows - 1) / one.rows
    let fitting = (1...Self.mostPanels).filter { all % $0 == 0 && blocks * all / $0 >= Self.fewUnits }
    (self.rows, panels) = (one.rows, fitting.last ?? 1)
  }
}
