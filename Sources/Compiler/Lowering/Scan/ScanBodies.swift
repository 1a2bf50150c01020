import GraphIR
import LoopIR
import Operators

/// The graph around a scan with the scan's body, and the recurrence that it replays, appended: one numbering of values
/// for everything that a kernel may ask for.
struct ScanBodies {
  let graph: Graph
  let lowerings: [Lowering?]
  let loop: ScanLoop
  /// The scan's operands outside.
  let operands: [Value]
  private(set) var body: Appended
  private(set) var replay: Appended?
  /// Values of the replayed recurrence that the body finds on the tape in place of its own.
  let reused: [(replay: Value, body: Value)]

  struct Appended {
    let first: Int
    let inputs: [Value]
    let outputs: [Value]
  }

  init(_ graph: Graph, _ lowerings: [Lowering?], node: Int, loop: ScanLoop) {
    (self.loop, operands) = (loop, graph.nodes[node].inputs)
    var combined = graph
    replay = loop.replay.map { combined.append(contentsOf: $0) }
    body = combined.append(contentsOf: loop.body)
    let first = (replay: replay?.first ?? 0, body: body.first)
    reused = loop.reused.map {
      (Value($0.replay.node + first.replay, $0.replay.output), Value($0.body.node + first.body, $0.body.output))
    }
    self.graph = combined
    self.lowerings = lowerings + (graph.nodes.count..<combined.nodes.count).map { combined.lowering($0) }
  }

  /// The types of everything in the bodies.
  var types: [TensorType] { graph.nodes[min(body.first, replay?.first ?? body.first)...].flatMap(\.types) }
  var hoisted: Set<AxisName> { Set(loop.outer + (loop.lane.map { [$0] } ?? [])) }
  var replayed: Int { loop.replayed }

  // MARK: The scan's operands by role

  func stored(_ number: Int) -> Value { operands[number] }
  func initial(_ number: Int) -> Value { operands[replayed + number] }
  /// Pairs of an input of the body and the operand that it reads at each step.
  var stepPairs: [(inside: Value, outside: Value)] { pairs(replayed + loop.carries, loop.steps) }
  var capturePairs: [(inside: Value, outside: Value)] {
    let first = replayed + loop.carries + loop.steps
    return pairs(first, body.inputs.count - first)
  }
  var replayStepPairs: [(inside: Value, outside: Value)] {
    guard let replay else { return [] }
    return (0..<loop.replaySteps).map { (replay.inputs[replayed + $0], operands[replayed + loop.carries + $0]) }
  }
  var replayCapturePairs: [(inside: Value, outside: Value)] {
    guard let replay else { return [] }
    let first = replayed + loop.replaySteps
    return (first..<replay.inputs.count).map {
      (replay.inputs[$0], operands[replayed + loop.carries + loop.steps + $0 - first])
    }
  }

  private func pairs(_ first: Int, _ count: Int) -> [(inside: Value, outside: Value)] {
    (first..<first + count).map { (body.inputs[$0], operands[$0]) }
  }

  // MARK: The body's outputs by role

  var next: [Value] { Array(body.outputs.prefix(loop.carries)) }
  var stepOutputs: [Value] { Array(body.outputs.dropFirst(loop.carries).dropLast(loop.sums)) }
  var sums: [Value] { Array(body.outputs.suffix(loop.sums)) }

  /// True if something in the bodies is computed from an input.
  func isRead(_ input: Value) -> Bool {
    (body.outputs + (replay?.outputs ?? [])).contains(input) || graph.nodes.contains { $0.inputs.contains(input) }
  }

  /// True if a step output is a sum over the lanes.
  func isLaneSum(_ value: Value) -> Bool {
    guard let lane = loop.lane, let reduce = graph.nodes[value.node].operation as? Reduce else { return false }
    return reduce.axes.contains(lane)
  }
}

extension Graph {
  /// Adds another graph's nodes after this one's.
  mutating func append(contentsOf other: Graph) -> ScanBodies.Appended {
    let first = nodes.count
    func moved(_ value: Value) -> Value { Value(value.node + first, value.output) }
    for var node in other.nodes {
      node.inputs = node.inputs.map(moved)
      _ = append(node)
    }
    return ScanBodies.Appended(
      first: first, inputs: other.inputs.map { moved($0.value) }, outputs: other.outputs.map { moved($0.value) })
  }
}
