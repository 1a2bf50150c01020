import GraphIR
import LoopIR

/// A contraction seen as a matrix product: which axes count as rows, columns and summed, and where the operands lie.
///
/// The output's last axis belongs to the columns, so that results are stored in whole vectors. Products of bytes are taken
/// four at a time: their summed axis has a multiple of four steps.
struct MatrixShape {
  let left: Value
  let right: Value
  private(set) var batch: [Axis]
  let rows: [Axis]
  private(set) var columns: [Axis]
  let summed: [Axis]
  /// The size of square blocks along the diagonal of a matrix that is zero elsewhere. Column n is that of block n / size, whose
  /// part of a row it is multiplied with; blocks are columns, and the summed axis has the steps of one.
  private(set) var diagonalBlock: Int?
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

  /// A product along whose one batch axis lie small matrices, as one with a block-diagonal matrix, if whole vectors hold whole
  /// blocks; nil if it is none such.
  func diagonal(_ graph: Graph, _ root: Value, lanes: Int) -> MatrixShape? {
    guard element == .f32, graph.type(left).element == .f32, batch.count == 1, columns.count == 1, summed.count == 1,
      let size = columns[0].size.constant, summed[0].size.constant == size, size > 1, lanes % size == 0,
      let blocks = batch[0].size.constant, blocks * size % lanes == 0,
      graph.type(root).axes.suffix(2) == [batch[0], columns[0]], graph.type(left).axes.suffix(2) == [batch[0], summed[0]]
    else { return nil }
    var result = self
    (result.columns, result.batch, result.diagonalBlock) = (batch + columns, [], size)
    return result
  }

  /// Whether a product takes so few steps that it waits for memory.
  var hasFewSteps: Bool { Self.count(summed).constant.map { $0 <= 8 } ?? false }

  /// Whether such a product reads and writes memory from end to end, row by row, which is best: it does if the first-level cache
  /// has all columns.
  var isShort: Bool {
    guard hasFewSteps, batch.isEmpty, let elements = (Self.count(summed) * Self.count(columns)).constant else { return false }
    return elements * element.byteCount <= TileWalk.firstCache
  }

  static func count(_ axes: [Axis]) -> Dim { axes.reduce(1) { $0 * $1.size } }
}
