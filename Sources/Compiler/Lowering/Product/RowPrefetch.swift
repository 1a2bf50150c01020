import GraphIR
import LoopIR

/// How a product of few columns asks for the rows of its next tile, a share at each step of k.
///
/// With one panel of columns each row is read once, in as many places at once as a tile has rows, and there are too few
/// multiply-adds to wait behind.
struct RowPrefetch {
  private let buffer: Buffer
  private let rows: Int
  /// From a tile's rows to the next one's.
  private let distance: Expression

  /// Nil where there is more than one panel, and where rows do not follow each other without gaps.
  init?(_ address: OperandAddress?, _ buffer: Buffer, _ shape: MatrixShape, _ tile: Tile) {
    guard let address, shape.batch.isEmpty, let steps = MatrixShape.count(shape.summed).constant, tile.rows > 1,
      let columns = MatrixShape.count(shape.columns).constant, columns <= tile.width, address.isContiguous(shape.summed),
      address.stride(of: shape.rows)?.constant == steps
    else { return nil }
    (self.buffer, rows, distance) = (buffer, tile.rows, .integer(tile.rows * steps))
  }

  /// - Parameters:
  ///   - start: where the tile's first row begins.
  ///   - k: the step.
  func ask(_ nest: NestBuilder, start: Expression, k: Expression) {
    nest.append(.prefetch(buffer, (start + distance + k * .integer(rows)).simplifiedIndex))
  }
}
