/// Splits loops of which some steps are another case than others, as over a concatenation or over padded pieces that are added:
/// a step then computes its own case only, instead of all of them and a choice.
///
/// Before: `for p in 0 ..< 2 { for vector c in 0 ..< 96 { y[p*96 + c] = select(p <= 0, a[c], 0) + select(1 <= p, b[c], 0) } }`
/// After:  `for vector c in 0 ..< 96 { y[c] = a[c] + 0 }; for vector c in 0 ..< 96 { y[96 + c] = 0 + b[c] }`
///
/// The outermost loop stays whole, since parts share it.
public struct SplitCases {
  /// Cases that are told apart at most.
  private static let most = 4

  public static func apply(_ kernel: Kernel) -> Kernel {
    var result = kernel
    let pass = SplitCases(lanes: kernel.lanes)
    result.body = kernel.body.map { $0.mapBodies { $0.flatMap(pass.rewrite) } }
    return result
  }

  private let lanes: Int

  private func rewrite(_ statement: Statement) -> [Statement] {
    let inside = statement.mapBodies { $0.flatMap(rewrite) }
    guard case .loop(let loop) = inside, loop.step == 1, loop.kind == .serial || loop.kind == .vector, let cases = cases(loop)
    else { return [inside] }
    return cases.flatMap { steps -> [Statement] in
      var used: Set<Variable> = []
      let body = loop.body.map { $0.known(for: loop.variable, in: steps) }.withoutUnused(&used)
      if steps.count == 1, body.allSatisfy({ if case .loop = $0 { true } else { false } }) {
        return body.map { $0.substituting([loop.variable: .integer(steps.lowerBound)]).mapIndices { $0.simplifiedIndex } }
      }
      let (from, to) = (Expression.integer(steps.lowerBound), Expression.integer(steps.upperBound))
      return [.loop(Loop(loop.variable, from: from, to: to, kind: loop.kind, body: body))]
    }
  }

  /// The steps of each case; nil if there are none or too many, or if one begins within a vector.
  private func cases(_ loop: Loop) -> [Range<Int>]? {
    guard let from = loop.from.constant, let to = loop.to.constant, to - from > 1 else { return nil }
    var begins: Set<Int> = []
    for statement in loop.body {
      statement.forEachPart { if case .select(let test, _, _) = $0 { begins.formUnion(test.changes(along: loop.variable)) } }
    }
    let inner = begins.filter { $0 > from && $0 < to }.sorted()
    guard !inner.isEmpty, inner.count < Self.most, loop.kind == .serial || inner.allSatisfy({ ($0 - from) % lanes == 0 })
    else { return nil }
    return zip([from] + inner, inner + [to]).map { $0..<$1 }
  }
}

extension Statement {
  /// The statement for some steps of a loop around it, with the choices that these decide.
  fileprivate func known(for variable: Variable, in steps: Range<Int>) -> Statement {
    mapExpressions { $0.known(for: variable, in: steps).mapIndices { $0.simplifiedIndex } }
      .mapBodies { $0.map { $0.known(for: variable, in: steps) } }
  }

  /// Every expression within the statement and those within it, parts of others included.
  fileprivate func forEachPart(_ visit: (Expression) -> Void) {
    func visitParts(_ expression: Expression) {
      visit(expression)
      expression.children.forEach(visitParts)
    }
    forEachExpression(visitParts)
  }
}

extension Expression {
  /// A difference of indices that is `start + slope * variable`.
  private struct Line {
    let slope, start: Int

    init?(_ a: Expression, minus b: Expression, along variable: Variable) {
      guard a.type == .index, let (slope, rest) = Polynomial(a - b).split(by: variable), let slope = slope.constant,
        let start = rest.constant
      else { return nil }
      (self.slope, self.start) = (slope, start)
    }

    /// Its values at the first and the last of some steps, between which all others are.
    func ends(of steps: Range<Int>) -> (first: Int, last: Int) {
      (start + slope * steps.lowerBound, start + slope * (steps.upperBound - 1))
    }
  }

  /// Where along a variable a condition changes by that alone.
  fileprivate func changes(along variable: Variable) -> [Int] {
    switch self {
    case .binary(.and, let a, let b): return a.changes(along: variable) + b.changes(along: variable)
    case .compare(let comparison, let a, let b) where comparison == .lt || comparison == .le:
      guard let line = Line(a, minus: b, along: variable), abs(line.slope) == 1 else { return [] }
      // Where the difference is zero, `<=` holds and `<` does not.
      let zero = -line.start * line.slope
      return [(comparison == .le) == (line.slope > 0) ? zero + 1 : zero]
    default: return []
    }
  }

  /// Whether a condition holds for all of some values of a variable, or for none.
  private func decided(for variable: Variable, in steps: Range<Int>) -> Bool? {
    switch self {
    case .compare(let comparison, let a, let b) where comparison == .lt || comparison == .le:
      guard let (first, last) = Line(a, minus: b, along: variable)?.ends(of: steps) else { return nil }
      let holds = comparison(Double(first), 0)
      return holds == comparison(Double(last), 0) ? holds : nil
    case .binary(.and, let a, let b):
      let sides = [a, b].map { $0.decided(for: variable, in: steps) }
      return sides.contains(false) ? false : sides == [true, true] ? true : nil
    default: return nil
    }
  }

  /// The expression with the choices and bounds that some values of a variable decide.
  fileprivate func known(for variable: Variable, in steps: Range<Int>) -> Expression {
    switch self {
    case .select(let test, let a, let b):
      if let isFirst = test.decided(for: variable, in: steps) { return (isFirst ? a : b).known(for: variable, in: steps) }
    case .binary(let function, let a, let b) where type == .index && (function == .min || function == .max):
      let sides = [a, b].map { $0.known(for: variable, in: steps) }
      guard let (first, last) = Line(sides[0], minus: sides[1], along: variable)?.ends(of: steps) else { break }
      let isMinimum = function == .min
      if max(first, last) <= 0 { return sides[isMinimum ? 0 : 1] }
      if min(first, last) >= 0 { return sides[isMinimum ? 1 : 0] }
    default: break
    }
    return mapChildren { $0.known(for: variable, in: steps) }
  }
}

extension [Statement] {
  /// Without definitions that nothing reads.
  ///
  /// - Parameter used: variables that are read later on, to which those read here are added.
  fileprivate func withoutUnused(_ used: inout Set<Variable>) -> [Statement] {
    var kept: [Statement] = []
    for statement in reversed() {
      if case .define(let variable, _) = statement, !used.contains(variable) { continue }
      let inside = statement.mapBodies { $0.withoutUnused(&used) }
      inside.forEachPart { if case .variable(let variable) = $0 { used.insert(variable) } }
      if case .accumulate(let variable, _, _) = inside { used.insert(variable) }
      kept.append(inside)
    }
    return kept.reversed()
  }
}
