import LoopIR

/// How a product's tile asks, while it sums, for the memory that is read and written when its sums are done.
///
/// A tile touches a cache line or two in each of its rows: no processor foresees that, and an epilogue that waits for memory
/// row by row can take as long as the sums. Steps of k go in as many spans as a tile has rows, and each span begins with one
/// row's requests: all at once would wait for each other, since a core has few under way. Where k goes in pieces, the last one
/// asks.
struct ResultPrefetch {
  /// Steps of k below which a tile is too short for anything to arrive.
  private static let fewSteps = 64

  private struct Line: Hashable {
    let buffer: Buffer
    let index: Expression
  }

  private let row: Variable
  private let span: Int
  private var lines: [Line] = []

  /// - Parameters:
  ///   - ending: what is done with a tile's sums: a loop over its rows around one over its columns.
  ///   - steps: steps of k in the longest piece.
  init?(_ ending: [Statement], _ tile: Tile, steps: Int) {
    guard steps >= Self.fewSteps, let rows = ending.firstLoop, let columns = rows.body.firstLoop else { return nil }
    row = rows.variable
    span = steps.dividedUp(by: tile.rows * LoopKind.inARow) * LoopKind.inARow
    for statement in columns.body {
      if case .store(let buffer, let index, _, _) = statement { note(buffer, index, columns.variable, tile.width) }
      statement.forEachLoad { note($0, $1, columns.variable, tile.width) }
    }
    if lines.isEmpty { return nil }
  }

  /// Remembers where a row of an operand lies, if its columns are neighbours.
  private mutating func note(_ buffer: Buffer, _ index: Expression, _ column: Variable, _ width: Int) {
    func at(_ place: Expression) -> Expression { index.substituting([column: place]) }
    guard buffer.localCount == nil, index.uses(row), Polynomial(at(.variable(column) + 1) - index).constant == 1 else { return }
    for first in stride(from: 0, to: width, by: Buffer.cacheLine / buffer.type.byteCount) {
      let line = Line(buffer: buffer, index: at(.integer(first)).simplifiedIndex)
      if !lines.contains(line) { lines.append(line) }
    }
  }

  /// Opens a loop over spans of some of `all` steps of k, and asks for one row's lines in each if these are the last steps.
  func open(_ nest: NestBuilder, steps: (from: Expression, to: Expression), of all: Expression)
    -> (from: Expression, to: Expression)
  {
    let first = nest.open(Loop(nest.fresh("span"), from: steps.from, to: steps.to, step: span, body: []))
    let r = (first - steps.from) / .integer(span)
    let requests = lines.map { Statement.prefetch($0.buffer, $0.index.substituting([row: r])) }
    if steps.to == all {
      requests.forEach(nest.append)
    } else {
      nest.append(.branch(.compare(.eq, steps.to, all), then: requests))
    }
    return (first, .minimum(steps.to, first + .integer(span)))
  }
}

extension [Statement] {
  fileprivate var firstLoop: Loop? {
    for case .loop(let loop) in self { return loop }
    return nil
  }
}
