/// How indices change from lane to lane of a vector loop.
///
/// Where the loop begins at a multiple of the lanes, quotients by one (the head of a channel, if heads are whole vectors)
/// are the same in all lanes, and remainders go up by one.
struct LaneIndex {
  let variable: Variable
  let lanes: Int
  /// True if the variable is a multiple of the lanes in the first of them.
  let isAligned: Bool

  init(_ loop: Loop, lanes: Int) {
    (variable, self.lanes, isAligned) = (loop.variable, lanes, loop.from.isMultiple(of: lanes))
  }

  /// The distance between the elements of neighbouring lanes; nil if it differs.
  func stride(of index: Expression) -> Polynomial? {
    if let (coefficient, _) = Polynomial(index).split(by: variable) { return coefficient }
    return isAligned ? Polynomial(unfolded(index)).split(by: variable)?.coefficient : nil
  }

  /// True for a quotient that is the same in all lanes.
  func isUniform(_ expression: Expression) -> Bool {
    guard isAligned, case .binary(.div, let a, .integer(let divisor)) = expression else { return false }
    return isWhole(a, divisor)
  }

  /// True if no multiple of the divisor lies between two lanes.
  private func isWhole(_ dividend: Expression, _ divisor: Int) -> Bool {
    guard divisor > 0, divisor % lanes == 0, let (coefficient, rest) = Polynomial(dividend).split(by: variable) else { return false }
    return coefficient.constant == 1 && rest.isMultiple(of: lanes)
  }

  /// The same change from lane to lane, with the variable outside of quotients and remainders.
  private func unfolded(_ index: Expression) -> Expression {
    switch index {
    case .binary(.div, _, _) where isUniform(index): 0
    case .binary(.mod, let a, .integer(let divisor)) where isWhole(a, divisor): .variable(variable)
    default: index.mapChildren(unfolded)
    }
  }
}

extension Expression {
  /// True if the value of an index is a multiple of a number, whatever its variables are.
  func isMultiple(of number: Int) -> Bool {
    switch self {
    case .binary(.min, let a, let b), .binary(.max, let a, let b): a.isMultiple(of: number) && b.isMultiple(of: number)
    default: Polynomial(self).isMultiple(of: number)
    }
  }
}
