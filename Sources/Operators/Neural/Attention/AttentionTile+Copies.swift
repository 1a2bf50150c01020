import GraphIR

/// The copies of operands that attention's tiles read, each made by a kernel of its own, and operands that need none.
extension AttentionTile {
  /// Elements of the packed panels of an operand with `steps` steps.
  func panelCount(_ outer: Dim, _ steps: Dim) -> Dim { outer * (steps + Dim(width)) * Dim(features) }
  func rowCount(_ outer: Dim, _ steps: Dim) -> Dim { outer * steps * Dim(paddedFeatures) }
  func panels(_ steps: Expression) -> Expression { steps.dividedUp(by: width) }

  /// A kernel that packs an operand into panels: what a panel lacks are zeros.
  func packPanels(_ operand: StepOperand, into name: String, outer: Dim, steps: Dim) {
    let (size, panelCount) = (context.size(steps), panels(context.size(steps)))
    let buffer = context.scratch(name, .f32, count: self.panelCount(outer, steps))
    let (unit, entry, first, inside) = (index("unit"), index("entry"), index("first"), index("inside"))
    let start = Expression.variable(unit) * .integer(features * width)
    /// Goes over some lanes of all features.
    func overLanes(_ from: Expression, _ to: Expression, _ kind: LoopKind, _ value: (_ feature: Expression, _ lane: Expression) -> Expression)
      -> Statement
    {
      let (feature, lane) = (index("feature"), index("n"))
      let at = (start + .variable(feature) * .integer(width) + .variable(lane)).simplifiedIndex
      let store = Statement.store(buffer, at, value(.variable(feature), .variable(lane)))
      let lanes = Statement.loop(Loop(lane, from: from, to: to, kind: kind, body: [store]))
      return .loop(Loop(feature, to: .integer(features), body: [lanes]))
    }
    let copy = overLanes(0, .variable(inside), .vector) { feature, lane in
      let from = operand.position(.variable(entry), .variable(first) + lane, feature, context.size)
      return .load(operand.access.buffer, from.simplifiedIndex)
    }
    let rest = overLanes(.variable(inside), .integer(width), .serial) { _, _ in .number(0, .f32) }
    let readsEntry = operand.position(.variable(entry), 0, 0, context.size).uses(entry)
    let place = readsEntry ? [Statement.define(entry, .variable(unit) / panelCount)] : []
    finish("pack_\(name)", unit, context.size(outer) * panelCount, place + [
      .define(first, .variable(unit) % panelCount * .integer(width)),
      .define(inside, .minimum(.integer(width), size - .variable(first))), copy, rest,
    ])
  }

  /// An operand's rows from a step on, for an index of the outer axes.
  typealias Rows = (_ entry: Expression, _ first: Expression) -> RegisterTile.Rows

  /// Whether sums over steps read an operand's rows where they lie: whole vectors side by side, whose steps do not share few
  /// sets of the first-level cache.
  private func isInPlace(_ operand: StepOperand) -> Bool {
    operand.isContiguous && features == paddedFeatures && operand.staysNear(width, along: operand.time)
  }

  /// The rows of an operand: where they lie, or where `copyRows` puts them.
  func rows(_ operand: StepOperand, _ name: String, outer: Dim, steps: Dim) -> Rows {
    if isInPlace(operand) {
      return { entry, first in
        let start = operand.position(entry, first, 0, context.size).simplifiedIndex
        return .init(operand.access.buffer, at: start, stride: operand.stride(operand.time))
      }
    }
    let buffer = context.scratch(name, .f32, count: rowCount(outer, steps)), size = context.size(steps)
    return { entry, first in
      .init(buffer, at: ((entry * size + first) * .integer(paddedFeatures)).simplifiedIndex, stride: .integer(paddedFeatures))
    }
  }

  /// A kernel that copies an operand into rows of whole vectors, where it is not read in place.
  func copyRows(_ operand: StepOperand, into name: String, outer: Dim, steps: Dim) {
    if isInPlace(operand) { return }
    let size = context.size(steps), blocks = size.dividedUp(by: block)
    let buffer = context.scratch(name, .f32, count: rowCount(outer, steps))
    let (unit, entry, first) = (index("unit"), index("entry"), index("first"))
    let (step, feature, rest) = (index("step"), index("feature"), index("feature"))
    let row = (Expression.variable(entry) * size + .variable(step)) * .integer(paddedFeatures)
    let from = operand.position(.variable(entry), .variable(step), .variable(feature), context.size)
    var copies = [
      Statement.loop(Loop(feature, to: .integer(features), kind: .vector, body: [
        .store(buffer, (row + .variable(feature)).simplifiedIndex, .load(operand.access.buffer, from.simplifiedIndex))
      ]))
    ]
    if features < paddedFeatures {
      copies.append(.loop(Loop(rest, from: .integer(features), to: .integer(paddedFeatures), body: [
        .store(buffer, (row + .variable(rest)).simplifiedIndex, .number(0, .f32))
      ])))
    }
    finish("rows_\(name)", unit, context.size(outer) * blocks, [
      .define(entry, .variable(unit) / blocks),
      .define(first, .variable(unit) % blocks * .integer(block)),
      .loop(Loop(step, from: .variable(first), to: .minimum(size, .variable(first) + .integer(block)), body: copies)),
    ])
  }

  /// A kernel that copies one number a step into panels, times a factor.
  ///
  /// - Parameter padding: what steps that a panel lacks have.
  func padSteps(
    _ operand: StepOperand, times factor: Double = 1, with padding: Double = 0, into name: String, outer: Dim, steps: Dim
  ) {
    let (size, panelCount) = (context.size(steps), panels(context.size(steps)))
    let buffer = context.scratch(name, .f32, count: outer * (steps + Dim(width)))
    let (unit, step, rest) = (index("unit"), index("step"), index("step"))
    let start = Expression.variable(unit) * panelCount * .integer(width)
    let from = operand.position(.variable(unit), .variable(step), 0, context.size)
    let number = Expression.load(operand.access.buffer, from.simplifiedIndex)
    let scaled = factor == 1 ? number : .binary(.mul, number, .number(factor, .f32))
    finish("pad_\(name)", unit, context.size(outer), [
      .loop(Loop(step, to: size, kind: .vector, body: [.store(buffer, (start + .variable(step)).simplifiedIndex, scaled)])),
      .loop(Loop(rest, from: size, to: panelCount * .integer(width), body: [
        .store(buffer, (start + .variable(rest)).simplifiedIndex, .number(padding, .f32))
      ])),
    ])
  }
}
