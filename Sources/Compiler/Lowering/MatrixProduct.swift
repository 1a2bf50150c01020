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

/// The register tile of a product: `rows` broadcast elements times `vectors` vectors.
struct Tile {
  let rows: Int
  let vectors: Int
  let lanes: Int
  var width: Int { vectors * lanes }
  /// Rows that one part works through with the same columns.
  var block: Int { rows * 8 }

  /// As many accumulators as leave registers for the operands; the number of vectors that pads the columns least.
  init(columns: Dim, rows total: Dim, lanes: Int, registers: Int) {
    let most = registers >= 32 ? 4 : 2
    let needed = columns.constant.map { ($0 + lanes - 1) / lanes } ?? most
    let candidates = (1...min(most, max(needed, 1))).map { (vectors: $0, padded: (needed + $0 - 1) / $0 * $0) }
    vectors = candidates.min { ($0.padded, -$0.vectors) < ($1.padded, -$1.vectors) }!.vectors
    let fitting = min((registers - 1 - vectors) / vectors, 14)
    // Six rows of four vectors leave room for operand loads; more rows than there are would be wasted.
    let preferred = registers >= 32 ? [0, 14, 12, 8, 6][vectors] : [0, 10, 6][vectors]
    rows = max(1, min(preferred, fitting, total.constant ?? preferred))
    self.lanes = lanes
  }
}

/// A matrix product with packed columns, register tiles and whatever is computed from its result fused in.
///
/// One kernel packs the right operand into panels `[panel][k][width]`, padded with zeros; the other takes units of a
/// block of rows times a panel, tile by tile, each summed over all of k in registers. The order of summation is that of
/// k, whatever the number of threads.
struct MatrixProductLowering {
  let shared: GroupLowering
  let group: FusionPlan.Group
  let shape: MatrixShape
  private let tile: Tile
  private var root: Value { group.roots[0] }
  private var graph: Graph { shared.graph }

  init(_ shared: GroupLowering, _ group: FusionPlan.Group, _ shape: MatrixShape) {
    (self.shared, self.group, self.shape) = (shared, group, shape)
    tile = Tile(
      columns: MatrixShape.count(shape.columns), rows: MatrixShape.count(shape.rows), lanes: shared.target.lanes,
      registers: shared.target.registers)
  }

  private var summedCount: Dim { MatrixShape.count(shape.summed) }

  /// Elements of the packed operand; the last panel is padded.
  var packedCount: Dim {
    let columns = MatrixShape.count(shape.columns)
    let padded = columns.constant.map { Dim(($0 + tile.width - 1) / tile.width * tile.width) } ?? columns + Dim(tile.width)
    return MatrixShape.count(shape.batch) * padded * summedCount
  }

  // MARK: Packing

  func pack(name: String, into storage: Int) -> LoweredKernel? {
    let nest = shared.builder()
    guard let source = StridedProbe(nest: nest).access(shape.right) else { return nil }
    let packed = nest.parameter(storage, .f32, hint: "packed")
    let columns = nest.size(MatrixShape.count(shape.columns))
    let batch = nest.open("batch", to: nest.size(MatrixShape.count(shape.batch)))
    let panel = nest.open("panel", to: columns.dividedUp(by: tile.width))
    let k = nest.open("k", to: nest.size(summedCount))
    let first = panel * .integer(tile.width)
    let start = ((batch * columns.dividedUp(by: tile.width) + panel) * nest.size(summedCount) + k) * .integer(tile.width)
    let inside = Expression.minimum(.integer(tile.width), columns - first)
    let type = graph.type(shape.right)
    let fixed = OperandAddress(source, type, nest)
    let lane = nest.open("n", to: inside, kind: .vector)
    let position = fixed.offset(of: [(shape.batch, batch), (shape.columns, first + lane), (shape.summed, k)])
    nest.store(packed, start + lane, .load(source.buffer, position))
    nest.close()
    let rest = nest.fresh("n")
    nest.append(
      .loop(Loop(rest, from: inside, to: .integer(tile.width), kind: .serial, body: [
        .store(packed, start + .variable(rest), .number(0, .f32))
      ])))
    nest.close(3)
    return nest.finish(name: "\(name)_pack")
  }

  // MARK: Multiplying

  /// Whether each row of the left operand holds all products side by side, as where a linear map has groups: then a block of
  /// rows is used for all of them before the next one, while it is in the cache.
  private var batchLiesInRows: Bool {
    let names = graph.type(shape.left).names
    func last(_ axes: [Axis]) -> Int { axes.compactMap { names.firstIndex(of: $0.name) }.max() ?? -1 }
    return last(shape.batch) > last(shape.rows)
  }

  func multiply(name: String, packed storage: Int) -> LoweredKernel? {
    let nest = shared.builder()
    guard let source = StridedProbe(nest: nest).access(shape.left) else { return nil }
    let packed = nest.parameter(storage, .f32, hint: "packed")
    let rows = nest.size(MatrixShape.count(shape.rows))
    let columns = nest.size(MatrixShape.count(shape.columns))
    let panels = columns.dividedUp(by: tile.width)
    let blocks = rows.dividedUp(by: tile.block)
    let batches = nest.size(MatrixShape.count(shape.batch))
    let units = batches * blocks * panels
    let unit = nest.open("unit", to: units, kind: .part)
    let panel = nest.bindIndex("panel", unit % panels)
    let place = unit / panels
    let batch = nest.bindIndex("batch", batchLiesInRows ? place % batches : place / blocks)
    let block = batchLiesInRows ? place / batches : place % blocks
    let firstRow = nest.bindIndex("first_row", block * .integer(tile.block))
    let row = nest.fresh("row")
    let lastRow = Expression.minimum(rows, firstRow + .integer(tile.block))
    nest.openScope(defining: row) { .loop(Loop(row, from: firstRow, to: lastRow, step: tile.rows, body: $0)) }
    let base = ((batch * panels + panel) * nest.size(summedCount)) * .integer(tile.width)
    let results = multiplyTile(nest, source, packed, base: base, batch: batch, row: .variable(row), rows: rows)
    finishTile(nest, results, batch, row: .variable(row), rows, firstColumn: panel * .integer(tile.width), columns)
    nest.close(2)
    var lowered = nest.finish(name: name, partition: false)
    lowered.kernel.parts = .maximum(1, .minimum(.integer(64), units))
    return lowered
  }

