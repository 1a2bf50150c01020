import GraphIR
import LoopIR

/// The sum over rows of products of their parts for small blocks, as in the gradient of a block-diagonal weight:
///
///     y[block][i][j] = sum over rows of a[row][block][i] * b[row][block][j]
///
/// There are so few products for what is read that memory is waited for: rows are read from end to end, while the sums, a
/// vector of (block, i) for each j, stay in the first-level cache. Pieces of the rows are summed side by side, then added.
struct DiagonalSumLowering {
  private let shared: GroupLowering
  let group: FusionPlan.Group
  private let operands: [Value]
  private let block: Axis
  /// i and j.
  private let own: [Axis]
  private let pieces: RowPieces
  private let size: Int
  /// Elements of a row.
  private let width: Int

  /// Nil for other products, and where whole vectors do not hold whole blocks.
  init?(_ shared: GroupLowering, _ group: FusionPlan.Group) {
    let (graph, root) = (shared.graph, group.roots[0])
    let operands = graph.nodes[root.node].inputs
    let types = operands.map(graph.type), output = graph.type(root)
    let common = output.axes.filter { axis in types.allSatisfy { $0.axis(axis.name) != nil } }
    let own = [(0, 1), (1, 0)].flatMap { mine, other in types[mine].axes.filter { types[other].axis($0.name) == nil } }
    guard common.count == 1, own.count == 2, own[0].size == own[1].size, output.rank == 3, types[0].rank > 2,
      types.allSatisfy({ $0.element == .f32 }), let size = own[0].size.constant, let blocks = common[0].size.constant,
      size > 1, shared.target.lanes % size == 0, size * blocks % shared.target.lanes == 0,
      zip(types, own).allSatisfy({ $0.axes.suffix(2) == [common[0], $1] })
    else { return nil }
    (self.shared, self.group, self.operands, self.own, block) = (shared, group, operands, own, common[0])
    pieces = RowPieces(rows: types[0].axes.dropLast(2))
    (self.size, width) = (size, size * blocks)
  }

  /// Elements of the sums of all pieces.
  var count: Dim { Dim(RowPieces.most * size * width) }

  /// The kernels that sum each piece's rows and that add the pieces; nil if a row's elements do not lie side by side.
  ///
  /// - Parameter storage: where the sums of pieces go.
  func lower(name: String, through storage: Int) -> [LoweredKernel]? {
    sumPieces(name: name, into: storage).map { [$0, addPieces(name: "\(name)_pieces", from: storage)] }
  }

  private func sumPieces(name: String, into storage: Int) -> LoweredKernel? {
    let nest = shared.builder()
    let sources = operands.compactMap { StridedProbe(nest: nest).access($0) }
    guard sources.count == 2 else { return nil }
    let addresses = zip(sources, operands).map { OperandAddress($0, shared.graph.type($1), nest) }
    guard zip(addresses, own).allSatisfy({ $0.isContiguous([block, $1]) }) else { return nil }
    let (count, lanes) = (pieces.count(nest), shared.target.lanes)
    let sums = nest.parameter(storage, .f32, hint: "pieces")
    let piece = nest.open("piece", to: count, kind: .part)
    let first = nest.bindIndex("first", piece * .integer(size * width))
    let m = nest.open("n", to: .integer(size * width), kind: .vector)
    nest.store(sums, (first + m).simplifiedIndex, .number(0, .f32))
    nest.close()
    let row = pieces.open(piece, nest)
    let starts = zip(["a", "b"], addresses).map { nest.bindIndex($0, $1.offset(of: [(pieces.rows, row)])) }
    let n = nest.open(Loop(nest.fresh("n"), from: 0, to: .integer(width), step: lanes, body: []))
    let vectors = zip(["x", "y"], zip(sources, starts)).map { name, place -> Expression in
      let vector = nest.fresh(name, .f32, isVector: true)
      nest.append(.define(vector, .load(place.0.buffer, (place.1 + n).simplifiedIndex, vector: true)))
      return .variable(vector)
    }
    for j in 0..<size {
      let turn = vectors[1].turn(of: j, inBlocksOf: size, lanes: lanes)
      let place = (first + n + .integer(j * width)).simplifiedIndex
      nest.store(sums, place, .binary(.add, .load(sums, place, vector: true), .binary(.mul, vectors[0], turn)))
    }
    nest.close(3)
    return nest.finish(name: name, units: count)
  }

  private func addPieces(name: String, from storage: Int) -> LoweredKernel {
    let nest = shared.builder()
    let all = nest.parameter(storage, .f32, hint: "pieces")
    let axes = shared.graph.type(group.roots[0]).axes
    let index = nest.open(axes, vectorLast: false)
    func place(_ axis: Axis) -> Expression { index[axes.firstIndex(of: axis)!] }
    let sum = nest.declare("sum", .f32, .number(0, .f32))
    let piece = nest.open("piece", to: pieces.count(nest))
    let at = (piece * .integer(size) + place(own[1])) * .integer(width) + place(block) * .integer(size) + place(own[0])
    nest.append(.accumulate(sum, .sum, .load(all, at.simplifiedIndex)))
    nest.close()
    nest.storeRoots(of: group, as: .variable(sum), at: index)
    nest.close(index.count)
    return nest.finish(name: name)
  }
}

extension Expression {
  /// A vector of blocks in which one element of each takes its turn in all lanes of its block.
  func turn(of element: Int, inBlocksOf size: Int, lanes: Int) -> Expression {
    .shuffle(self, (0..<lanes).map { $0 / size * size + element })
  }
}

extension NestBuilder {
  /// Stores an element of a group's results, the first of which has been computed.
  func storeRoots(of group: FusionPlan.Group, as first: Expression, at index: [Expression]) {
    for root in group.roots {
      let value = root == group.roots[0] ? first : computed(root, at: index)
      define(root, at: index.map(\.simplifiedIndex), as: value)
      if let buffer = buffer(root) { store(buffer, linear(index, graph.type(root)), value) }
    }
  }
}
