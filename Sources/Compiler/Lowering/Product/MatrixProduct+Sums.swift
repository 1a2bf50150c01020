import GraphIR
import LoopIR

/// The sums of a tile, in registers.
extension MatrixProductLowering {
  /// What a tile asks for while it sums.
  typealias Requests = (panels: PanelPrefetch, results: ResultPrefetch?)

  /// Sums a tile over some steps of k in registers, and leaves it in a local array.
  ///
  /// - Parameter isContinued: whether the array holds the sums of earlier steps.
  func sum(
    _ nest: NestBuilder, _ requests: Requests, _ place: TileWalk.Place, _ left: LeftReader, _ right: OperandReader,
    _ steps: (from: Expression, to: Expression), into results: Buffer, at start: Expression, isContinued: Bool
  ) {
    let panel = nest.bindIndex("b", right.start(place.batch, place.panel))
    func position(_ r: Int, _ v: Int) -> Expression { (start + .integer(r * tile.width + v * tile.lanes)).simplifiedIndex }
    let sums = (0..<tile.rows).map { r in
      (0..<tile.vectors).map { v -> Variable in
        let variable = nest.fresh("sum\(r)_\(v)", shape.element, isVector: true)
        let before = isContinued ? Expression.load(results, position(r, v), vector: true) : .broadcast(.number(0, shape.element))
        nest.append(.declare(variable, before))
        return variable
      }
    }
    /// - Parameter starts: nil for those of rows that are counted.
    func add(_ requests: Requests?, from starts: [Expression]? = nil) {
      let starts = starts ?? left.starts(batch: place.batch, row: place.row)
      if let block = shape.diagonalBlock {
        addBlocks(of: block, nest, place, left, starts, right.buffer, panel, into: sums)
      } else {
        addSteps(nest, requests, place, left, starts, right, panel, steps, into: sums)
      }
    }
    if shape.diagonalBlock == nil, let (isWhole, starts) = left.startsOfWhole(batch: place.batch, row: place.row) {
      nest.append(.branch(isWhole, then: nest.preview { add(requests, from: starts) }, else: nest.preview { add(nil) }))
    } else {
      add(requests)
    }
    for r in 0..<tile.rows {
      for v in 0..<tile.vectors { nest.append(.store(results, position(r, v), .variable(sums[r][v]))) }
    }
  }

  /// Adds the products of a tile's rows with a panel's columns, step by step.
  ///
  /// - Parameter requests: nil for a tile at the end of the rows: it is the only one, and asks for nothing.
  private func addSteps(
    _ nest: NestBuilder, _ requests: Requests?, _ place: TileWalk.Place, _ left: LeftReader, _ starts: [Expression],
    _ right: OperandReader, _ panel: Expression, _ steps: (from: Expression, to: Expression), into sums: [[Variable]]
  ) {
    let ahead = requests?.panels.start(nest, place, panel: panel, steps: steps)
    let span = requests?.results?.open(nest, steps: steps, of: nest.size(MatrixShape.count(shape.summed)))
    let (from, to) = span ?? steps
    let kind = requests == nil ? LoopKind.serial : .tight
    let k = nest.open(Loop(nest.fresh("k"), from: from, to: to, step: shape.grain, kind: kind, body: []))
    func read(_ buffer: Buffer, _ index: Expression, vector: Bool = false) -> Expression {
      shape.grain == 1 ? .load(buffer, index, vector: vector) : .word(buffer, index, vector: vector)
    }
    let vectors = (0..<tile.vectors).map { v -> Expression in
      let variable = nest.fresh("w\(v)", shape.element, isVector: true)
      let at = panel + right.step(k) + .integer(v * tile.lanes * shape.grain)
      nest.append(.define(variable, read(right.buffer, at, vector: true)))
      return .variable(variable)
    }
    if let requests {
      requests.panels.ask(nest, start: ahead, k: k)
      left.nextRows?.ask(nest, start: starts[0], k: k)
      left.ask(start: starts[0], k: k)
    }
    for r in 0..<tile.rows {
      let x = nest.fresh("x\(r)", shape.element, isVector: true)
      nest.append(.define(x, .broadcast(read(left.buffer, starts[r] + left.step(k)))))
      for v in 0..<tile.vectors { nest.append(.accumulate(sums[r][v], .sum, product(.variable(x), vectors[v]))) }
    }
    nest.close(span == nil ? 1 : 2)
  }

  /// Adds the products of a tile's rows with blocks along a diagonal: a vector of columns is multiplied with as much of a row,
  /// in which each element takes its turn in all lanes of its block.
  private func addBlocks(
    of size: Int, _ nest: NestBuilder, _ place: TileWalk.Place, _ left: LeftReader, _ starts: [Expression], _ panels: Buffer,
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
        let x = nest.fresh("x\(r)", .f32, isVector: true), here = starts[r] + first
        if let ahead = left.distanceAhead { nest.append(.prefetch(left.buffer, here + .integer(ahead))) }
        nest.append(.define(x, .load(left.buffer, here, vector: true)))
        for k in 0..<size {
          let turn = Expression.variable(x).turn(of: k, inBlocksOf: size, lanes: tile.lanes)
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
}
