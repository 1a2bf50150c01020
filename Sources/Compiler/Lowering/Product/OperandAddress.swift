import GraphIR
import LoopIR

/// Addresses into an operand by flat indices over groups of its axes.
struct OperandAddress {
  private let access: StridedAccess
  private let type: TensorType
  private let nest: NestBuilder

  init(_ access: StridedAccess, _ type: TensorType, _ nest: NestBuilder) {
    (self.access, self.type, self.nest) = (access, type, nest)
  }

  /// The offset for a flat index over each group; neighbouring axes that lie without gaps count as one.
  func offset(of groups: [(axes: [Axis], flat: Expression)], absolute: Bool = true) -> Expression {
    groups.reduce(absolute ? access.offset : 0) { $0 + offset(of: $1.axes, $1.flat) }.simplifiedIndex
  }

  /// Whether neighbours in a flat index over some axes lie side by side.
  func isContiguous(_ axes: [Axis]) -> Bool { stride(of: axes) == .integer(1) }

  /// The distance of neighbours in a flat index over some axes, if it is the same everywhere; 1 for a single element.
  func stride(of axes: [Axis]) -> Expression? {
    let runs = self.runs(axes).filter { $0.size != 1 }
    return runs.count > 1 ? nil : runs.first?.stride.simplifiedIndex ?? .integer(1)
  }

  /// Neighbouring axes that lie without gaps, as one each.
  func runs(_ axes: [Axis]) -> [(size: Dim, stride: Expression)] {
    var runs: [(size: Dim, stride: Expression)] = []
    for axis in axes {
      guard let position = type.position(of: axis.name) else { continue }
      let stride = access.strides[position]
      if let last = runs.last, Polynomial(last.stride) == Polynomial(stride * nest.size(axis.size)) {
        runs[runs.count - 1] = (last.size * axis.size, stride)
      } else {
        runs.append((axis.size, stride))
      }
    }
    return runs
  }

  private func offset(of axes: [Axis], _ flat: Expression) -> Expression {
    let runs = self.runs(axes)
    return zip(flat.delinearized(runs.map { nest.size($0.size) }), runs).reduce(0) { $0 + $1.0 * $1.1.stride }
  }
}
