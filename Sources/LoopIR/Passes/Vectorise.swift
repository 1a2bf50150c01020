/// Turns vector loops into loops over whole vectors and one partial vector at the end.
///
/// Before: `for vector i in 0 ..< n { y[i] = exp(x[i]) }`
/// After:  `for i in 0 ..< n - 15 by 16 { y[i...] = exp(x[i...]) }`, then the same once with `n - i` active lanes, unless n is
/// known to be whole vectors.
///
/// The tail runs the same vector arithmetic as the body, so that an element's value does not depend on where it lies.
/// A reduction into a register declared outside gets one accumulator per lane, combined in a fixed order.
public struct Vectorise {
  /// - Parameter registers: how many vectors the processor holds, which bounds what is written out.
  public static func apply(_ kernel: Kernel, registers: Int = 16) -> Kernel {
    var result = kernel
    result.body = Vectorise(lanes: kernel.lanes, registers: registers).rewrite(kernel.body)
    return result
  }

  private let lanes: Int
  private let registers: Int

  private func rewrite(_ body: [Statement]) -> [Statement] {
    body.flatMap { statement -> [Statement] in
      if case .loop(let loop) = statement, loop.kind == .vector { return vectorLoop(loop) }
      if case .loop(var loop) = statement, loop.kind == .serial || loop.kind == .unroll {
        loop.body = rewrite(loop.body)
        return LaneSums.moved(outOf: loop)
      }
      return [statement.mapBodies(rewrite)]
    }
  }

  private func vectorLoop(_ loop: Loop) -> [Statement] {
    if lanes == 1 {
      var scalar = loop
      scalar.kind = .serial
      scalar.body = rewrite(loop.body)
      return [.loop(scalar)]
    }
    let accumulators = Self.outerAccumulators(of: loop)
    let lane = LaneIndex(loop, lanes: lanes)
    let count = loop.to - loop.from
    let tailStart = loop.from + (count / .integer(lanes)) * .integer(lanes)
    var result: [Statement] = accumulators.map { variable, reduction in
      .declare(Self.perLane(variable), .broadcast(.number(reduction.neutral, variable.type)))
    }
    if count.constant.map({ $0 >= lanes }) ?? true {
      let body = LaneRewriter(lane, accumulators, active: nil).rewrite(loop.body)
      let to = loop.to - .integer(lanes - 1)
      var whole = Loop(loop.variable, from: loop.from, to: to, step: lanes, body: body)
      if isWorthWritingOut(whole) { whole.kind = .unroll }
      result.append(.loop(whole))
    }
    if count.constant.map({ $0 % lanes != 0 }) ?? !(loop.from.isMultiple(of: lanes) && loop.to.isMultiple(of: lanes)) {
      let active = loop.to - .variable(loop.variable)
      let body = LaneRewriter(lane, accumulators, active: active).rewrite(loop.body)
      result.append(.loop(Loop(loop.variable, from: tailStart, to: loop.to, step: lanes, body: body)))
    }
    return result + accumulators.map { variable, reduction in
      .accumulate(variable, reduction, .reduceLanes(reduction, .variable(Self.perLane(variable))))
    }
  }

  /// True for a few vectors of local arrays, which the C compiler keeps in registers if their indices are constants. Sums
  /// must fit there: if they do not, the compiler keeps what else is read for later, too, and spends more on storing and
  /// loading all that than the loop takes.
  private func isWorthWritingOut(_ loop: Loop) -> Bool {
    guard let trips = loop.constantTrips, trips > 1, trips <= 16 else { return false }
    var (statements, stores, sums) = (0, 0, Set<Buffer>())
    func visit(_ statement: Statement) {
      statements += 1
      if case .store(let buffer, let index, let value, _) = statement, buffer.localCount != nil {
        stores += 1
        if index.isOnly(loop.variable), value.contains(where: { $0.isLoad(of: buffer, at: index) }) { sums.insert(buffer) }
      }
      _ = statement.mapBodies {
        $0.forEach(visit)
        return $0
      }
    }
    loop.body.forEach(visit)
    return stores > 0 && statements * trips <= 512 && sums.count * trips <= registers
  }

  static func perLane(_ variable: Variable) -> Variable {
    Variable(variable.name + "_lanes", variable.type, isVector: true)
  }

  /// The registers that the body accumulates into but does not declare, in order.
  private static func outerAccumulators(of loop: Loop) -> [(Variable, Reduction)] {
    var (declared, found): (Set<Variable>, [(Variable, Reduction)]) = ([], [])
    func visit(_ statement: Statement) {
      if case .declare(let variable, _) = statement { declared.insert(variable) }
      if case .accumulate(let variable, let reduction, _) = statement, !declared.contains(variable),
        !found.contains(where: { $0.0 == variable })
      {
        found.append((variable, reduction))
      }
      _ = statement.mapBodies {
        $0.forEach(visit)
        return $0
      }
    }
    loop.body.forEach(visit)
    return found
  }
}

extension Expression {
  /// True if the variable is all that it depends on.
  fileprivate func isOnly(_ variable: Variable) -> Bool {
    !contains { if case .variable(let other) = $0 { other != variable } else { false } }
  }

  fileprivate func isLoad(of buffer: Buffer, at place: Expression) -> Bool {
    if case .load(buffer, let index, _, _) = self { index == place } else { false }
  }
}
