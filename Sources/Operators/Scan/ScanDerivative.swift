import GraphIR

/// The gradient of a scan: a scan against its direction whose body is the derivative of its body.
///
/// What is summed over steps is kept as small as it can be: a product of two per-step tensors (the gradient of a weight
/// inside the loop) leaves the loop as its two factors, whose product over all steps is one contraction; a sum over an
/// axis along which recurrences are independent is taken outside.
struct ScanDerivative {
  private let scan: Scan
  private let context: GradientContext
  private let inner: GraphBuilder
  private let axes: ScanAxes
  private var stepOutputs: [Tensor] = []
  private var sums: [Tensor] = []

  /// How a gradient is put together from the results of the gradient scan: `(step outputs, sums) -> gradient`.
  private typealias Assembly = ([Tensor], [Tensor]) -> Tensor

  init(_ scan: Scan, _ context: GradientContext) {
    (self.scan, self.context) = (scan, context)
    inner = GraphBuilder(name: scan.body.name + "-gradient")
    axes = ScanAxes(of: scan.body, carries: scan.carries, steps: scan.steps)
  }

  func inputGradients() -> [Tensor?] {
    var derivation = self
    return derivation.derive()
  }

  private mutating func derive() -> [Tensor?] {
    let (k, s) = (scan.carries, scan.steps)
    let types = scan.body.inputs.map { $0.type }
    let names = scan.body.inputs.map { $0.input.name }
    let arrived = context.outputGradients[k..<scan.body.outputs.count].enumerated().filter { $0.element != nil }
    func input(_ name: String, _ type: TensorType) -> Tensor { inner.input(Input(name, .data), type) }
    let carries = (0..<k).map { input(names[$0], types[$0]) }
    let slopes = (0..<k).map { input("d " + names[$0], types[$0]) }
    let steps = (k..<k + s).map { input(names[$0], types[$0]) }
    let arriving = arrived.map { input("d output \($0.offset)", $0.element!.type.removing([scan.axis])) }
    let captures = (k + s..<types.count).map { input(names[$0], types[$0]) }
    let results = scan.body.inlined(into: inner, inputs: carries + steps + captures)
    let reached = arrived.map { results[k + $0.offset] }
    let seeds = Array(zip(results.prefix(k), slopes)) + zip(reached, zip(arriving, reached).map { aligned($0, $1.type) })
    let wanted = (carries + steps + captures).enumerated().filter { $0.offset < k || context.needed[$0.offset] }
    var derivatives = [Tensor?](repeating: nil, count: types.count)
    let found = pullback(seeds.map { (tensor: $0.0, cotangent: $0.1) }, to: wanted.map(\.element))
    for ((number, _), gradient) in zip(wanted, found) { derivatives[number] = gradient }

    let next = (0..<k).map { derivatives[$0] ?? map([carries[$0]]) { _ in .constant(0) } }
    let assemblies: [Assembly?] = derivatives.enumerated().map { number, derivative in
      guard number >= k, let value = derivative?.value else { return nil }
      return number < k + s ? perStep(value, types[number].names) : summed(value)
    }
    for (number, tensor) in (next + stepOutputs + sums).enumerated() { inner.output("result \(number)", tensor) }
    guard let outer = add(arrived.map { $0.element! }, steps: s + arriving.count) else { return context.inputs.map { _ in nil } }
    let outs = Array(outer[k..<k + stepOutputs.count])
    let totals = Array(outer[(k + stepOutputs.count)..<(k + stepOutputs.count + sums.count)])
    return assemblies.enumerated().map { number, assembly in
      if number < k { return context.needed[number] ? outer[number] : nil }
      return assembly.map { aligned($0(outs, totals), context.inputs[number].type) }
    }
  }

  /// The gradient scan as a node outside; nil where the body could not be built.
  private func add(_ arrived: [Tensor], steps: Int) -> [Tensor]? {
    let k = scan.carries
    guard let whole = try? inner.finish(), let body = try? whole.keeping(outputs: whole.outputs.count),
      let replay = try? scan.body.keeping(outputs: k)
    else { return nil }
    let operation = ScanGradient(
      over: scan.axis, isReverse: scan.isReverse, carries: k, steps: steps, sums: sums.count, interval: scan.interval,
      replaySteps: scan.steps, axes: axes.restricted(to: body), replay: replay, body: body)
    let stored = context.outputs.suffix(k)
    let final = (0..<k).map { number in
      context.outputGradients[number] ?? map([context.inputs[number]]) { _ in .constant(0) }
    }
    let (steps, captures) = (context.inputs[k..<k + scan.steps], context.inputs.dropFirst(k + scan.steps))
    return context.builder.add(operation, stored + final + steps + arrived + captures)
  }

  private func aligned(_ tensor: Tensor, _ type: TensorType) -> Tensor {
    tensor.type.names == type.names ? tensor : tensor.transposed(to: type.names)
  }

  // MARK: What leaves the loop

