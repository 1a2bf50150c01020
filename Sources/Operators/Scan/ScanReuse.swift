import GraphIR

/// What a gradient scan need not compute again: values of its body that the replayed recurrence has computed for the same
/// step, and that are on the tape anyway, as next carries are, or cost more to compute than to keep there, such as
/// exponentials and products with weights.
public struct ScanReuse: Sendable {
  /// Values of the replayed recurrence and those of the body that equal them: the first ones that are met on the way from
  /// the body's outputs to its inputs.
  public private(set) var pairs: [(replay: Value, body: Value)] = []

  private let (replay, body): (Graph, Graph)
  /// The input of the body that an input of the replayed recurrence stands for.
  private let inputs: [Value: Value]

  /// - Parameters: as in `ScanGradient`.
  init(replay: Graph, body: Graph, carries: Int, steps: Int, replaySteps: Int) {
    (self.replay, self.body) = (replay, body)
    let replayed = replay.outputs.count
    inputs = Dictionary(uniqueKeysWithValues: replay.inputs.enumerated().map { number, input in
      let place = number < replayed ? number : number < replayed + replaySteps ? number + carries : number + carries + steps - replaySteps
      return (input.value, body.inputs[place].value)
    })
    let twins = self.twins()
    // Next carries are on the tape anyway.
    let next = Set(replay.outputs.map(\.value))
    var (pending, seen) = (body.outputs.map(\.value), Set<Value>())
    while let value = pending.popLast() {
      guard seen.insert(value).inserted else { continue }
      if let twin = twins[value], isDear(value) || next.contains(twin) { pairs.append((twin, value)) } else { pending += body.nodes[value.node].inputs }
    }
    pairs.sort { ($0.body.node, $0.body.output) < ($1.body.node, $1.body.output) }
  }

  /// For each value of the body that the replayed recurrence computes, too, the value there.
  private func twins() -> [Value: Value] {
    var (twins, known) = ([Value: Value](), [Key: Int]())
    for (own, theirs) in inputs { twins[theirs] = own }
    // By operator and operands, as values of the replayed recurrence.
    for (index, node) in replay.nodes.enumerated() {
      if let operation = node.operation { known[Key(operation: AnyOperator(operation), inputs: node.inputs)] = index }
    }
    for (index, node) in body.nodes.enumerated() {
      guard let operation = node.operation else { continue }
      let operands = node.inputs.compactMap { twins[$0] }
      guard operands.count == node.inputs.count, let twin = known[Key(operation: AnyOperator(operation), inputs: operands)] else { continue }
      for output in node.types.indices { twins[Value(index, output)] = Value(twin, output) }
    }
    return twins
  }

  private struct Key: Hashable {
    let operation: AnyOperator
    let inputs: [Value]
  }

  /// True for transcendental functions, and for sums of products.
  private func isDear(_ value: Value) -> Bool {
    let node = body.nodes[value.node]
    guard let operation = node.operation else { return false }
    if operation is Contract { return !body.mixedAxes(of: value.node).isEmpty }
    return operation is Map && operation.cost(node.inputs.map(body.type), node.types).transcendentals != 0
  }
}
