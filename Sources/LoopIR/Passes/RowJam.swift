/// Several iterations of a loop side by side, so that what they all read is read once.
///
/// Before: `for row in 0 ..< 2 { for k in 0 ..< n { sum[k] += w[k] * x[row*n + k] } }`
/// After:  `for k in 0 ..< n { sum[k] += w[k] * x[row*n + k]; sum2[k] += w[k] * x[row2*n + k] }` with `row2 = row + 1`
///
/// The iterations must not depend on each other. Loops that they all have alike become one, each of whose iterations takes a
/// step of every row; what is the same for all rows is computed once.
public struct RowJam {
  /// - Parameters:
  ///   - body: of the loop over rows.
  ///   - row: its variable, which the first copy keeps, as it does all other names.
  ///   - first: where the rows begin.
  ///   - fresh: a variable of the same type by a name that is free.
  public static func apply(
    _ body: [Statement], row: Variable, first: Expression, copies: Int, fresh: @escaping (Variable) -> Variable
  ) -> [Statement] {
    var jam = RowJam(copies: copies, written: body.written, fresh: fresh)
    jam.rename(row)
    let rows = (0..<copies).map { Statement.define(jam.variables[$0][row]!, first + .integer($0)) }
    return rows + body.flatMap { jam.rewrite($0) }
  }

  private let fresh: (Variable) -> Variable
  /// What differs from row to row, by its name in each copy.
  private var variables: [[Variable: Variable]]
  private var arrays: [[Buffer: Buffer]]
  /// Memory that rows store to.
  private let written: Set<Buffer>
  private var copies: Range<Int> { variables.indices }

  private init(copies: Int, written: Set<Buffer>, fresh: @escaping (Variable) -> Variable) {
    (self.written, self.fresh) = (written, fresh)
    variables = Array(repeating: [:], count: copies)
    arrays = Array(repeating: [:], count: copies)
  }

  private mutating func rename(_ variable: Variable) {
    for copy in copies { variables[copy][variable] = copy == 0 ? variable : fresh(variable) }
  }

  private mutating func rename(_ array: Buffer) {
    for copy in copies {
      let name = copy == 0 ? array.name : fresh(Variable(array.name, array.type)).name
      arrays[copy][array] = Buffer(name, array.type, localCount: array.localCount, isVector: array.isVector)
    }
  }

  private func varies(_ expression: Expression) -> Bool {
    expression.contains { part in
      if case .variable(let variable) = part { return variables[0][variable] != nil }
      return part.source.map { arrays[0][$0] != nil || written.contains($0) } ?? false
    }
  }

  private mutating func rewrite(_ statement: Statement) -> [Statement] {
    switch statement {
    case .define(let variable, let value):
      if !varies(value) { return [statement] }
      rename(variable)
    case .declare(let variable, _): rename(variable)
    case .allocate(let array, _): rename(array)
    case .loop(let loop) where !varies(loop.from) && !varies(loop.to): return [together(statement)]
    case .branch(let test, _, _) where !varies(test): return [together(statement)]
    case .comment: return [statement]
    default: break
    }
    return copies.map { inCopy(statement, $0) }
  }

  private mutating func together(_ statement: Statement) -> Statement {
    var jam = self
    let result = statement.mapBodies { $0.flatMap { jam.rewrite($0) } }
    self = jam
    return result
  }

  /// A statement of one row, with all that is within it.
  private func inCopy(_ statement: Statement, _ copy: Int) -> Statement {
    func name(_ variable: Variable) -> Variable { variables[copy][variable] ?? variable }
    func place(_ buffer: Buffer) -> Buffer { arrays[copy][buffer] ?? buffer }
    switch statement.mapExpressions({ inCopy($0, copy) }).mapBodies({ $0.map { inCopy($0, copy) } }) {
    case .define(let variable, let value): return .define(name(variable), value)
    case .declare(let variable, let value): return .declare(name(variable), value)
    case .assign(let variable, let value): return .assign(name(variable), value)
    case .accumulate(let variable, let reduction, let value): return .accumulate(name(variable), reduction, value)
    case .store(let buffer, let index, let value, let active): return .store(place(buffer), index, value, active: active)
    case .scatter(let buffer, let index, let stride, let value, let active):
      return .scatter(place(buffer), index, stride: stride, value, active: active)
    case .allocate(let buffer, let zeroed): return .allocate(place(buffer), zeroed: zeroed)
    case .transpose(var block):
      (block.to.buffer, block.from.buffer) = (place(block.to.buffer), place(block.from.buffer))
      return .transpose(block)
    case .prefetch(let buffer, let index): return .prefetch(place(buffer), index)
    case let other: return other
    }
  }

  private func inCopy(_ expression: Expression, _ copy: Int) -> Expression {
    let inside = expression.mapChildren { inCopy($0, copy) }
    func place(_ buffer: Buffer) -> Buffer { arrays[copy][buffer] ?? buffer }
    return switch inside {
    case .variable(let variable): variables[copy][variable].map { .variable($0) } ?? inside
    case .load(let buffer, let index, let vector, let active): .load(place(buffer), index, vector: vector, active: active)
    case .gather(let buffer, let index, let stride, let active): .gather(place(buffer), index, stride: stride, active: active)
    case .lookup(let buffer, let index): .lookup(place(buffer), index)
    case .word(let buffer, let index, let vector): .word(place(buffer), index, vector: vector)
    default: inside
    }
  }
}
