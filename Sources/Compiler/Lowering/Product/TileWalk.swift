import GraphIR
import LoopIR

/// The order in which a matrix product goes through its tiles, and the units of work that parts share.
///
/// As a rule a unit is a block of rows times a panel of columns, or several. Where the panels of all columns stay in the cache,
/// it is one row of tiles: what lies in memory is then read and written from end to end, which products over few steps wait for.
struct TileWalk {
  /// A tile's place: its batch entry, first row, the panel of its columns, and where it lies in arrays of the results of all
  /// tiles that a unit computes, and of those with the same panel.
  struct Place {
    let batch, row, panel, local, inPanel: Expression
    /// The panel that the unit reads next: in the same piece of the summed axis, or in the one after.
    let next: (panel: Expression, piece: Expression)
  }

  /// What panels may take of the first-level and of the second-level cache, in bytes. The second will do for products that wait
  /// for memory.
  static let firstCache = 32 << 10
  static let secondCache = 128 << 10

  let units: Expression
  /// Tiles that a unit goes through with the same panel, as far as is known: pieces of a stream are short.
  let tilesPerPanel: Int
  /// What a unit computes, where it is not one row of tiles.
  let block: UnitBlock
  private let nest: NestBuilder
  private let tile: Tile
  private let firstRow, count: Expression
  /// The place of a unit's tiles; nil if a unit has those of all batch entries and panels.
  private let fixed: (batch: Expression, firstPanel: Expression)?
  private let batches, panels: Expression

  /// Opens the loop over units.
  ///
  /// - Parameters:
  ///   - isLong: whether the summed axis is walked in pieces.
  ///   - step: from a step of k to the next in a left operand that is read where it lies, in bytes.
  init(_ shape: MatrixShape, _ tile: Tile, _ right: MatrixPanels, isLong: Bool, step: Int?, _ nest: NestBuilder) {
    (self.nest, self.tile) = (nest, tile)
    (batches, panels) = (nest.size(MatrixShape.count(shape.batch)), right.panels(nest))
    let batchLiesInRows = shape.batchLiesInRows(nest.graph)
    let near = batchLiesInRows || shape.hasFewSteps ? Self.secondCache : Self.firstCache
    let isRowOfTiles = !isLong && (batchLiesInRows || shape.batch.isEmpty) && right.fit(in: near)
    block = UnitBlock(shape, tile, step: isLong ? step : nil)
    let rowsPerUnit = isRowOfTiles ? tile.rows : block.rows
    let rows = MatrixShape.count(shape.rows).constant ?? (nest.graph.runsPieceByPiece ? 1 : rowsPerUnit)
    tilesPerPanel = min(rows, rowsPerUnit).dividedUp(by: tile.rows)
    let blocks = nest.size(MatrixShape.count(shape.rows)).dividedUp(by: rowsPerUnit)
    let groups = panels / .integer(block.panels)
    units = isRowOfTiles ? blocks : batches * blocks * groups
    let unit = nest.open("unit", to: units, kind: .part)
    var number = unit
    if isRowOfTiles {
      fixed = nil
    } else {
      let panel = nest.bindIndex(block.panels > 1 ? "first_panel" : "panel", unit % groups * .integer(block.panels))
      let rest = unit / groups
      let batch = batchLiesInRows ? rest % batches : rest / blocks
      fixed = (batches == 1 ? 0 : nest.bindIndex("batch", batch), panel)
      number = batchLiesInRows ? rest / batches : rest % blocks
    }
    firstRow = shape.rows.isEmpty ? 0 : nest.bindIndex("first_row", number * .integer(rowsPerUnit))
    count = nest.extent(rowsPerUnit, from: firstRow, of: MatrixShape.count(shape.rows))
  }

  /// Goes through the tiles of a unit.
  func overTiles(_ body: (Place) -> Void) {
    if let fixed {
      let panels = Expression.integer(block.panels)
      let turn = block.panels > 1 ? nest.open("turn", to: panels) : 0
      let row = nest.open(Loop(nest.fresh("row"), from: firstRow, to: firstRow + count, step: tile.rows, body: []))
      let inPanel = (row - firstRow) * .integer(tile.width)
      body(Place(
        batch: fixed.batch, row: row, panel: fixed.firstPanel + turn,
        local: turn * .integer(block.rows * tile.width) + inPanel, inPanel: inPanel,
        next: (fixed.firstPanel + (turn + 1) % panels, (turn + 1) / panels)))
      return nest.close(block.panels > 1 ? 2 : 1)
    }
    let sizes = [("batch", batches), ("panel", panels)]
    let indices = sizes.map { $1 == 1 ? 0 : nest.open($0, to: $1) }
    body(Place(batch: indices[0], row: firstRow, panel: indices[1], local: 0, inPanel: 0, next: (indices[1], 1)))
    nest.close(sizes.filter { $0.1 != 1 }.count)
  }
}

extension MatrixShape {
  /// Whether each row of the left operand holds all products side by side, as where a linear map has groups: then rows are
  /// used for all of them before the next ones, while they are in the cache.
  fileprivate func batchLiesInRows(_ graph: Graph) -> Bool {
    let names = graph.type(left).names
    func last(_ axes: [Axis]) -> Int { axes.compactMap { names.firstIndex(of: $0.name) }.max() ?? -1 }
    return last(batch) > last(rows)
  }
}

extension MatrixPanels {
  func fit(in bytes: Int) -> Bool { count.constant.map { $0 * element.byteCount <= bytes } ?? false }
}
