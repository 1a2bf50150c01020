import GraphIR
import LoopIR

/// The register tile of a product: `rows` broadcast elements times `vectors` vectors.
struct Tile {
  let rows: Int
  let vectors: Int
  let lanes: Int
  var width: Int { vectors * lanes }

  /// As many accumulators as leave registers for the operands; the number of vectors that pads the columns least. Where several
  /// do, three: a panel of them stays in the first-level cache with longer rows than one of four, and costs fewer loads a sum
  /// than one of two. With few steps there are few loads, and the widest tile goes through memory in the longest runs.
  init(columns: Dim, rows total: Dim, hasFewSteps: Bool, lanes: Int, registers: Int) {
    let order = registers < 32 ? [2, 1] : hasFewSteps ? [4, 3, 2, 1] : [3, 4, 2, 1]
    let needed = columns.constant.map { $0.dividedUp(by: lanes) } ?? order[0]
    // The first of the best ones.
    let vectors = order.filter { $0 <= max(needed, 1) }.min { needed.roundedUp(to: $0) < needed.roundedUp(to: $1) }!
    self.vectors = vectors
    let fitting = min((registers - 1 - vectors) / vectors, 14)
    // Eight rows of three vectors leave room for operand loads, ten of one for where each row lies; more rows than there are
    // would be wasted.
    let preferred = registers >= 32 ? [0, 10, 12, 8, 6][vectors] : [0, 10, 6][vectors]
    let limit = max(1, min(preferred, fitting))
    // Shared out evenly: eight rows go as four and four rather than six and two.
    rows = total.constant.map { count in
      let tiles = max(1, count.dividedUp(by: limit))
      return max(1, count.dividedUp(by: tiles))
    } ?? limit
    self.lanes = lanes
  }

  /// A tile of all rows; nil if there are too many for one, or if the columns are not whole tiles.
  init?(columns: Dim, allRows: Dim, lanes: Int, registers: Int) {
    guard let rows = allRows.constant, let columns = columns.constant else { return nil }
    let fitting = (1...4).filter { rows * $0 + $0 + 1 <= registers && columns % ($0 * lanes) == 0 }
    guard let most = fitting.last else { return nil }
    (self.rows, vectors, self.lanes) = (rows, most, lanes)
  }
}
