import GraphIR

/// A scan before it is a node: its body, and the tensors that its inputs stand for.
struct TracedScan {
  var body: Graph
  var carries: [Tensor]
  var steps: [Tensor]
  var captures: [Tensor]

  /// Moves out of the body what needs no carry and is better done for all steps at once: products with weights, which
  /// become one large product, and functions of captures alone, which are then computed once.
  ///
  /// Before: `scan { h, x in tanh(contract(x, w) + contract(h, r)) }`
  /// After:  `let wx = contract(x, w)`, `scan { h, wx in tanh(wx + contract(h, r)) }`
  func pushedOut(along axis: AxisName) -> TracedScan {
    var mover = Mover(self, axis)
    return mover.run()
  }
}

private struct Mover {
  let scan: TracedScan
  let axis: AxisName
  /// For each node that needs no carry, its value outside; made when first asked for.
  private var outside: [Int: Tensor] = [:]
  private let kinds: [Kind]

  private enum Kind: Comparable { case capture, step, carry }

  init(_ scan: TracedScan, _ axis: AxisName) {
    (self.scan, self.axis) = (scan, axis)
    var (kinds, inputs) = ([Kind](), 0)
    for node in scan.body.nodes {
      if node.input != nil {
        kinds.append(inputs < scan.carries.count ? .carry : inputs < scan.carries.count + scan.steps.count ? .step : .capture)
        inputs += 1
      } else {
        kinds.append(node.inputs.map { kinds[$0.node] }.max() ?? .capture)
      }
    }
    self.kinds = kinds
  }

  mutating func run() -> TracedScan {
    let body = scan.body
    let moved = body.liveNodes.filter { movesOut($0) }
    if moved.isEmpty { return scan }
    let tensors = scan.carries + scan.steps + scan.captures
    for (position, input) in body.inputs.enumerated() where kinds[input.value.node] != .carry {
      outside[input.value.node] = tensors[position]
    }
    var result = TracedScan(body: body, carries: scan.carries, steps: [], captures: [])
    let builder = GraphBuilder(name: body.name)
    var values: [Int: [Tensor]] = [:]
    func input(_ node: Int, _ name: String) { values[node] = [builder.input(Input(name, .data), body.nodes[node].types[0])] }
    // Inputs stand in the order of their roles; what nothing inside reads any more falls away.
    let needed = neededInside(moved)
    for (value, own, _) in body.inputs where kinds[value.node] == .carry { input(value.node, own.name) }
    for kind in [Kind.step, .capture] {
      let own = body.inputs.filter { kinds[$0.value.node] == kind && needed.contains($0.value.node) }
      let new = moved.filter { kinds[$0] == kind && needed.contains($0) }
      for (value, input_, _) in own { input(value.node, input_.name) }
      for node in new { input(node, "\(body.nodes[node].operation!.mnemonic) \(node)") }
      let list = own.map { outside[$0.value.node]! } + new.map { lifted($0) }
      if kind == .step { result.steps = list } else { result.captures = list }
    }
    // Without any step input left the length would be unknown.
    if result.steps.isEmpty { return scan }
    for (index, node) in body.nodes.enumerated() where needed.contains(index) && values[index] == nil {
      let operands = node.inputs.map { values[$0.node]![$0.output] }
      values[index] = builder.attributing(to: node) { builder.add(node.operation!, operands) }
    }
    for output in body.outputs { builder.output(output.name, values[output.value.node]![output.value.output]) }
    guard let finished = try? builder.finish() else { return scan }
    result.body = finished
    return result
  }

  /// Products of per-step values, and functions of captures.
  private func movesOut(_ index: Int) -> Bool {
    guard let operation = scan.body.nodes[index].operation, canLift(index) else { return false }
    switch kinds[index] {
    case .carry: return false
    case .step: return operation is Contract
    case .capture: return true
    }
  }

  /// Operators that mean the same with one more axis, on a node and all that it is computed from.
  private func canLift(_ index: Int) -> Bool {
    let node = scan.body.nodes[index]
    guard let operation = node.operation else { return true }
    if kinds[index] == .capture { return true }
    return (operation is Map || operation is Contract || operation is Reduce || operation is Transpose || operation is Broadcast)
      && node.inputs.allSatisfy { canLift($0.node) }
  }

  /// The nodes that the body still needs when some have become inputs.
  private func neededInside(_ moved: [Int]) -> Set<Int> {
    let body = scan.body
    var (needed, pending) = (Set<Int>(), body.outputs.map(\.value.node))
    while let node = pending.popLast() {
      if !needed.insert(node).inserted || moved.contains(node) { continue }
      pending += body.nodes[node].inputs.map(\.node)
    }
    return needed
  }

  /// The value of a node for all steps, outside.
  private mutating func lifted(_ index: Int) -> Tensor {
    if let known = outside[index] { return known }
    let node = scan.body.nodes[index]
    let operands = node.inputs.map { lifted($0.node) }
    let builder = operands.first?.builder ?? scan.steps[0].builder
    let operation = kinds[index] == .step ? withAxis(node, operands) : node.operation!
    let result: Tensor = builder.attributing(to: node) { builder.add(operation, operands) }
    outside[index] = result
    return result
  }

  /// The operator with the stepped axis in front of the last axes that it had there before.
  private func withAxis(_ node: Node, _ operands: [Tensor]) -> any Operator {
    let length = scan.steps[0].axis(axis)!
    func inserted(_ axes: [Axis]) -> [Axis] {
      let leading = scan.steps[0].type.names.prefix { $0 != axis }
      let before = axes.filter { leading.contains($0.name) }
      return before + [length] + axes.filter { !leading.contains($0.name) }
    }
    switch node.operation! {
    case is Contract: return Contract(output: inserted(node.types[0].axes).map(\.name))
    case is Transpose: return Transpose(to: inserted(node.types[0].axes).map(\.name))
    case is Broadcast: return Broadcast(to: inserted(node.types[0].axes))
    default: return node.operation!
    }
  }
}
