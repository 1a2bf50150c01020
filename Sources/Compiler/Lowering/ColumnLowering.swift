import GraphIR
import LoopIR

/// Reductions that keep the trailing axis: bias gradients, column means.
///
/// A block of columns is one part: its sums stay in a local row while the rows are read in order, a few cache lines each.
/// The order of summation is that of the rows, whatever the number of threads.
struct ColumnLowering {
  let shared: GroupLowering
  let group: FusionPlan.Group
  /// Columns to a part: four cache lines, so that reading rows uses whole lines.
  private static let block = 64

  init(_ shared: GroupLowering, _ group: FusionPlan.Group) { (self.shared, self.group) = (shared, group) }

  func lower(name: String) -> LoweredKernel {
    let (nest, root) = (shared.builder(), group.roots[0])
    guard case .reduction(let reduction, let axes) = shared.lowerings[root.node] else { preconditionFailure() }
    let type = shared.graph.type(root)
    let summed = group.domain.filter { axes.contains($0.name) }
    let last = type.axes.last!
    var index = nest.open(Array(type.axes.dropLast()), vectorLast: false)
    let width = nest.size(last.size)
    let start = nest.open("\(last.name)_block", to: width.dividedUp(by: Self.block)) * .integer(Self.block)
    let count = Expression.minimum(.integer(Self.block), width - start)
    let sums = Buffer(nest.fresh("sums").name, type.element, localCount: Self.block)
    nest.append(.allocate(sums))
    overBlock(last, count, in: nest) { column in
      nest.store(sums, column, .number(reduction.neutral, type.element))
    }
    let rowIndex = nest.open(summed, vectorLast: false)
    overBlock(last, count, in: nest) { column in
      let kept = index + [start + column]
      let full = group.domain.map { axis in
        type.position(of: axis.name).map { kept[$0] } ?? rowIndex[summed.firstIndex(of: axis)!]
      }
      let value = nest.element(shared.graph.nodes[root.node].inputs[0], at: full)
      nest.store(sums, column, .binary(reduction.function, .load(sums, column), value))
    }
    nest.close(rowIndex.count)
    overBlock(last, count, in: nest) { column in
      let at = nest.linear(index + [start + column], type)
      nest.store(nest.buffer(root)!, at, .load(sums, column))
    }
    index.append(start)
    nest.close(index.count)
    return nest.finish(name: name)
  }

  private func overBlock(_ axis: Axis, _ count: Expression, in nest: NestBuilder, _ body: (Expression) -> Void) {
    body(nest.open(axis.name.text, to: count, kind: .vector))
    nest.close()
  }
}
