import LoopIR

/// How tiles read an operand of a product: from its panels, or where it lies.
struct OperandReader {
  let buffer: Buffer
  /// Nil where it is packed.
  let address: OperandAddress?
  private let panels: MatrixPanels
  private let nest: NestBuilder

  /// - Parameters:
  ///   - panels: the operand as tiles take it, packed or not.
  ///   - packed: where the panels lie, if it is packed.
  init?(_ panels: MatrixPanels, _ nest: NestBuilder, packed: Int?) {
    (self.panels, self.nest) = (panels, nest)
    if let packed {
      (address, buffer) = (nil, nest.parameter(packed, panels.element, hint: panels.isLeft ? "packed_rows" : "packed"))
    } else {
      guard let source = StridedProbe(nest: nest).access(panels.operand) else { return nil }
      (address, buffer) = (OperandAddress(source, nest.graph.type(panels.operand), nest), source.buffer)
    }
  }

  /// Where a panel begins.
  func start(_ batch: Expression, _ panel: Expression) -> Expression {
    guard let address else { return panels.start(batch, panel, nest) }
    return address.offset(of: [(panels.shape.batch, batch), (panels.axes, panel * .integer(panels.width))])
  }

  /// The distance of a step of k from the start.
  func step(_ k: Expression) -> Expression {
    address?.offset(of: [(panels.shape.summed, k)], absolute: false) ?? k * .integer(panels.width)
  }
}
