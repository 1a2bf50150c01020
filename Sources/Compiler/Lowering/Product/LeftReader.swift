import LoopIR

/// How tiles read the left operand: from its panels, or where it lies.
struct LeftReader {
  private let product: MatrixProductLowering
  private let nest: NestBuilder
  private let panels: MatrixPanels?
  private let address: OperandAddress?
  let buffer: Buffer
  /// Asks for the next tile's rows.
  let nextRows: RowPrefetch?

  init?(_ product: MatrixProductLowering, _ nest: NestBuilder, packed: Int?) {
    (self.product, self.nest) = (product, nest)
    if let packed {
      guard let rows = product.leftPanels else { return nil }
      (panels, address, buffer) = (rows, nil, nest.parameter(packed, rows.element, hint: "packed_rows"))
    } else {
      guard let source = StridedProbe(nest: nest).access(product.shape.left) else { return nil }
      (panels, buffer) = (nil, source.buffer)
      address = OperandAddress(source, nest.graph.type(product.shape.left), nest)
    }
    nextRows = RowPrefetch(address, buffer, product.shape, product.tile)
  }

  /// Where each row of a tile begins. Rows beyond the last repeat it; they are not stored.
  func starts(batch: Expression, row: Expression) -> [Expression] {
    let count = product.tile.rows
    if let panels {
      let first = nest.bindIndex("a", panels.start(batch, row / .integer(count), nest))
      return (0..<count).map { first + .integer($0 * product.shape.grain) }
    }
    let rows = MatrixShape.count(product.shape.rows)
    let isWhole = rows.constant.map { $0 % count == 0 } ?? false
    return (0..<count).map { r in
      let clamped = r == 0 || isWhole ? row + .integer(r) : Expression.minimum(row + .integer(r), nest.size(rows) - 1)
      return nest.bindIndex("a\(r)", address!.offset(of: [(product.shape.batch, batch), (product.shape.rows, clamped)]))
    }
  }

  /// The distance of a step of k from the start.
  func step(_ k: Expression) -> Expression {
    address?.offset(of: [(product.shape.summed, k)], absolute: false) ?? k * .integer(product.tile.rows)
  }
}
