import GraphIR
import Operators

/// Rewrites a graph into the one of a single piece; see `Graph.stepwise`.
final class StreamRewriter {
  private let source: Graph
  private let symbol: String
  private let period: Int?
  private(set) var states: [StepGraph.State] = []
  private var updates: [(state: String, value: Tensor)] = []
  /// For each value that shifts look back at, how far the farthest of them looks.
  private var reach: [Value: Int] = [:]
  /// Each of these values with its past before it.
  private var extended: [Value: Tensor] = [:]
  private var counters: [Dim: Tensor] = [:]
  /// One mistake is reported, not one in each layer.
  private var hasFailed = false

  init(_ source: Graph, symbol: String, period: Int?) {
    (self.source, self.symbol, self.period) = (source, symbol, period)
    for node in source.liveNodes {
      guard let shift = source.nodes[node].operation as? Shift, let value = source.nodes[node].inputs.first else { continue }
      reach[value] = max(reach[value] ?? 0, shift.offset)
    }
  }

  func run() throws -> Graph {
    var last: GraphBuilder?
    var graph = try source.rewritten { [self] index, node, inputs, builder in
      last = builder
      guard !hasFailed, let operation = node.operation, dependsOnTime(node) else { return nil }
      return rewrite(operation, node, inputs, builder)
    }
    guard last != nil else { return graph }
    for (state, value) in updates {
      graph.outputs.append(Output("next \(state)", value.value!, updates: state))
    }
    return graph
  }

  // MARK: What depends on time

  private func isTime(_ size: Dim) -> Bool { size.symbols.contains(symbol) }

  private func timeAxes(_ type: TensorType) -> [Axis] { type.axes.filter { isTime($0.size) } }

  private func isTime(_ axis: AxisName, _ node: Node) -> Bool {
    (node.inputs.map(source.type) + node.types).contains { $0.axis(axis).map { isTime($0.size) } ?? false }
  }

  private func dependsOnTime(_ node: Node) -> Bool {
    if let size = node.operation as? Size, isTime(size.size) { return true }
    return (node.inputs.map(source.type) + node.types).contains { !timeAxes($0).isEmpty }
  }

  // MARK: Operators

  private func rewrite(_ operation: any Operator, _ node: Node, _ inputs: [Tensor], _ builder: GraphBuilder) -> [Tensor]? {
    switch operation {
    case let scan as Scan where isTime(scan.axis, node): return stepped(scan, node, inputs, builder)
    case let attention as LinearAttention where isTime(attention.time, node): return stepped(attention, node, inputs, builder)
    case let shift as Shift where isTime(shift.axis, node): return shifted(shift, node, inputs, builder)
    case let iota as Iota: return counted(iota, node, builder)
    default: break
    }
    guard let (reason, advice) = objection(to: operation, node) else { return nil }
    return refused(operation, reason, advice, node, builder)
  }

  /// Why an operator needs more than one piece, and what to do; nil if each step's result is that of the step alone.
  private func objection(to operation: any Operator, _ node: Node) -> (reason: String, advice: String)? {
    let later = "an operator along another axis, or a recurrence that runs forward"
    switch operation {
    case is Size: return ("it depends on how many steps there are", later)
    case is Reshape: return keepsTimeOutermost(node) ? nil : ("it moves steps across others", "time as the outermost part of an axis")
    case is Frame:
      return source.nodes[node.inputs[0].node].input != nil ? nil : ("its windows overlap", "windows of an input only")
    case is Attention:
      return ("in attention every step sees all others, at any distance", "a recurrent model that runs forward, such as ssam-tiny")
    default:
      let mixed = operation.mixedAxes(node.inputs.map(source.type), node.types).sorted { $0.text < $1.text }
      return mixed.first { isTime($0, node) }.map { ("it takes all of the axis '\($0)' together", later) }
    }
  }

  /// True if the same number of elements lies around the time axis before and after.
  private func keepsTimeOutermost(_ node: Node) -> Bool {
    func before(_ type: TensorType) -> Dim? {
      guard timeAxes(type).count == 1, let place = type.axes.firstIndex(where: { isTime($0.size) }) else { return nil }
      return type.shape.prefix(place).reduce(1, *)
    }
    guard let old = before(source.type(node.inputs[0])), let new = before(node.types[0]) else { return false }
    return old == new
  }

  /// A recurrence goes on from where the last piece has ended.
  private func stepped(_ scan: Scan, _ node: Node, _ inputs: [Tensor], _ builder: GraphBuilder) -> [Tensor]? {
    if scan.isReverse { return refusedReverse(scan, node, builder) }
    var values = inputs
    for number in 0..<scan.carries {
      guard let start = source.constant(node.inputs[number]) else {
        return refused(
          scan, "the recurrence starts from values that are computed or learned", "a number that it starts from", node, builder)
      }
      values[number] = state("carry", source.type(node.inputs[number]), start, builder)
    }
    let first = states.count - scan.carries
    let results: [Tensor] = builder.add(scan, values)
    for number in 0..<scan.carries { updates.append((states[first + number].name, results[number])) }
    return results
  }

