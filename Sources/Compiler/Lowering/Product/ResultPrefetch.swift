import LoopIR

/// How a product's tile asks, before it begins its sums, for the memory that is read and written when they are done.
///
/// A tile touches a cache line or two in each of its rows: no processor foresees that, and an epilogue that waits for memory
/// row by row can take as long as the sums.
struct ResultPrefetch {
  /// Steps of k below which a tile is too short for anything to arrive.
  private static let fewSteps = 64

  private struct Line: Hashable {
    let buffer: Buffer
    let index: Expression
  }

  private let row: Variable
  private var lines: [Line] = []

  /// - Parameters:
  ///   - ending: what is done with a tile's sums: a loop over its rows around one over its columns.
  ///   - width: columns of a tile.
  ///   - steps: steps of k, as far as they are known.
  init?(_ ending: [Statement], width: Int, steps: Int?) {
    guard (steps ?? .max) >= Self.fewSteps, let rows = ending.firstLoop, let columns = rows.body.firstLoop else { return nil }
    row = rows.variable
    for statement in columns.body {
      if case .store(let buffer, let index, _, _) = statement { note(buffer, index, columns.variable, width) }
      statement.forEachLoad { note($0, $1, columns.variable, width) }
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

  /// Asks for the lines of all rows of a tile.
  ///
  /// - Parameter times: 1, or 0 if it is too early to ask.
  func ask(_ nest: NestBuilder, rows: Int, times: Expression = 1) {
    let r = nest.open(Loop(nest.fresh("r"), to: times * .integer(rows), kind: times == 1 ? .unroll : .serial, body: []))
    for line in lines { nest.append(.prefetch(line.buffer, line.index.substituting([row: r]))) }
    nest.close()
  }
}

extension [Statement] {
  fileprivate var firstLoop: Loop? {
    for case .loop(let loop) in self { return loop }
    return nil
  }
}
