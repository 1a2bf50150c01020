/// Moves what adds up the lanes of a sum out of loops around the vector loop that nobody reads the sum in.
///
/// Before: `for row { sum_lanes = 0; for i { sum_lanes += x[row, i...] }; sum += reduce(sum_lanes) }`
/// After:  `sum_lanes = 0; for row { for i { sum_lanes += x[row, i...] } }; sum += reduce(sum_lanes)`
enum LaneSums {
  /// The loop, and what has moved before and after it.
  static func moved(outOf loop: Loop) -> [Statement] {
    var loop = loop
    var (before, after): ([Statement], [Statement]) = ([], [])
    for statement in loop.body {
      guard case .accumulate(let sum, let reduction, .reduceLanes(let own, .variable(let lanes))) = statement,
        own == reduction, lanes == Vectorise.perLane(sum), mentions(of: sum, in: loop.body) == 1,
        let start = loop.body.first(where: { if case .declare(lanes, _) = $0 { true } else { false } }),
        loop.body.filter({ $0 == start }).count == 1
      else { continue }
      loop.body.removeAll { $0 == statement || $0 == start }
      before.append(start)
      after.append(statement)
    }
    return before + [.loop(loop)] + after
  }

  /// How often statements read, declare or add to a variable.
  private static func mentions(of variable: Variable, in body: [Statement]) -> Int {
    var count = 0
    for statement in body {
      switch statement {
      case .declare(variable, _), .define(variable, _), .assign(variable, _), .accumulate(variable, _, _): count += 1
      default: break
      }
      _ = statement.mapExpressions {
        if $0.uses(variable) { count += 1 }
        return $0
      }
      _ = statement.mapBodies {
        count += mentions(of: variable, in: $0)
        return $0
      }
    }
    return count
  }
}
