import GraphIR
import LoopIR

/// A matrix product with packed columns, register tiles and whatever is computed from its result fused in.
///
/// The right operand is packed into panels, unless there are so few rows that each is read only once; so is the left one where
/// its summed axis does not lie in one piece, as in the gradient of a weight. The kernel takes units of a block of rows times a
/// panel, tile by tile, each summed in registers; a long summed axis goes piece by piece, so that the panel's piece stays in a
/// core's caches for all tiles of the block (Goto & van de Geijn 2008). The order of summation is that of k, whatever the
/// number of threads.
struct MatrixProductLowering {
  let shared: GroupLowering
  let group: FusionPlan.Group
  let shape: MatrixShape
  let tile: Tile
  private let isRightInPlace: Bool
  var root: Value { group.roots[0] }
  var graph: Graph { shared.graph }
  /// Length of the pieces of a long summed axis.
  var piece: Int { 512 * shape.grain }

  init(_ shared: GroupLowering, _ group: FusionPlan.Group, _ shape: MatrixShape) {
    (self.shared, self.group, self.shape) = (shared, group, shape)
    let tall = Self.tileOfAllRows(shared, shape)
    isRightInPlace = tall != nil
    tile = tall ?? Tile(
      columns: MatrixShape.count(shape.columns), rows: shape.isShort ? 1 : MatrixShape.count(shape.rows),
      hasFewSteps: shape.hasFewSteps, lanes: shared.target.lanes, registers: shared.target.registers)
  }

  /// The columns as tiles take them.
  var columnPanels: MatrixPanels {
    MatrixPanels(shared: shared, shape: shape, operand: shape.right, axes: shape.columns, width: tile.width)
  }

  /// The rows as tiles take them.
  var rowPanels: MatrixPanels {
    MatrixPanels(shared: shared, shape: shape, operand: shape.left, axes: shape.rows, width: tile.rows)
  }

  /// The right operand's panels; nil if it is read where it lies.
  var rightPanels: MatrixPanels? { isRightInPlace ? nil : columnPanels }

  /// A tile of all rows, with which each panel is read once: a copy of them would be of no use. Nil where there are too many
  /// rows, or where a panel's columns do not lie side by side.
  private static func tileOfAllRows(_ shared: GroupLowering, _ shape: MatrixShape) -> Tile? {
    let nest = shared.builder(), (columns, rows) = (MatrixShape.count(shape.columns), MatrixShape.count(shape.rows))
    guard shape.grain == 1, shape.diagonalBlock == nil,
      let tile = Tile(columns: columns, allRows: rows, lanes: shared.target.lanes, registers: shared.target.registers),
      let source = StridedProbe(nest: nest).access(shape.right),
      OperandAddress(source, shared.graph.type(shape.right), nest).isContiguous(shape.columns)
    else { return nil }
    return tile
  }

  /// The left operand's panels; nil if it is read where it lies: because its summed axis lies in one piece, or because few
  /// panels of columns would make use of a copy, which goes to memory and back.
  var leftPanels: MatrixPanels? {
    let nest = shared.builder()
    guard let source = StridedProbe(nest: nest).access(shape.left) else { return nil }
    let address = OperandAddress(source, graph.type(shape.left), nest)
    if address.isContiguous(shape.summed) { return nil }
    if shape.grain == 1, let columns = MatrixShape.count(shape.columns).constant, isReadInPlace(address, columns) { return nil }
    return rowPanels
  }

  /// Whether a row's parts for the blocks along a diagonal lie side by side.
  var readsWholeBlocks: Bool {
    let nest = shared.builder()
    guard let source = StridedProbe(nest: nest).access(shape.left) else { return false }
    return OperandAddress(source, graph.type(shape.left), nest).isContiguous([shape.columns[0]] + shape.summed)
  }

  /// Whether a left operand whose summed axis does not lie in one piece costs less where it lies than a copy does.
  ///
  /// Each panel of columns reads it once more. Where rows lie side by side, a step of k has them in a cache line or two; the
  /// farther apart the steps, the fewer of these lines stay in the first-level cache.
  private func isReadInPlace(_ address: OperandAddress, _ columns: Int) -> Bool {
    if columns < 2 * tile.width { return true }
    guard address.isContiguous(shape.rows), let step = address.offset(of: [(shape.summed, 1)], absolute: false).constant
    else { return false }
    return columns * step * shape.element.byteCount < Self.readAgain
  }

  /// Bytes from step to step, times columns, from which on a copy is worth it.
  private static let readAgain = 1 << 20

  /// - Parameters:
  ///   - right: where the right operand's panels lie, if it has any.
  ///   - left: where the left operand's panels lie, if it has any.
  ///   - pieces: where the sums of tiles go, if there are `totals`.
  func multiply(name: String, right: Int?, left: Int?, pieces: Int?) -> LoweredKernel? {
    let nest = shared.builder()
    guard let leftReader = LeftReader(self, nest, packed: left),
      let rightReader = OperandReader(columnPanels, nest, packed: right)
    else { return nil }
    let walk = TileWalk(shape, tile, columnPanels, isLong: isLong, step: leftReader.stepInPlace, nest)
    let prefetch = PanelPrefetch(columnPanels, rightReader, tile, tiles: walk.tilesPerPanel)
    let steps = nest.size(MatrixShape.count(shape.summed))
    if isLong {
      let results = Buffer(nest.fresh("tiles").name, shape.element, localCount: walk.block.panels * walk.block.rows * tile.width)
      nest.allocate(results, zeroed: true)
      let first = nest.open(Loop(nest.fresh("first_k"), from: 0, to: steps, step: piece, body: []))
      let last = nest.bindIndex("last_k", .minimum(steps, first + .integer(piece)))
      walk.overTiles {
        let requests = (prefetch, resultPrefetch(nest, $0, results, at: $0.local, pieces))
        sum(nest, requests, $0, leftReader, rightReader, (first, last), into: results, at: $0.local, isContinued: true)
      }
      nest.close()
      walk.overTiles { finish(nest, $0, results, at: $0.local, pieces) }
    } else {
      walk.overTiles { place in
        let results = Buffer(nest.fresh("tile").name, shape.element, localCount: tile.rows * tile.width)
        nest.append(.allocate(results))
        let requests = (prefetch, resultPrefetch(nest, place, results, at: 0, pieces))
        sum(nest, requests, place, leftReader, rightReader, (0, steps), into: results, at: 0, isContinued: false)
        finish(nest, place, results, at: 0, pieces)
      }
    }
    nest.close()
    return nest.finish(name: name, units: walk.units, requests: shape.hasFewSteps ? .operandsAndResults : .none)
  }

  /// The sums over all that is computed, if there are any.
  var totals: ProductTotals? { ProductTotals(self) }

  /// Whether the summed axis is walked in pieces: a panel of fewer steps comes as fast from the second-level cache, and its sums
  /// stay in registers to the end.
  private var isLong: Bool { (MatrixShape.count(shape.summed).constant ?? .max) > piece * 3 }
}
