import GraphIR
import LoopIR

/// What becomes of a tile's sums.
extension MatrixProductLowering {
  /// Requests for the memory that `finish` reads and writes.
  func resultPrefetch(
    _ nest: NestBuilder, _ place: TileWalk.Place, _ results: Buffer, at start: Expression, _ pieces: Int?
  ) -> ResultPrefetch? {
    let ending = nest.preview { finish(nest, place, results, at: start, pieces) }
    let steps = MatrixShape.count(shape.summed).constant.map { min($0, piece) } ?? piece
    return ResultPrefetch(ending, tile, steps: steps)
  }

  /// Computes and stores the group's roots from a tile.
  ///
  /// - Parameter pieces: where the sums of tiles go, if there are `totals`.
  func finish(_ nest: NestBuilder, _ place: TileWalk.Place, _ results: Buffer, at start: Expression, _ pieces: Int?) {
    let (rows, columns) = (MatrixShape.count(shape.rows), MatrixShape.count(shape.columns))
    let firstColumn = place.panel * .integer(tile.width)
    let totals = self.totals, sums = totals?.begin(nest) ?? []
    let r = nest.open("r", to: nest.extent(tile.rows, from: place.row, of: rows))
    let n = nest.open("n", to: nest.extent(tile.width, from: firstColumn, of: columns), kind: storesWholeVectors ? .vector : .serial)
    let (row, column) = (place.row + r, firstColumn + n)
    let byAxis = [(shape.batch, place.batch), (shape.rows, row), (shape.columns, column)].flatMap { axes, flat in
      Array(zip(axes.map(\.name), TensorType(.f32, axes).delinearized(flat, size: nest.size)))
    }
    let index = group.domain.map { axis in byAxis.first { $0.0 == axis.name }!.1.simplifiedIndex }
    for root in group.roots where !shared.isReduction(root) {
      let value = root == self.root
        ? nest.bind(.load(results, (start + r * .integer(tile.width) + n).simplifiedIndex)) : nest.computed(root, at: index)
      nest.define(root, at: index, as: value)
      if let buffer = nest.buffer(root) {
        let inPanel = shared.panels(root).map { $0.start(place.batch, place.panel, nest) + row * .integer(tile.width) + n }
        nest.store(buffer, inPanel?.simplifiedIndex ?? storePosition(root, place.batch, row, column, nest), value)
      }
    }
    totals?.add(nest, at: index, to: sums)
    nest.close(2)
    if let pieces {
      let tile = place.row / .integer(tile.rows) * columnPanels.panels(nest) + place.panel
      totals?.end(nest, sums, tile: tile, into: pieces)
    }
  }

  /// Whether neighbouring columns are at a fixed distance in every result: no other axis lies between those of the columns.
  private var storesWholeVectors: Bool {
    group.roots.filter { shared.storage($0) != nil && !shared.isReduction($0) }.allSatisfy { root in
      let positions = shape.columns.compactMap { graph.type(root).position(of: $0.name) }
      return zip(positions, positions.dropFirst()).allSatisfy { $1 == $0 + 1 }
    }
  }

  /// Where an element of a contiguous output goes, without taking merged axes apart.
  private func storePosition(
    _ root: Value, _ batch: Expression, _ row: Expression, _ column: Expression, _ nest: NestBuilder
  ) -> Expression {
    let type = graph.type(root)
    let access = StridedAccess(
      buffer: nest.buffer(root)!, offset: 0, strides: type.strides.map { nest.size($0) })
    return OperandAddress(access, type, nest).offset(of: [(shape.batch, batch), (shape.rows, row), (shape.columns, column)])
      .simplifiedIndex
  }
}
