import GraphIR
import LoopIR

/// A matrix product with packed columns, register tiles and whatever is computed from its result fused in.
///
/// The right operand is packed into panels; so is the left one where its summed axis does not lie in one piece, as in the
/// gradient of a weight. The kernel takes units of a block of rows times a panel, tile by tile, each summed in registers;
/// a long summed axis goes piece by piece, so that the panel's piece stays in the first-level cache for all tiles of the
/// block (Goto & van de Geijn 2008). The order of summation is that of k, whatever the number of threads.
struct MatrixProductLowering {
  let shared: GroupLowering
  let group: FusionPlan.Group
  let shape: MatrixShape
  let tile: Tile
  private var root: Value { group.roots[0] }
  private var graph: Graph { shared.graph }
  /// Length of the pieces of a long summed axis.
  private var piece: Int { 256 * shape.grain }

  init(_ shared: GroupLowering, _ group: FusionPlan.Group, _ shape: MatrixShape) {
    (self.shared, self.group, self.shape) = (shared, group, shape)
    tile = Tile(
      columns: MatrixShape.count(shape.columns), rows: shape.isShort ? 1 : MatrixShape.count(shape.rows),
      lanes: shared.target.lanes, registers: shared.target.registers)
  }

  /// The right operand's panels, which the product always reads.
  var rightPanels: MatrixPanels {
    MatrixPanels(shared: shared, shape: shape, operand: shape.right, axes: shape.columns, width: tile.width)
  }

  /// The left operand's panels; nil if it is read where it lies: because its summed axis lies in one piece, or because few
  /// panels of columns would make use of a copy, which goes to memory and back.
  var leftPanels: MatrixPanels? {
    let nest = shared.builder()
    guard let source = StridedProbe(nest: nest).access(shape.left) else { return nil }
    let address = OperandAddress(source, graph.type(shape.left), nest)
    if address.isContiguous(shape.summed) { return nil }
    if shape.grain == 1, let columns = MatrixShape.count(shape.columns).constant, isReadInPlace(address, columns) { return nil }
    return MatrixPanels(shared: shared, shape: shape, operand: shape.left, axes: shape.rows, width: tile.rows)
  }

  /// Whether a row's parts for the blocks along a diagonal lie side by side.
  var readsWholeBlocks: Bool {
    let nest = shared.builder()
    guard let source = StridedProbe(nest: nest).access(shape.left) else { return false }
    return OperandAddress(source, graph.type(shape.left), nest).isContiguous([shape.columns[0]] + shape.summed)
  }

  /// Whether a left operand whose summed axis does not lie in one piece costs less where it lies than a copy does.
  ///
  /// Each panel of columns reads it once more. Where rows lie side by side, a step of k has them in a cache line or two; the
  /// farther apart the steps, the fewer of these lines stay in the first-level cache.
  private func isReadInPlace(_ address: OperandAddress, _ columns: Int) -> Bool {
    if columns < 2 * tile.width { return true }
    guard address.isContiguous(shape.rows), let step = address.offset(of: [(shape.summed, 1)], absolute: false).constant
    else { return false }
    return columns * step * shape.element.byteCount < Self.readAgain
  }

  /// Bytes from step to step, times columns, from which on a copy is worth it.
  private static let readAgain = 1 << 20

