import GraphIR
import LoopIR

/// How a step sums.
extension StepEmitter {
  /// The fewest terms of a sum that is split into partial sums, and into how many.
  private static let (splitSum, partialSums) = (12, 4)

  /// How the reductions of a group are summed: in local arrays, or else in registers.
  struct Sums {
    let arrays: [Value]
    let kept: [Value: Buffer]
  }

  func clear(_ arrays: [Value], _ kept: [Value: Buffer], _ order: [Axis]) {
    for root in arrays {
      let neutral = Expression.number(reduction(root).neutral, graph.type(root).element)
      over(remaining(root, order)) { inner in nest.store(kept[root]!, linear(plan.inner(graph.type(root)), inner), neutral) }
    }
  }

  /// The product or operand that a reduction sums.
  func summand(_ root: Value, _ inner: [AxisName: Expression]) -> Expression {
    let inputs = graph.nodes[root.node].inputs
    let elements = inputs.map { nest.element($0, at: index(graph.type($0), inner)) }
    if case .contraction? = nest.lowering(root.node) { return .binary(.mul, elements[0], elements[1]) }
    return elements[0]
  }

  private func reduction(_ root: Value) -> Reduction {
    if case .reduction(let reduction, _)? = nest.lowering(root.node) { reduction } else { .sum }
  }

  /// A sum in registers: one, or several partial ones, since each addition waits for the one before.
  enum Register {
    case whole(Variable)
    case parts(Buffer, of: [Axis])
  }

  func register(_ root: Value, over axes: [Axis], isAlone: Bool) -> Register {
    let element = graph.type(root).element
    let count = axes.reduce(Dim(1)) { $0 * $1.size }.constant ?? .max
    guard isAlone, lanesOutside, reduction(root) == .sum, (Self.splitSum...Self.unrolled).contains(count) else {
      return .whole(nest.declare("sum", element, .number(reduction(root).neutral, element)))
    }
    let buffer = Buffer(nest.fresh("sums").name, element, localCount: Self.partialSums)
    nest.allocate(buffer, zeroed: true)
    return .parts(buffer, of: axes)
  }

  func total(_ register: Register) -> Expression {
    switch register {
    case .whole(let sum): return .variable(sum)
    case .parts(let buffer, _):
      var parts = (0..<Self.partialSums).map { Expression.load(buffer, .integer($0)) }
      while parts.count > 1 {
        parts = stride(from: 0, to: parts.count, by: 2).map { .binary(.add, parts[$0], parts[$0 + 1]) }
      }
      return parts[0]
    }
  }

  func accumulate(_ register: Register, _ root: Value, _ summand: Expression, _ inner: [AxisName: Expression]) {
    switch register {
    case .whole(let sum): nest.append(.accumulate(sum, reduction(root), summand))
    case .parts(let buffer, let axes):
      let at = linear(axes, inner) % .integer(Self.partialSums)
      nest.store(buffer, at, .binary(.add, .load(buffer, at), summand))
    }
  }

  func add(_ summand: Expression, to root: Value, _ inner: [AxisName: Expression], _ sums: Sums) {
    let (buffer, at) = (sums.kept[root]!, linear(plan.inner(graph.type(root)), inner))
    nest.store(buffer, at, .binary(reduction(root).function, .load(buffer, at), summand))
  }
}
