import GraphIR
import LoopIR

/// A contraction seen as a matrix product: which axes count as rows, columns and summed, and where the operands lie.
///
/// The output's last axis belongs to the columns, so that results are stored in whole vectors. Products of bytes are taken
/// four at a time: their summed axis has a multiple of four steps.
struct MatrixShape {
  let left: Value
  let right: Value
  let batch: [Axis]
  let rows: [Axis]
  let columns: [Axis]
  let summed: [Axis]
  /// What sums are kept in.
  let element: ElementType
  /// Steps along the summed axis that lie side by side in panels and go into one product.
  var grain: Int { element == .i32 ? 4 : 1 }

  init?(_ graph: Graph, _ root: Value) {
    let output = graph.type(root)
    let operands = graph.nodes[root.node].inputs
    guard let last = output.axes.last, output.element == .f32 || output.element == .i32 else { return nil }
    element = output.element
    let swapped = graph.type(operands[1]).axis(last.name) == nil
    (left, right) = swapped ? (operands[1], operands[0]) : (operands[0], operands[1])
    let (a, b) = (graph.type(left), graph.type(right))
    if a.axis(last.name) != nil { return nil }
    batch = output.axes.filter { a.axis($0.name) != nil && b.axis($0.name) != nil }
    rows = output.axes.filter { a.axis($0.name) != nil && b.axis($0.name) == nil }
    columns = output.axes.filter { a.axis($0.name) == nil }
    summed = a.axes.filter { output.axis($0.name) == nil }
    if summed.isEmpty || !Self.count(summed).isMultiple(of: Dim(grain)) { return nil }
  }

  static func count(_ axes: [Axis]) -> Dim { axes.reduce(1) { $0 * $1.size } }
}