  /// - Parameters:
  ///   - right: where the right operand's panels lie.
  ///   - left: where the left operand's panels lie, if it has any.
  func multiply(name: String, right: Int, left: Int?) -> LoweredKernel? {
    let nest = shared.builder()
    guard let leftReader = LeftReader(self, nest, packed: left) else { return nil }
    let panelBuffer = nest.parameter(right, rightPanels.element, hint: "packed")
    let walk = TileWalk(shape, tile, rightPanels, isLong: isLong, nest)
    let prefetch = PanelPrefetch(rightPanels, tile, tiles: walk.tilesPerPanel)
    let steps = nest.size(MatrixShape.count(shape.summed))
    if isLong {
      let results = Buffer(nest.fresh("tiles").name, shape.element, localCount: tile.block * tile.width)
      nest.allocate(results, zeroed: true)
      let first = nest.open(Loop(nest.fresh("first_k"), from: 0, to: steps, step: piece, body: []))
      let last = nest.bindIndex("last_k", .minimum(steps, first + .integer(piece)))
      walk.overTiles {
        askForResults(nest, $0, results, at: $0.local, times: last / steps)
        sum(nest, prefetch, $0, leftReader, panelBuffer, (first, last), into: results, at: $0.local, isContinued: true)
      }
      nest.close()
      walk.overTiles { finish(nest, $0, results, at: $0.local) }
    } else {
      walk.overTiles { place in
        let results = Buffer(nest.fresh("tile").name, shape.element, localCount: tile.rows * tile.width)
        nest.append(.allocate(results))
        askForResults(nest, place, results, at: 0)
        sum(nest, prefetch, place, leftReader, panelBuffer, (0, steps), into: results, at: 0, isContinued: false)
        finish(nest, place, results, at: 0)
      }
    }
    nest.close()
    return nest.finish(name: name, units: walk.units)
  }

  /// Whether the summed axis is walked in pieces.
  private var isLong: Bool { (MatrixShape.count(shape.summed).constant ?? .max) > piece * 3 / 2 }

  /// Sums a tile over some steps of k in registers, and leaves it in a local array.
  ///
  /// - Parameter isContinued: whether the array holds the sums of earlier steps.
  private func sum(
    _ nest: NestBuilder, _ prefetch: PanelPrefetch, _ place: TileWalk.Place, _ left: LeftReader, _ panels: Buffer,
    _ steps: (from: Expression, to: Expression), into results: Buffer, at start: Expression, isContinued: Bool
  ) {
    let starts = left.starts(batch: place.batch, row: place.row)
    let panel = nest.bindIndex("b", rightPanels.start(place.batch, place.panel, nest))
    func position(_ r: Int, _ v: Int) -> Expression { (start + .integer(r * tile.width + v * tile.lanes)).simplifiedIndex }
    let sums = (0..<tile.rows).map { r in
      (0..<tile.vectors).map { v -> Variable in
        let variable = nest.fresh("sum\(r)_\(v)", shape.element, isVector: true)
        let before = isContinued ? Expression.load(results, position(r, v), vector: true) : .broadcast(.number(0, shape.element))
        nest.append(.declare(variable, before))
        return variable
      }
    }
    if let block = shape.diagonalBlock {
      addBlocks(of: block, nest, place, left.buffer, starts, panels, panel, into: sums)
    } else {
      addSteps(nest, prefetch, place, left, starts, panels, panel, steps, into: sums)
    }
    for r in 0..<tile.rows {
      for v in 0..<tile.vectors { nest.append(.store(results, position(r, v), .variable(sums[r][v]))) }
    }
  }

  /// Adds the products of a tile's rows with a panel's columns, step by step.
  private func addSteps(
    _ nest: NestBuilder, _ prefetch: PanelPrefetch, _ place: TileWalk.Place, _ left: LeftReader, _ starts: [Expression],
    _ panels: Buffer, _ panel: Expression, _ steps: (from: Expression, to: Expression), into sums: [[Variable]]
  ) {
    let ahead = prefetch.start(nest, panel: panel, steps: steps, local: place.local)
    let k = nest.open(Loop(nest.fresh("k"), from: steps.from, to: steps.to, step: shape.grain, kind: .tight, body: []))
    func read(_ buffer: Buffer, _ index: Expression, vector: Bool = false) -> Expression {
      shape.grain == 1 ? .load(buffer, index, vector: vector) : .word(buffer, index, vector: vector)
    }
    let vectors = (0..<tile.vectors).map { v -> Expression in
      let variable = nest.fresh("w\(v)", shape.element, isVector: true)
      let at = panel + k * .integer(tile.width) + .integer(v * tile.lanes * shape.grain)
      nest.append(.define(variable, read(panels, at, vector: true)))
      return .variable(variable)
    }
    prefetch.ask(nest, panels, start: ahead, k: k)
    left.nextRows?.ask(nest, start: starts[0], k: k)
    for r in 0..<tile.rows {
      let x = nest.fresh("x\(r)", shape.element, isVector: true)
      nest.append(.define(x, .broadcast(read(left.buffer, starts[r] + left.step(k)))))
      for v in 0..<tile.vectors { nest.append(.accumulate(sums[r][v], .sum, product(.variable(x), vectors[v]))) }
    }
    nest.close()
  }

