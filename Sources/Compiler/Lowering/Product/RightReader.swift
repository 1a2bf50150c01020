import LoopIR

/// How tiles read the right operand: from its panels, or where it lies.
struct RightReader {
  private let panels: MatrixPanels
  private let shape: MatrixShape
  private let nest: NestBuilder
  private let address: OperandAddress?
  let buffer: Buffer

  init?(_ product: MatrixProductLowering, _ nest: NestBuilder, packed: Int?) {
    (shape, panels, self.nest) = (product.shape, product.columnPanels, nest)
    if let packed {
      (address, buffer) = (nil, nest.parameter(packed, panels.element, hint: "packed"))
    } else {
      guard let source = StridedProbe(nest: nest).access(product.shape.right) else { return nil }
      (address, buffer) = (OperandAddress(source, nest.graph.type(product.shape.right), nest), source.buffer)
    }
  }

  /// Where a panel begins.
  func start(_ batch: Expression, _ panel: Expression) -> Expression {
    guard let address else { return panels.start(batch, panel, nest) }
    return address.offset(of: [(shape.batch, batch), (shape.columns, panel * .integer(panels.width))])
  }

  /// The distance of a step of k from the start.
  func step(_ k: Expression) -> Expression {
    address?.offset(of: [(shape.summed, k)], absolute: false) ?? k * .integer(panels.width)
  }
}
