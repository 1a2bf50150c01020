import GraphIR
import LoopIR

/// A contraction as calls of a BLAS, single-threaded within a part: the oracle and baseline of the generated products.
struct BlasLowering {
  let shared: GroupLowering
  let group: FusionPlan.Group
  let shape: MatrixShape
  /// Rows that are worth a part of their own.
  private static let rowsInPart = 128

  /// The kernel, or nil if an operand's elements do not lie as a matrix in memory.
  func lower(name: String) -> LoweredKernel? {
    let graph = shared.graph
    if [shape.left, shape.right].contains(where: { graph.type($0).element != .f32 }) { return nil }
    let nest = shared.builder()
    let probe = StridedProbe(nest: nest)
    guard let left = probe.access(shape.left), let right = probe.access(shape.right), let output = nest.buffer(group.roots[0])
    else { return nil }
    let type = graph.type(group.roots[0])
    let result = StridedAccess(buffer: output, offset: 0, strides: type.strides.map { nest.size($0) })
    let batch = nest.fresh("batch")
    func operand(_ access: StridedAccess, _ type: TensorType, _ rows: [Axis], _ columns: [Axis]) -> MatrixCall.Operand? {
      let address = OperandAddress(access, type, nest)
      guard let down = address.stride(of: rows), let across = address.stride(of: columns),
        down == .integer(1) || across == .integer(1)
      else { return nil }
      return MatrixCall.Operand(
        access.buffer, start: address.offset(of: [(shape.batch, .variable(batch))]), rowStride: down, columnStride: across)
    }
    guard let a = operand(left, graph.type(shape.left), shape.rows, shape.summed),
      let b = operand(right, graph.type(shape.right), shape.summed, shape.columns),
      let c = operand(result, type, shape.rows, shape.columns), !c.isTransposed
    else { return nil }
    var lowered = PlainContractionLowering(shared, group).lower(name: "\(name)_blas", in: nest)
    func count(_ axes: [Axis]) -> LoopIR.Expression { nest.size(MatrixShape.count(axes)) }
    lowered.kernel.call = MatrixCall(
      batch: batch, batches: count(shape.batch), rows: count(shape.rows), columns: count(shape.columns),
      summed: count(shape.summed), a: a, b: b, c: c)
    lowered.kernel.parts = .maximum(1, .minimum(64, count(shape.rows).dividedUp(by: Self.rowsInPart)))
    return lowered
  }
}
