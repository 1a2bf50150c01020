import GraphIR

/// The gradients of log decays and entries, and of the state at the chunk's start.
extension LinearAttentionGradientKernel {
  /// The gradients of log decays and entries.
  func gateGradients(_ back: Expression) -> [Statement] {
    let (decay, entry) = (shape.output(3, context), shape.output(4, context))
    if decay == nil && entry == nil { return [] }
    // What each step's entry gives to later ones, down to the step at hand.
    let later = chunk.array("later_flows", 1, chunk.pairStride)
    let (before, inDecays) = decay.map { decayGradients($0, later, back) } ?? ([], { _ in [] })
    let steps = chunk.each("i", to: chunk.steps) { i in
      let s = (chunk.steps - 1 - i).simplifiedIndex
      return [
        chunk.each("f", to: s + 1, kind: .vector) { f in [later.store(0, f, .binary(.add, later.load(0, f), flows.load(s, f)))] }
      ] + inDecays(s)
    }
    let ofEntries = entry.map { entry in
      [chunk.eachStep { s in
        [.store(entry.access.buffer, chunk.element(entry, s), .binary(.add, keyFlows.load(s), later.load(0, s)))]
      }]
    }
    let atEnd = chunk.features(chunk.length) { s in [keyFlows.store(s, .binary(.mul, keyFlows.load(s), rest(s)))] }
    return chunk.prepare(later, rows: 1, columns: 0) + [atEnd] + before + [steps] + (ofEntries ?? [])
  }

  /// The gradient of a step's log decay is all that flows through the step, from what came before it to it or to what comes
  /// later: within the chunk, from the state before, to the state behind, and from the one to the other. It is a sum of these
  /// and no difference, so that nothing is lost where decays are strong.
  ///
  /// - Returns: what is done first, and for each step from the last on.
  private func decayGradients(
    _ output: StepOperand, _ later: Rows, _ back: Expression
  ) -> ([Statement], (_ step: Expression) -> [Statement]) {
    let (through, behind, before) = (chunk.scalar("through"), chunk.scalar("behind"), chunk.scalar("before"))
    let zeros = [through, behind, before].map { Statement.declare($0, .number(0, .f32)) }
    let isBetween = Expression.compare(.lt, 0, .minimum(number, back))
    // What earlier steps give to the state behind.
    let toBehind = chunk.array("to_behind", chunk.rowCount, 1)
    let first = zeros + chunk.prepareSteps(toBehind) + [
      .branch(isBetween, then: flowThrough(into: through)),
      chunk.eachStep { s in
        [
          toBehind.store(s, .variable(behind)),
          .assign(behind, .binary(.add, .variable(behind), .binary(.mul, keyFlows.load(s), entries.load(s)))),
        ]
      },
    ]
    return (first, { s in
      let (statements, within) = chunk.dot("within", to: s, { later.load(0, $0) }, { entries.load($0) })
      let outside = Expression.binary(.add, toBehind.load(s), .variable(through))
      let total = Expression.binary(.add, .binary(.add, within, .variable(before)), outside)
      return [.assign(before, .binary(.add, .variable(before), queryFlows.load(s)))] + statements
        + [.store(output.access.buffer, chunk.element(output, s), total)]
    })
  }

  /// What the state before the chunk gives to the one behind, by its gradient: `whole (<C, D> + n . dn)`.
  private func flowThrough(into through: Variable) -> [Statement] {
    let (vector, inVector) = chunk.dot("kept", to: .integer(shape.keys), { norm.load(0, $0) }, { normSlope.load(0, $0) })
    let rows = chunk.each("value", to: .integer(shape.values)) { value in
      let (row, inRow) = chunk.dot("kept", to: .integer(shape.keys), { state.load(value, $0) }, { slopeByValue.load(value, $0) })
      return row + [.assign(through, .binary(.add, .variable(through), inRow))]
    }
    return vector + [.assign(through, inVector), rows, .assign(through, .binary(.mul, reach.load(chunk.steps - 1), .variable(through)))]
  }

  /// Takes the gradient of the state to the chunk's start.
  func stateGradients() -> [Statement] {
    let whole = reach.load(chunk.steps - 1)
    let requests = chunk.requests(for: [q, k, v, dy], ahead: -1)
    return chunk.copy(q, into: reaching.rows, times: { reach.load($0) })
      + chunk.update(normSlope, whole, { dnorm.load($0) }, reaching.rows)
      + chunk.update(slope, whole, reaching.rows, dy.rows, count: chunk.steps, asking: requests)
      + [chunk.transpose(slope, rows: .integer(shape.keys), columns: shape.values, into: slopeByValue)]
  }
}
