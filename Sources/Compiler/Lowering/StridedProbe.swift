import GraphIR
import LoopIR

/// Finds out whether a value's elements lie in some memory at a fixed stride along each axis, by asking for the element
/// at a symbolic index and looking at the load that comes back.
struct StridedProbe {
  let nest: NestBuilder

  func access(_ value: Value) -> StridedAccess? {
    let axes = nest.graph.type(value).axes
    let variables = axes.indices.map { Variable("probe\($0)") }
    guard case .load(let buffer, let index, _, _) = element(value, at: variables.map { .variable($0) }) else { return nil }
    var (rest, strides) = (Polynomial(index), [Expression]())
    for variable in variables {
      guard let (coefficient, remainder) = rest.split(by: variable) else { return nil }
      strides.append(coefficient.expression)
      rest = remainder
    }
    guard !strides.contains(where: { stride in variables.contains { stride.uses($0) } }) else { return nil }
    return StridedAccess(buffer: buffer, offset: rest.expression, strides: strides)
  }

  fileprivate func element(_ value: Value, at index: [Expression]) -> Expression {
    let type = nest.graph.type(value)
    if let buffer = nest.buffer(value) { return .load(buffer, nest.linear(index, type)) }
    let node = nest.graph.nodes[value.node]
    switch nest.lowering(value.node) {
    case .element(let rule): return rule(ProbeContext(probe: self, node: value.node), value.output, index)
    case .view:
      let source = node.inputs[0]
      if let buffer = nest.buffer(source) { return .load(buffer, nest.linear(index, type)) }
      return element(source, at: nest.graph.type(source).index(ofReshaped: type, index, size: nest.size))
    default: return .integer(0)
    }
  }
}

private struct ProbeContext: LoweringContext {
  let probe: StridedProbe
  let node: Int
  var inputTypes: [TensorType] { probe.nest.graph.nodes[node].inputs.map(probe.nest.graph.type) }
  var outputTypes: [TensorType] { probe.nest.graph.nodes[node].types }
  func input(_ number: Int, at index: [Expression]) -> Expression {
    probe.element(probe.nest.graph.nodes[node].inputs[number], at: index.map(\.simplifiedIndex))
  }
  func size(_ dim: Dim) -> Expression { probe.nest.size(dim) }
  func bind(_ value: Expression) -> Expression { value }
}
