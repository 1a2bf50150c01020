import GraphIR
import LoopIR

/// Sums over all that is computed from a product, as of the squares of a weight's gradient.
///
/// Each tile adds its own elements while they are in registers, and a second kernel adds the tiles, in order: what is summed
/// needs no memory, and is not read again.
struct ProductTotals {
  private struct Total {
    let summed, result: Value
  }

  private let shared: GroupLowering
  private let totals: [Total]
  /// How many tiles a product has.
  private let tiles: Int

  /// Nil where a group has no such sums.
  init?(_ product: MatrixProductLowering) {
    shared = product.shared
    let graph = product.graph
    func summed(by root: Value) -> Value? {
      product.shared.isReduction(root) ? graph.nodes[root.node].inputs[0] : nil
    }
    totals = product.group.roots.compactMap { result in
      summed(by: result).flatMap { summed(by: $0) }.map { Total(summed: $0, result: result) }
    }
    let (shape, tile) = (product.shape, product.tile)
    guard !totals.isEmpty, let rows = MatrixShape.count(shape.rows).constant,
      let columns = MatrixShape.count(shape.columns).constant
    else { return nil }
    tiles = rows.dividedUp(by: tile.rows) * columns.dividedUp(by: tile.width)
  }

  /// Elements of the sums of all tiles.
  var count: Dim { Dim(totals.count * tiles) }

  /// Declares the sums of a tile.
  func begin(_ nest: NestBuilder) -> [Variable] { totals.map { _ in nest.declare("sum", .f32, .number(0, .f32)) } }

  /// Adds what has just been computed at an index.
  func add(_ nest: NestBuilder, at index: [Expression], to sums: [Variable]) {
    for (total, sum) in zip(totals, sums) { nest.append(.accumulate(sum, .sum, nest.element(total.summed, at: index))) }
  }

  /// Stores the sums of a tile.
  func end(_ nest: NestBuilder, _ sums: [Variable], tile: Expression, into storage: Int) {
    let pieces = nest.parameter(storage, .f32, hint: "pieces")
    for (number, sum) in sums.enumerated() {
      nest.store(pieces, (.integer(number * tiles) + tile).simplifiedIndex, .variable(sum))
    }
  }

  /// The kernel that adds the tiles.
  func addTiles(name: String, from storage: Int) -> LoweredKernel {
    let nest = shared.builder(), pieces = nest.parameter(storage, .f32, hint: "pieces")
    let sums = begin(nest)
    for (number, sum) in sums.enumerated() {
      let tile = nest.open("tile", to: .integer(tiles), kind: .vector)
      nest.append(.accumulate(sum, .sum, .load(pieces, (.integer(number * tiles) + tile).simplifiedIndex)))
      nest.close()
    }
    for (total, sum) in zip(totals, sums) { nest.store(nest.buffer(total.result)!, 0, .variable(sum)) }
    return nest.finish(name: name)
  }
}