  /// A gradient of each step: sums over independent axes other than the lanes are taken outside. The axes come in the
  /// order of the step input's, so that nothing is transposed outside.
  private mutating func perStep(_ value: Value, _ order: [AxisName]) -> Assembly {
    let node = inner.graph.nodes[value.node]
    if let (a, b) = addends(node), leaves(a) || leaves(b) {
      let (left, right) = (perStep(a, order), perStep(b, order))
      return { left($0, $1) + right($0, $1) }
    }
    if node.operation is Transpose { return perStep(node.inputs[0], order) }
    if let (operand, axes) = peeled(node, self.axes.outer) {
      let rest = perStep(operand, order)
      return { sum(rest($0, $1), over: axes) }
    }
    return { [number = stepOutput(ordered(value, order))] outputs, _ in outputs[number] }
  }

  private func ordered(_ value: Value, _ order: [AxisName]) -> Value {
    let names = inner.graph.type(value).names
    let wanted = names.filter { !order.contains($0) } + order.filter(names.contains)
    if names == wanted { return value }
    let node = inner.graph.nodes[value.node]
    guard let reduce = node.operation as? Reduce else { return Tensor(inner, value).transposed(to: wanted).value ?? value }
    // A sum over lanes has to stay the last operator.
    let operand = Tensor(inner, node.inputs[0]).transposed(to: wanted + reduce.axes)
    let sum: Tensor = inner.attributing(to: node) { inner.add(reduce, [operand]) }
    return sum.value ?? value
  }

  /// True if some part of a gradient of each step is a sum that can be taken outside.
  private func leaves(_ value: Value) -> Bool {
    let node = inner.graph.nodes[value.node]
    if let (a, b) = addends(node) { return leaves(a) || leaves(b) }
    if node.operation is Transpose { return leaves(node.inputs[0]) }
    return (node.operation as? Reduce).map { $0.reduction == .sum && $0.axes.contains(where: axes.outer.contains) } ?? false
  }

  /// A gradient summed over all steps.
  private mutating func summed(_ value: Value) -> Assembly {
    let node = inner.graph.nodes[value.node]
    if let (a, b) = addends(node) {
      let (left, right) = (summed(a), summed(b))
      return { [self] in aligned(right($0, $1), left($0, $1).type) + left($0, $1) }
    }
    if node.operation is Transpose { return summed(node.inputs[0]) }
    if let (operand, axes) = peeled(node, self.axes.outer + (self.axes.lane.map { [$0] } ?? [])) {
      let rest = summed(operand)
      return { sum(rest($0, $1), over: axes) }
    }
    if let contract = node.operation as? Contract, isOuterProduct(node) {
      let (left, right) = (stepOutput(node.inputs[0]), stepOutput(node.inputs[1]))
      return { outputs, _ in outputs[left].builder.add(contract, [outputs[left], outputs[right]]) }
    }
    sums.append(Tensor(inner, value))
    return { [number = sums.count - 1] _, sums in sums[number] }
  }

  /// The number of the step output that is a value.
  private mutating func stepOutput(_ value: Value) -> Int {
    if let known = stepOutputs.firstIndex(where: { $0.value == value }) { return known }
    stepOutputs.append(Tensor(inner, value))
    return stepOutputs.count - 1
  }

  private func addends(_ node: Node) -> (Value, Value)? {
    guard let map = node.operation as? Map, node.inputs.count == 2, map.body == .input(0) + .input(1),
      node.inputs.allSatisfy({ inner.graph.type($0) == node.types[0] })
    else { return nil }
    return (node.inputs[0], node.inputs[1])
  }

  /// A sum over some axes, some of which may be taken outside: what remains inside, and the axes to sum over outside.
  private func peeled(_ node: Node, _ outside: [AxisName]) -> (Value, [AxisName])? {
    guard let reduce = node.operation as? Reduce, reduce.reduction == .sum else { return nil }
    let peeled = reduce.axes.filter(outside.contains)
    if peeled.isEmpty { return nil }
    let rest = reduce.axes.filter { !peeled.contains($0) }
    if rest.isEmpty { return (node.inputs[0], peeled) }
    let kept = inner.attributing(to: node) { sum(Tensor(inner, node.inputs[0]), over: rest) }
    return kept.value.map { ($0, peeled) }
  }

  /// True if the factors of a product are smaller than the product at each step.
  private func isOuterProduct(_ node: Node) -> Bool {
    let independent = axes.outer + (axes.lane.map { [$0] } ?? [])
    func size(_ type: TensorType) -> Int { type.removing(independent).count.constant ?? .max }
    let factors = node.inputs.map { size(inner.graph.type($0)) }
    return factors.allSatisfy { $0 < size(node.types[0]) }
  }
}

extension Graph {
  /// Adds the graph's operations to a builder with tensors for its inputs, and returns its outputs.
  func inlined(into builder: GraphBuilder, inputs tensors: [Tensor]) -> [Tensor] {
    var (results, next) = ([[Tensor]](), tensors.makeIterator())
    for node in nodes {
      if node.input != nil {
        results.append([next.next()!])
      } else {
        let operands = node.inputs.map { results[$0.node][$0.output] }
        results.append(builder.attributing(to: node) { builder.add(node.operation!, operands) })
      }
    }
    return outputs.map { results[$0.value.node][$0.value.output] }
  }

  /// The graph with its first outputs only, without what they do not need.
  func keeping(outputs count: Int) throws -> Graph {
    var graph = self
    graph.outputs = Array(outputs.prefix(count))
    return try graph.rewritten { _, _, _, _ in nil }
  }
}