  /// Linear attention goes on from its state as a recurrence.
  private func stepped(_ attention: LinearAttention, _ node: Node, _ inputs: [Tensor], _ builder: GraphBuilder) -> [Tensor]? {
    if attention.isReverse { return refusedReverse(attention, node, builder) }
    let types = attention.stateTypes(node.inputs.map(source.type))
    let start = (state: state("carry", types.state, 0, builder), norm: state("carry", types.norm, 0, builder))
    let names = states.suffix(2).map(\.name)
    let result = attention.recurrent(inputs, from: start)
    updates += [(names[0], result.last.state), (names[1], result.last.norm)]
    // The states before chunks are for gradients, of which a stream has none.
    return [result.y, result.norm, Tensor(builder, nil), Tensor(builder, nil)]
  }

  private func refusedReverse(_ operation: any Operator, _ node: Node, _ builder: GraphBuilder) -> [Tensor] {
    refused(
      operation, "the recurrence runs against time: it begins with the last step",
      "every layer to run forward, for instance --set direction=forward, and training in that form", node, builder)
  }

  /// `y[t] = x[t - offset]` of the piece with its past before it.
  private func shifted(_ shift: Shift, _ node: Node, _ inputs: [Tensor], _ builder: GraphBuilder) -> [Tensor]? {
    guard shift.offset >= 0 else {
      return refused(
        shift, "it looks \(-shift.offset) steps ahead", "every layer to run forward, for instance --set direction=forward", node, builder)
    }
    let (value, length) = (node.inputs[0], inputs[0].axis(shift.axis)!.size)
    let farthest = reach[value] ?? shift.offset
    let whole =
      extended[value]
      ?? {
        let kept = inputs[0].type.axes.map { $0.name == shift.axis ? Axis(shift.axis, Dim(farthest)) : $0 }
        let past = state("past", TensorType(inputs[0].type.element, kept), 0, builder)
        let joined = concat([past, inputs[0]], along: shift.axis)
        updates.append((states.last!.name, joined.slice(shift.axis, from: length, size: Dim(farthest))))
        extended[value] = joined
        return joined
      }()
    return [whole.slice(shift.axis, from: Dim(farthest - shift.offset), size: length)]
  }

  /// Positions go on from where the last piece has ended, and begin again after the period.
  private func counted(_ iota: Iota, _ node: Node, _ builder: GraphBuilder) -> [Tensor]? {
    guard isTime(iota.axis.size) else { return nil }
    guard let period, let steps = iota.axis.size.value([symbol: 1]), let whole = iota.axis.size.value([symbol: period]),
      iota.element == .f32, whole < 1 << 24
    else {
      return refused(iota, "positions grow without end", "positions that begin again after a window, or none", node, builder)
    }
    let counter =
      counters[iota.axis.size]
      ?? {
        let count = state("position", TensorType(.f32, []), 0, builder)
        let pieces: Tensor = builder.add(Size(Dim(symbol: symbol), element: .f32), [])
        let next = map([count, pieces]) { .binary(.mod, $0[0] + $0[1] * .constant(Double(steps)), .constant(Double(whole))) }
        updates.append((states.last!.name, next))
        counters[iota.axis.size] = count
        return count
      }()
    let own: Tensor = builder.add(iota, [])
    return [map([own, counter]) { .binary(.mod, $0[0] + $0[1], .constant(Double(whole))) }]
  }

  private func state(_ kind: String, _ type: TensorType, _ start: Double, _ builder: GraphBuilder) -> Tensor {
    let place = builder.scope.isEmpty ? kind : "\(builder.scope)/\(kind)"
    let number = states.filter { $0.name.hasPrefix("stream/\(place)-") }.count
    let name = "stream/\(place)-\(number)"
    if type.shape.contains(where: { $0.constant == nil }) {
      builder.report(
        Diagnostic("the size of what is remembered is not fixed", role: "state", expected: "sizes without symbols", found: "\(type)"))
      hasFailed = true
    }
    states.append(StepGraph.State(name: name, type: type, start: start))
    return builder.input(Input(name, .state, initializer: .constant(start)), type)
  }

  private func refused(
    _ operation: any Operator, _ reason: String, _ advice: String, _ node: Node, _ builder: GraphBuilder
  ) -> [Tensor] {
    hasFailed = true
    let layer = node.scope.isEmpty ? source.name : node.scope
    builder.report(
      Diagnostic(
        "'\(layer)' cannot be streamed (\(operation.mnemonic)): \(reason)", expected: advice,
        found: node.inputs.map { "\(source.type($0))" }.joined(separator: ", ")))
    return node.types.map { _ in Tensor(builder, nil) }
  }
}

extension Graph {
  /// The number that all elements of a value are; nil if it depends on an input or on the place.
  fileprivate func constant(_ value: Value) -> Double? {
    var value = value
    while nodes[value.node].operation is Broadcast || nodes[value.node].operation is Transpose {
      value = nodes[value.node].inputs[0]
    }
    guard type(value).rank == 0 else { return nil }
    var part = self
    part.outputs = [Output("value", value)]
    let live = part.liveNodes
    guard live.allSatisfy({ nodes[$0].input == nil && nodes[$0].types.allSatisfy { $0.shape.allSatisfy { $0.constant != nil } } }),
      let scalar = try? part.rewritten({ _, node, _, builder in node.input.map { _ in [Tensor(builder, nil)] } })
    else { return nil }
    return (try? Evaluator(scalar).run([:]))?["value"]?.data.first
  }
}
