import GraphIR
import LoopIR

/// The order in which a matrix product goes through its tiles, and the units of work that parts share.
///
/// As a rule a unit is a block of rows times a panel of columns. Where the panels of all columns stay in the cache, it is
/// one row of tiles: what lies in memory is then read and written from end to end, which products over few steps wait for.
struct TileWalk {
  /// A tile's place: its batch entry, first row, the panel of its columns, and where it lies in an array of the results of
  /// all tiles that a unit computes with the same panel.
  struct Place {
    let batch, row, panel, local: Expression
  }

  /// What panels may take of the first-level and of the second-level cache, in bytes.
  static let firstCache = 32 << 10
  static let secondCache = 128 << 10

  let units: Expression
  /// Tiles that a unit goes through with the same panel, as far as is known: pieces of a stream are short.
  let tilesPerPanel: Int
  private let nest: NestBuilder
  private let tile: Tile
  private let firstRow, count: Expression
  /// The place of a unit's tiles; nil if a unit has those of all batch entries and panels.
  private let fixed: (batch: Expression, panel: Expression)?
  private let batches, panels: Expression

  /// Opens the loop over units.
  init(_ shape: MatrixShape, _ tile: Tile, _ right: MatrixPanels, isLong: Bool, _ nest: NestBuilder) {
    (self.nest, self.tile) = (nest, tile)
    (batches, panels) = (nest.size(MatrixShape.count(shape.batch)), right.panels(nest))
    let batchLiesInRows = shape.batchLiesInRows(nest.graph)
    let isRowOfTiles = !isLong
      && (batchLiesInRows ? right.fit(in: Self.secondCache) : shape.batch.isEmpty && right.fit(in: Self.firstCache))
    let block = isRowOfTiles ? tile.rows : tile.block
    let rows = MatrixShape.count(shape.rows).constant ?? (nest.graph.runsPieceByPiece ? 1 : block)
    tilesPerPanel = (min(rows, block) + tile.rows - 1) / tile.rows
    let blocks = nest.size(MatrixShape.count(shape.rows)).dividedUp(by: block)
    units = isRowOfTiles ? blocks : batches * blocks * panels
    let unit = nest.open("unit", to: units, kind: .part)
    var number = unit
    if isRowOfTiles {
      fixed = nil
    } else {
      let panel = nest.bindIndex("panel", unit % panels)
      let rest = unit / panels
      let batch = batchLiesInRows ? rest % batches : rest / blocks
      fixed = (batches == 1 ? 0 : nest.bindIndex("batch", batch), panel)
      number = batchLiesInRows ? rest / batches : rest % blocks
    }
    firstRow = shape.rows.isEmpty ? 0 : nest.bindIndex("first_row", number * .integer(block))
    count = nest.extent(block, from: firstRow, of: MatrixShape.count(shape.rows))
  }

  /// Goes through the tiles of a unit.
  func overTiles(_ body: (Place) -> Void) {
    if let fixed {
      let row = nest.open(Loop(nest.fresh("row"), from: firstRow, to: firstRow + count, step: tile.rows, body: []))
      body(Place(batch: fixed.batch, row: row, panel: fixed.panel, local: (row - firstRow) * .integer(tile.width)))
      return nest.close()
    }
    let sizes = [("batch", batches), ("panel", panels)]
    let indices = sizes.map { $1 == 1 ? 0 : nest.open($0, to: $1) }
    body(Place(batch: indices[0], row: firstRow, panel: indices[1], local: 0))
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
