import GraphIR
import LoopIR

/// Rows in pieces that are summed side by side, each from end to end, and then added in order. How many there are depends on
/// the number of rows alone.
struct RowPieces {
  static let most = 16
  /// Rows that are worth a piece.
  private static let least = 32

  /// The axes that rows are counted along.
  let rows: [Axis]

  /// Whether there may be more than one piece.
  var isWorthIt: Bool { total.constant.map { $0 >= 2 * Self.least } ?? true }
  private var total: Dim { MatrixShape.count(rows) }

  func count(_ nest: NestBuilder) -> Expression {
    .maximum(1, .minimum(.integer(Self.most), nest.size(total) / .integer(Self.least)))
  }

  /// Opens the loop over a piece's rows.
  func open(_ piece: Expression, _ nest: NestBuilder) -> Expression {
    let limits = [("first_row", piece), ("last_row", piece + 1)].map { nest.bindIndex($0, nest.size(total) * $1 / count(nest)) }
    return nest.open(Loop(nest.fresh("row"), from: limits[0], to: limits[1], body: []))
  }
}