  /// Adds the products of a tile's rows with blocks along a diagonal: a vector of columns is multiplied with as much of a row,
  /// in which each element takes its turn in all lanes of its block.
  private func addBlocks(
    of size: Int, _ nest: NestBuilder, _ place: TileWalk.Place, _ rows: Buffer, _ starts: [Expression], _ panels: Buffer,
    _ panel: Expression, into sums: [[Variable]]
  ) {
    for v in 0..<tile.vectors {
      let first = place.panel * .integer(tile.width) + .integer(v * tile.lanes)
      let weights = (0..<size).map { k -> Expression in
        let w = nest.fresh("w\(k)", .f32, isVector: true)
        nest.append(.define(w, .load(panels, panel + .integer(k * tile.width + v * tile.lanes), vector: true)))
        return .variable(w)
      }
      for r in 0..<tile.rows {
        let x = nest.fresh("x\(r)", .f32, isVector: true)
        nest.append(.define(x, .load(rows, starts[r] + first, vector: true)))
        for k in 0..<size {
          let turn = Expression.shuffle(.variable(x), (0..<tile.lanes).map { $0 / size * size + k })
          nest.append(.accumulate(sums[r][v], .sum, .binary(.mul, turn, weights[k])))
        }
      }
    }
  }

  /// Left times right, element by element or, of bytes, word by word: the unsigned ones come first.
  private func product(_ left: Expression, _ right: Expression) -> Expression {
    if shape.grain == 1 { return .binary(.mul, left, right) }
    return graph.type(shape.left).element == .u8 ? .binary(.dotBytes, left, right) : .binary(.dotBytes, right, left)
  }

  /// Asks for the memory that `finish` reads and writes: `times` is 1 in the last piece of the summed axis, else 0.
  private func askForResults(
    _ nest: NestBuilder, _ place: TileWalk.Place, _ results: Buffer, at start: Expression, times: Expression = 1
  ) {
    let ending = nest.preview { finish(nest, place, results, at: start) }
    let steps = MatrixShape.count(shape.summed).constant
    ResultPrefetch(ending, width: tile.width, steps: steps)?.ask(nest, rows: tile.rows, times: times)
  }

  /// Computes and stores the group's roots from a tile.
  private func finish(_ nest: NestBuilder, _ place: TileWalk.Place, _ results: Buffer, at start: Expression) {
    let (rows, columns) = (MatrixShape.count(shape.rows), MatrixShape.count(shape.columns))
    let firstColumn = place.panel * .integer(tile.width)
    let r = nest.open("r", to: nest.extent(tile.rows, from: place.row, of: rows))
    let n = nest.open("n", to: nest.extent(tile.width, from: firstColumn, of: columns), kind: storesWholeVectors ? .vector : .serial)
    let (row, column) = (place.row + r, firstColumn + n)
    let byAxis = [(shape.batch, place.batch), (shape.rows, row), (shape.columns, column)].flatMap { axes, flat in
      Array(zip(axes.map(\.name), TensorType(.f32, axes).delinearized(flat, size: nest.size)))
    }
    let index = group.domain.map { axis in byAxis.first { $0.0 == axis.name }!.1.simplifiedIndex }
    for root in group.roots {
      let value = root == self.root
        ? nest.bind(.load(results, (start + r * .integer(tile.width) + n).simplifiedIndex)) : nest.computed(root, at: index)
      nest.define(root, at: index, as: value)
      if let buffer = nest.buffer(root) { nest.store(buffer, storePosition(root, place.batch, row, column, nest), value) }
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