  /// Sums a tile over k in registers and leaves it in a local array.
  private func multiplyTile(
    _ nest: NestBuilder, _ source: StridedAccess, _ packed: Buffer, base: Expression, batch: Expression,
    row: Expression, rows: Expression
  ) -> Buffer {
    let address = OperandAddress(source, graph.type(shape.left), nest)
    let starts = (0..<tile.rows).map { r -> Expression in
      // Rows beyond the last repeat it; they are not stored.
      let clamped = r == 0 ? row : Expression.minimum(row + .integer(r), rows - 1)
      return nest.bindIndex("a\(r)", address.offset(of: [(shape.batch, batch), (shape.rows, clamped)]))
    }
    let panelStart = nest.bindIndex("b", base)
    let sums = (0..<tile.rows).map { r in
      (0..<tile.vectors).map { v -> Variable in
        let variable = nest.fresh("sum\(r)_\(v)", .f32, isVector: true)
        nest.append(.declare(variable, .broadcast(.number(0, .f32))))
        return variable
      }
    }
    let k = nest.open("k", to: nest.size(summedCount))
    let along = address.offset(of: [(shape.summed, k)], absolute: false)
    let vectors = (0..<tile.vectors).map { v -> Expression in
      let variable = nest.fresh("w\(v)", .f32, isVector: true)
      let at = panelStart + k * .integer(tile.width) + .integer(v * tile.lanes)
      nest.append(.define(variable, .load(packed, at, vector: true)))
      return .variable(variable)
    }
    for r in 0..<tile.rows {
      let x = nest.fresh("x\(r)", .f32, isVector: true)
      nest.append(.define(x, .broadcast(.load(source.buffer, starts[r] + along))))
      for v in 0..<tile.vectors {
        nest.append(.accumulate(sums[r][v], .sum, .binary(.mul, .variable(x), vectors[v])))
      }
    }
    nest.close()
    let results = Buffer(nest.fresh("tile").name, .f32, localCount: tile.rows * tile.width)
    nest.append(.allocate(results))
    for r in 0..<tile.rows {
      for v in 0..<tile.vectors {
        nest.append(.store(results, .integer(r * tile.width + v * tile.lanes), .variable(sums[r][v])))
      }
    }
    return results
  }

  /// Computes and stores the group's roots from the tile.
  private func finishTile(
    _ nest: NestBuilder, _ results: Buffer, _ batch: Expression, row: Expression, _ rows: Expression,
    firstColumn: Expression, _ columns: Expression
  ) {
    let r = nest.open("r", to: .minimum(.integer(tile.rows), rows - row))
    let n = nest.open(
      "n", to: .minimum(.integer(tile.width), columns - firstColumn), kind: storesWholeVectors ? .vector : .serial)
    let byAxis = [(shape.batch, batch), (shape.rows, row + r), (shape.columns, firstColumn + n)].flatMap { axes, flat in
      Array(zip(axes.map(\.name), TensorType(.f32, axes).delinearized(flat, size: nest.size)))
    }
    let index = group.domain.map { axis in byAxis.first { $0.0 == axis.name }!.1.simplifiedIndex }
    for root in group.roots {
      let value = root == self.root
        ? nest.bind(.load(results, (r * .integer(tile.width) + n).simplifiedIndex)) : nest.computed(root, at: index)
      nest.define(root, at: index, as: value)
      if let buffer = nest.buffer(root) {
        nest.store(buffer, storePosition(root, batch, row + r, firstColumn + n, nest), value)
      }
    }
    nest.close(2)
  }

  /// Whether neighbouring columns are at a fixed distance in every result: no other axis lies between those of the columns.
  private var storesWholeVectors: Bool {
    group.roots.filter { shared.storage($0) != nil }.allSatisfy { root in
      let positions = shape.columns.compactMap { graph.type(root).position(of: $0.name) }
      return zip(positions, positions.dropFirst()).allSatisfy { $1 == $0 + 1 }
    }
  }

  /// Where an element of a contiguous output goes, without taking merged axes apart.
  private func storePosition(
    _ root: Value, _ batch: Expression, _ row: Expression, _ column: Expression, _ nest: NestBuilder
  ) -> Expression {
    let type = graph.type(root)
    let access = StridedAccess(
      buffer: nest.buffer(root)!, offset: 0, strides: type.strides.map { nest.size($0) })
    return OperandAddress(access, type, nest).offset(of: [(shape.batch, batch), (shape.rows, row), (shape.columns, column)])
      .simplifiedIndex
  }
}

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
    let digits = TensorType(.f32, runs.enumerated().map { Axis(AxisName("\($0)"), $1.size) })
    return zip(digits.delinearized(flat, size: nest.size), runs).reduce(0) { $0 + $1.0 * $1.1.stride }
  }
}
