import GraphIR
import LoopIR

/// A contraction seen as a matrix product: which axes count as rows, columns and summed, and where the operands lie.
///
/// The output's last axis belongs to the columns, so that results are stored in whole vectors.
struct MatrixShape {
  let left: Value
  let right: Value
  let batch: [Axis]
  let rows: [Axis]
  let columns: [Axis]
  let summed: [Axis]

  init?(_ graph: Graph, _ root: Value) {
    let output = graph.type(root)
    let operands = graph.nodes[root.node].inputs
    guard let last = output.axes.last, output.element == .f32 else { return nil }
    let swapped = graph.type(operands[1]).axis(last.name) == nil
    (left, right) = swapped ? (operands[1], operands[0]) : (operands[0], operands[1])
    let (a, b) = (graph.type(left), graph.type(right))
    if a.axis(last.name) != nil { return nil }
    batch = output.axes.filter { a.axis($0.name) != nil && b.axis($0.name) != nil }
    rows = output.axes.filter { a.axis($0.name) != nil && b.axis($0.name) == nil }
    columns = output.axes.filter { a.axis($0.name) == nil }
    summed = a.axes.filter { output.axis($0.name) == nil }
    if summed.isEmpty { return nil }
  }

  static func count(_ axes: [Axis]) -> Dim { axes.reduce(1) { $0 * $1.size } }
}
