import GraphIR
import LoopIR

/// How tiles read the left operand, a row at a time.
struct LeftReader {
  private let product: MatrixProductLowering
  private let nest: NestBuilder
  private let operand: OperandReader
  /// Asks for the next tile's rows.
  let nextRows: RowPrefetch?
  var buffer: Buffer { operand.buffer }
  /// From a step of k to the next in bytes, where it is known and the operand is read where it lies.
  var stepInPlace: Int? {
    operand.address?.stride(of: product.shape.summed)?.constant.map { $0 * product.shape.element.byteCount }
  }
  /// From a row to one that is read soon, elements: the next tile's, or a few rows on. Nil if rows are not read where they lie.
  var distanceAhead: Int? {
    operand.address?.stride(of: product.shape.rows)?.constant.map { $0 * max(product.tile.rows, PrefetchRows.rows) }
  }

  init?(_ product: MatrixProductLowering, _ nest: NestBuilder, packed: Int?) {
    guard let operand = OperandReader(product.rowPanels, nest, packed: packed) else { return nil }
    (self.product, self.nest, self.operand) = (product, nest, operand)
    nextRows = RowPrefetch(operand.address, operand.buffer, product.shape, product.tile)
  }

  /// Where each row of a tile begins. Rows beyond the last repeat it; they are not stored.
  func starts(batch: Expression, row: Expression) -> [Expression] {
    let count = product.tile.rows
    guard let address = operand.address else {
      let first = nest.bindIndex("a", operand.start(batch, row / .integer(count)))
      return (0..<count).map { first + .integer($0 * product.shape.grain) }
    }
    return (0..<count).map { r in
      let place = r == 0 || isWhole ? row + .integer(r) : Expression.minimum(row + .integer(r), nest.size(rows) - 1)
      return nest.bindIndex("a\(r)", address.offset(of: [(product.shape.batch, batch), (product.shape.rows, place)]))
    }
  }

  /// Where each row of a tile begins if there are as many: at fixed distances, which take no registers. Nil if `starts` are
  /// such already, or if there are none.
  func startsOfWhole(batch: Expression, row: Expression) -> (isWhole: Expression, starts: [Expression])? {
    guard !isWhole, product.tile.rows > 1, let address = operand.address, let stride = address.stride(of: product.shape.rows),
      stride.constant != nil
    else { return nil }
    let first = nest.bindIndex("a", address.offset(of: [(product.shape.batch, batch), (product.shape.rows, row)]))
    let starts = (0..<product.tile.rows).map { (first + stride * .integer($0)).simplifiedIndex }
    return (.compare(.lt, row + .integer(product.tile.rows - 1), nest.size(rows)), starts)
  }

  private var rows: Dim { MatrixShape.count(product.shape.rows) }
  /// Whether all tiles are known to have all their rows.
  private var isWhole: Bool { rows.constant.map { $0 % product.tile.rows == 0 } ?? false }

  /// The distance of a step of k from the start.
  func step(_ k: Expression) -> Expression { operand.step(k) }

  /// Steps of k by which a tile asks for rows in which each of them is in a line of its own.
  private static let stepsAhead = 24

  /// Asks for a later step of a tile's rows, where prefetchers come late or, beyond a page's end, not at all.
  func ask(start: Expression, k: Expression) {
    guard let distance = stepInPlace, distance > Buffer.cacheLine else { return }
    nest.append(.prefetch(buffer, (start + step(k + .integer(Self.stepsAhead))).simplifiedIndex))
  }
}
