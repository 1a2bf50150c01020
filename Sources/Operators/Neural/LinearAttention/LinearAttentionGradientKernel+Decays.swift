import GraphIR

/// The gradients of log decays, and of the state at the chunk's start.
extension LinearAttentionGradientKernel {
  /// The gradient of a step's log decay is all that flows through the step, from what came before it to it or to what comes
  /// later: within the chunk, from the state before, to the state behind, and from the one to the other. It is a sum of these
  /// and no difference, so that nothing is lost where decays are strong.
  func decayGradients(_ back: Expression) -> [Statement] {
    guard let output = shape.output(3, context) else { return [] }
    let (through, behind, before) = (chunk.scalar("through"), chunk.scalar("behind"), chunk.scalar("before"))
    let own = chunk.scalar("own")
    let toBehind = chunk.eachStep { s in
      [
        .define(own, keyFlows.load(s)), keyFlows.store(s, .variable(behind)),
        .assign(behind, .binary(.add, .variable(behind), .variable(own))),
      ]
    }
    let later = chunk.array("later_flows", 1, chunk.pairStride)
    let steps = chunk.each("i", to: chunk.steps) { i in
      let s = (chunk.steps - 1 - i).simplifiedIndex
      let (statements, within) = chunk.sum("within", to: s) { later.load(0, $0) }
      let outside = Expression.binary(.add, keyFlows.load(s), .variable(through))
      let total = Expression.binary(.add, .binary(.add, within, .variable(before)), outside)
      return [
        .assign(before, .binary(.add, .variable(before), queryFlows.load(s))),
        chunk.each("f", to: s + 1, kind: .vector) { f in [later.store(0, f, .binary(.add, later.load(0, f), flows.load(s, f)))] },
      ] + statements + [.store(output.access.buffer, chunk.element(output, s), total)]
    }
    let zeros = [through, behind, before].map { Statement.declare($0, .number(0, .f32)) }
    let isBetween = Expression.compare(.lt, 0, .minimum(number, back))
    return zeros + chunk.prepare(later, rows: 1, columns: 0) + [.branch(isBetween, then: flowThrough(into: through)), toBehind, steps]
  }

  /// What the state before the chunk gives to the one behind, by its gradient: `whole (<C, D> + n . dn)`.
  private func flowThrough(into through: Variable) -> [Statement] {
    let (vector, inVector) = chunk.dot("kept", shape.keys, { norm.load(0, $0) }, { normSlope.load(0, $0) })
    let rows = chunk.each("value", to: .integer(shape.values)) { value in
      let (row, inRow) = chunk.dot("kept", shape.keys, { state.load(value, $0) }, { slopeByValue.load(value, $0) })
      return row + [.assign(through, .binary(.add, .variable(through), inRow))]
    }
    return vector + [.assign(through, inVector), rows, .assign(through, .binary(.mul, reach.load(chunk.steps - 1), .variable(through)))]
  }

  /// Takes the gradient of the state to the chunk's start.
  func stateGradients() -> [Statement] {
    let whole = reach.load(chunk.steps - 1)
    // The array of keys has served its turn.
    let reaching = k.rows
    return chunk.copy(q, into: reaching, times: reach) + chunk.update(normSlope, whole, { dnorm.load($0) }, reaching)
      + chunk.update(slope, whole, reaching, dy.rows)
      + [chunk.transpose(slope, rows: .integer(shape.keys), columns: shape.values, into: slopeByValue)]
  }
}
