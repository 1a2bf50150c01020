import GraphIR
import LoopIR
import Operators

/// Which values a kernel computes for their own sake, because they lie in memory or end a loop; others are computed in passing.
extension Fuser {
  func roots() -> [Value] {
    let live = graph.liveNodes
    let demanded = demandedByUsers()
    var roots: [Value] = []
    for node in live where graph.nodes[node].operation != nil {
      for output in graph.nodes[node].types.indices where isRoot(Value(node, output), demanded) {
        roots.append(Value(node, output))
      }
    }
    return roots
  }

  /// Values that must lie in memory: outputs, and operands of contractions and kernels, seen through moves.
  private func demandedByUsers() -> Set<Value> {
    var demanded = Set(graph.outputs.map { graph.throughViews($0.value) })
    for node in graph.liveNodes {
      switch lowerings[node] {
      case .contraction, .kernel: demanded.formUnion(graph.nodes[node].inputs.map { throughMoves($0) })
      default: break
      }
    }
    return demanded
  }

  private func isRoot(_ value: Value, _ demanded: Set<Value>) -> Bool {
    switch lowerings[value.node] {
    case .contraction, .kernel, .reduction, .loop: return true
    case .view, nil, .composite: return false
    case .element:
      return demanded.contains(value) || isWorthKeeping(value) || isGathered(value) || !fusions.contains(.elements) && isWork(value)
    }
  }

  /// True for a piece of something small that lies scattered in memory and that elementwise work of larger values reads, like
  /// one tap of a convolution's weights: gathered once, it is read in whole vectors.
  private func isGathered(_ value: Value) -> Bool {
    let type = graph.type(value)
    guard graph.nodes[value.node].operation is Slice, let count = type.count.constant, count > 1, count <= Self.gathered,
      users[value.node].contains(where: { readsInLargerWork(value, $0) })
    else { return false }
    let base = throughMoves(value)
    let nest = NestBuilder(graph, lowerings: lowerings, target: .scalar) { $0 == base ? 0 : nil }
    guard base != value, let strides = StridedProbe(nest: nest).access(value)?.strides else { return false }
    return Array(zip(type.axes, strides)).last { $0.0.size != 1 }?.1.simplifiedIndex != .integer(1)
  }
  /// Elements of the largest piece that is gathered.
  private static let gathered = 1 << 16

  /// True if a user, or what only moves its elements on, computes something larger from a value.
  private func readsInLargerWork(_ value: Value, _ user: Int) -> Bool {
    let node = graph.nodes[user]
    switch lowerings[user] {
    case .view: return users[user].contains { readsInLargerWork(value, $0) }
    case .element, .reduction:
      return node.types.contains { $0.count.constant.map { $0 > graph.type(value).count.constant ?? 0 } ?? true }
    default: return false
    }
  }

  private func isWork(_ value: Value) -> Bool {
    let node = graph.nodes[value.node]
    return node.operation!.cost(node.inputs.map(graph.type), node.types).flops != 0
  }

  /// True if recomputing the value at each use would cost more than reading it.
  private func isWorthKeeping(_ value: Value) -> Bool {
    let node = graph.nodes[value.node]
    let cost = node.operation!.cost(node.inputs.map(graph.type), node.types)
    if cost.flops == 0 { return false }
    let count = graph.type(value).count
    let readers = users[value.node]
    if cost.transcendentals != 0 {
      if isComputedInPassing(value) { return false }
      return readers.count > 1 || readers.contains { repeats(value, in: $0) }
    }
    let wide = Set(node.inputs).filter { graph.type($0).count == count && count != 1 }
    return readers.count > 1 && wide.count > 1
  }

  /// True for a function of what lies in memory, read once or twice by elementwise work: computing it again costs such work
  /// less than the memory to keep it in, as of a gate that is multiplied with something both forward and in the gradient.
  private func isComputedInPassing(_ value: Value) -> Bool {
    let node = graph.nodes[value.node], readers = users[value.node]
    guard let map = node.operation as? Map, node.inputs.count == 1, map.body.operationCount.transcendental == 1, readers.count <= 2
    else { return false }
    return liesInMemory(throughMoves(node.inputs[0])) && readers.allSatisfy { graph.nodes[$0].operation is Map && !repeats(value, in: $0) }
  }

  private func liesInMemory(_ value: Value) -> Bool {
    switch lowerings[value.node] {
    case .contraction, .kernel, nil: true
    default: false
    }
  }

  /// True if a user, or one of a reshape that it is, reads each element many times.
  private func repeats(_ value: Value, in user: Int) -> Bool {
    let node = graph.nodes[user]
    switch lowerings[user] {
    case .reduction: return false
    case .view: return users[user].contains { repeats(Value(user, 0), in: $0) }
    default: break
    }
    return node.types.contains { $0.count != graph.type(value).count && $0.rank > graph.type(value).rank }
  }

  /// The value whose memory an operand of a contraction or kernel is read from: through transposes, slices and reshapes
  /// as long as its elements lie at fixed strides.
  private func throughMoves(_ value: Value) -> Value {
    var (source, moves) = (value, [value])
    while isView(source) || graph.nodes[source.node].operation?.isStridedMove == true {
      source = graph.nodes[source.node].inputs[0]
      moves.append(source)
    }
    for base in moves.reversed() where !isView(base) {
      let nest = NestBuilder(graph, lowerings: lowerings, target: .scalar) { $0 == base ? 0 : nil }
      if StridedProbe(nest: nest).access(value) != nil { return base }
    }
    return graph.throughViews(value)
  }

  private func isView(_ value: Value) -> Bool {
    if case .view = lowerings[value.node] { true } else { false }
  }
}
