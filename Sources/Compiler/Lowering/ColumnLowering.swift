import GraphIR
import LoopIR

/// Reductions that keep the trailing axis, one or several over the same rows: bias gradients, column means.
///
/// Rows are read from end to end in pieces, the sums of which are added afterwards. Where the sums of all that is kept would not
/// stay in the first-level cache, or nobody knows whether, a part takes a block of columns instead. The order of summation
/// depends on the sizes alone.
struct ColumnLowering {
  private let shared: GroupLowering
  private let group: FusionPlan.Group
  private let pieces: RowPieces
  /// The results' type but for its element.
  private let type: TensorType
  /// Columns to a part: four cache lines, so that reading rows uses whole lines.
  private static let block = 64
  /// What the sums of all columns may take of the first-level cache, in bytes.
  private static let cache = 16 << 10

  init(_ shared: GroupLowering, _ group: FusionPlan.Group) {
    (self.shared, self.group) = (shared, group)
    let type = shared.graph.type(group.roots[0])
    self.type = type
    pieces = RowPieces(rows: group.domain.filter { type.position(of: $0.name) == nil })
  }

  /// Elements of the sums of all pieces; nil if columns are shared out instead.
  var count: Dim? {
    guard let width = type.count.constant, pieces.isWorthIt,
      group.roots.allSatisfy({ shared.graph.type($0).element == .f32 }), group.roots.count * width * 4 <= Self.cache
    else { return nil }
    return Dim(RowPieces.most * group.roots.count * width)
  }

  /// - Parameter storage: where the sums of pieces go; nil if there are none.
  func lower(name: String, through storage: Int?) -> [LoweredKernel] {
    guard let storage else { return [sumBlocks(name: name)] }
    return [sumPieces(name: name, into: storage), addPieces(name: "\(name)_pieces", from: storage)]
  }

  private struct Sum {
    let root: Value
    let reduction: Reduction
    let buffer: Buffer
  }

  // MARK: By rows

  private func sumPieces(name: String, into storage: Int) -> LoweredKernel {
    let nest = shared.builder(), width = type.count.constant!
    let all = nest.parameter(storage, .f32, hint: "pieces"), units = pieces.count(nest)
    let piece = nest.open("piece", to: units, kind: .part)
    let sums = self.sums(nest, count: width)
    overAll(sums, nest) { sum, _, place in nest.store(sum.buffer, place, .number(sum.reduction.neutral, .f32)) }
    let row = pieces.open(piece, nest)
    let rowIndex = row.delinearized(pieces.rows.map { nest.size($0.size) })
    let rows = zip(pieces.rows, rowIndex).map { nest.bindIndex($0.name.text, $1) }
    overAll(sums, nest) { add($0, kept: $1, at: $2, rows: rows, nest) }
    nest.close()
    for (number, sum) in sums.enumerated() {
      let first = (piece * .integer(sums.count) + .integer(number)) * .integer(width)
      overAll([sum], nest) { sum, _, place in nest.store(all, (first + place).simplifiedIndex, .load(sum.buffer, place)) }
    }
    nest.close()
    return nest.finish(name: name, units: units, requests: .operands)
  }

  private func addPieces(name: String, from storage: Int) -> LoweredKernel {
    let nest = shared.builder(), width = type.count.constant!
    let all = nest.parameter(storage, .f32, hint: "pieces"), count = group.roots.count
    let column = nest.open("column", to: .integer(width), kind: .vector)
    let sums = group.roots.map { nest.declare("sum", .f32, .number(reduction($0).neutral, .f32)) }
    let piece = nest.open("piece", to: pieces.count(nest))
    for (number, (root, sum)) in zip(group.roots, sums).enumerated() {
      let at = (piece * .integer(count) + .integer(number)) * .integer(width) + column
      nest.append(.accumulate(sum, reduction(root), .load(all, at.simplifiedIndex)))
    }
    nest.close()
    for (root, sum) in zip(group.roots, sums) { nest.store(nest.buffer(root)!, column, .variable(sum)) }
    nest.close()
    return nest.finish(name: name)
  }

  // MARK: By columns

  private func sumBlocks(name: String) -> LoweredKernel {
    let nest = shared.builder(), last = type.axes.last!
    let kept = nest.open(Array(type.axes.dropLast()), vectorLast: false)
    let width = nest.size(last.size)
    let start = nest.open("\(last.name)_block", to: width.dividedUp(by: Self.block)) * .integer(Self.block)
    let columns = Expression.minimum(.integer(Self.block), width - start)
    let sums = self.sums(nest, count: Self.block)
    overColumns(sums, columns, nest) { nest.store($0.buffer, $1, .number($0.reduction.neutral, $0.buffer.type)) }
    let rows = nest.open(pieces.rows, vectorLast: false)
    overColumns(sums, columns, nest) { add($0, kept: kept + [start + $1], at: $1, rows: rows, nest) }
    nest.close(rows.count)
    overColumns(sums, columns, nest) { nest.store(nest.buffer($0.root)!, nest.linear(kept + [start + $1], type), .load($0.buffer, $1)) }
    nest.close(kept.count + 1)
    return nest.finish(name: name, requests: .operands)
  }

  // MARK: Sums

  private func reduction(_ root: Value) -> Reduction {
    guard case .reduction(let reduction, _) = shared.lowerings[root.node] else { preconditionFailure() }
    return reduction
  }

  /// Local rows of sums.
  private func sums(_ nest: NestBuilder, count: Int) -> [Sum] {
    group.roots.map { root in
      let buffer = Buffer(nest.fresh("sums").name, shared.graph.type(root).element, localCount: count)
      nest.append(.allocate(buffer))
      return Sum(root: root, reduction: reduction(root), buffer: buffer)
    }
  }

  /// Goes over all that is kept, with the place of its sum.
  private func overAll(_ sums: [Sum], _ nest: NestBuilder, _ body: (Sum, _ kept: [Expression], _ place: Expression) -> Void) {
    let kept = nest.open(type.axes, vectorLast: true)
    sums.forEach { body($0, kept, nest.linear(kept, type)) }
    nest.close(kept.count)
  }

  private func overColumns(_ sums: [Sum], _ count: Expression, _ nest: NestBuilder, _ body: (Sum, _ column: Expression) -> Void) {
    let column = nest.open(type.axes.last!.name.text, to: count, kind: .vector)
    sums.forEach { body($0, column) }
    nest.close()
  }

  /// Adds an element to its column's sum.
  ///
  /// - Parameters:
  ///   - kept: its place along the axes of the result.
  ///   - place: where its sum lies.
  private func add(_ sum: Sum, kept: [Expression], at place: Expression, rows: [Expression], _ nest: NestBuilder) {
    let index = group.domain.map { axis in
      type.position(of: axis.name).map { kept[$0] } ?? rows[pieces.rows.firstIndex(of: axis)!]
    }
    let value = nest.element(shared.graph.nodes[sum.root.node].inputs[0], at: index)
    nest.store(sum.buffer, place, .binary(sum.reduction.function, .load(sum.buffer, place), value))
  }
}
