import GraphIR
import LoopIR
import Operators

// Recurrences with a matrix that all sequences share, as LSTM's: two of them at a time read it once.

extension ScanLowering {
  /// Sequences that go side by side, and how many there must be for it: below, they are needed for threads.
  private static let (together, plenty) = (2, 16)
  /// Elements of a matrix that takes a good part of the first-level cache.
  private static let large = 1024
  /// Registers that a product needs beside its sums.
  private static let operands = 6

  /// Whether a step multiplies with a large matrix that is the same along the first outer axis, and registers hold the sums of
  /// the sequences that go side by side.
  var sharesMatrix: Bool {
    guard loop.lane == nil, let axis = loop.outer.first else { return false }
    let captures = Set((bodies.capturePairs + bodies.replayCapturePairs).map(\.inside)), target = shared.target
    func isShared(_ operand: Value) -> Bool {
      let source = graph.throughViews(operand), type = graph.type(source)
      return captures.contains(source) && type.axis(axis) == nil && innerCount(type) >= Self.large
    }
    let products = graph.nodes.filter { $0.operation is Contract && $0.inputs.contains(where: isShared) }
    return !products.isEmpty && products.allSatisfy { product in
      innerCount(product.types[0]) * Self.together <= (target.registers - Self.operands) * target.lanes
    }
  }

  /// One unit for each pair of indices along the first outer axis and each index along the others; the number of units.
  func lowerRowsTogether() -> Expression {
    let (axis, others) = (outer[0], TensorType(.f32, Array(outer.dropFirst())))
    let (size, rest) = (nest.size(axis.size), nest.size(others.count))
    let together = Expression.integer(1) + .minimum(.integer(Self.together - 1), size * rest / .integer(Self.plenty))
    let units = (size.dividedUp(by: together) * rest).simplifiedIndex
    let unit = nest.open("unit", to: units, kind: .part)
    let first = nest.bindIndex("first_row", unit / rest * together)
    let last = nest.bindIndex("last_row", .minimum(size, first + together))
    let number = nest.bindIndex("other", unit % rest)
    for (other, index) in zip(others.axes, others.delinearized(number, size: nest.size)) {
      outerIndex[other.name] = nest.bindIndex(other.name.text.identifier, index)
    }
    let row = nest.fresh(axis.name.text.identifier)
    nest.openScope(defining: row) { [nest] body in
      let pair = RowJam.apply(body, row: row, first: first, copies: Self.together) { nest.fresh($0.name, $0.type, isVector: $0.isVector) }
      let single = Statement.loop(Loop(row, from: first, to: last, body: body))
      return .branch(.compare(.lt, first + .integer(Self.together - 1), last), then: pair, else: [single])
    }
    outerIndex[axis.name] = .variable(row)
    outerNumber = nest.bindIndex("outer", .variable(row) * rest + number)
    lowerWithoutLanes()
    nest.close(2)
    return units
  }
}
