import GraphIR

/// Which axes of a recurrence never mix: along them every index is a recurrence of its own.
public struct ScanAxes: Hashable, Sendable {
  /// Axes that can be looped over outside of time.
  public var outer: [AxisName]
  /// The axis among them that is contiguous in the largest step inputs and outputs, for vector lanes.
  public var lane: AxisName?

  public init(outer: [AxisName], lane: AxisName?) { (self.outer, self.lane) = (outer, lane) }

  /// Axes that all carries have and no operator of the body mixes.
  public init(of body: Graph, carries: Int, steps: Int) {
    let inputs = body.inputs.map(\.type)
    let mixed = body.liveNodes.reduce(into: Set<AxisName>()) { $0.formUnion(body.mixedAxes(of: $1)) }
    let shared = (inputs.first?.names ?? []).filter { name in
      !mixed.contains(name) && inputs.prefix(carries).allSatisfy { $0.axis(name) != nil }
    }
    let rows = inputs.dropFirst(carries).prefix(steps) + body.outputs.dropFirst(carries).map { body.type($0.value) }
    func size(_ type: TensorType) -> Int { type.shape.compactMap(\.constant).reduce(1, *) }
    let largest = rows.map(size).max()
    let lane = rows.filter { size($0) == largest }.compactMap(\.names.last).first(where: shared.contains)
    self.init(outer: shared.filter { $0 != lane }, lane: lane)
  }

  /// How many steps to leave between stored carries: the recomputed ones should stay in the second-level cache, and the
  /// stored ones be few.
  public static func interval(of body: Graph, carries: Int, steps: Int) -> Int {
    let axes = ScanAxes(of: body, carries: carries, steps: steps)
    let hoisted = axes.outer + (axes.lane.map { [$0] } ?? [])
    let elements = body.inputs.prefix(carries).map { $0.type.removing(hoisted).count.constant ?? 1 }.reduce(0, +)
    let bytes = 4 * elements * (axes.lane == nil ? 1 : 16)
    var interval = 64
    while interval > 32, interval * bytes > 128 << 10 { interval /= 2 }
    return interval
  }

  /// The axes along which another body may be looped over, too: it mixes them in its outputs at most, the lanes by a sum.
  func restricted(to body: Graph) -> ScanAxes {
    let users = body.users
    var (blocked, summed) = (Set<AxisName>(), Set<AxisName>())
    for node in body.liveNodes {
      let isLast = users[node].isEmpty && (body.nodes[node].operation as? Reduce)?.reduction == .sum
      if isLast { summed.formUnion(body.mixedAxes(of: node)) } else { blocked.formUnion(body.mixedAxes(of: node)) }
    }
    return ScanAxes(
      outer: outer.filter { !blocked.contains($0) && !summed.contains($0) },
      lane: lane.flatMap { blocked.contains($0) ? nil : $0 })
  }
}

extension Graph {
  /// The axes along which an element of a node's results depends on other indices of its operands.
  public func mixedAxes(of index: Int) -> Set<AxisName> {
    let node = nodes[index]
    guard let operation = node.operation else { return [] }
    let operands = node.inputs.map(type)
    switch operation {
    case is Map, is Broadcast, is Transpose: return []
    case let reduce as Reduce: return Set(reduce.axes)
    case let contract as Contract: return Set(operands.flatMap(\.names)).subtracting(contract.output)
    default:
      // An axis that is named, changed or lost is mixed.
      let named = operation.attributes.flatMap { $0.1.axisNames }
      let changed = operands.flatMap(\.axes).filter { axis in !node.types.allSatisfy { $0.axes.contains(axis) } }
      return operands.isEmpty ? Set(node.types.flatMap(\.names)) : Set(named + changed.map(\.name))
    }
  }
}

extension Attribute {
  fileprivate var axisNames: [AxisName] {
    switch self {
    case .name(let text): [AxisName(text)]
    case .list(let values): values.flatMap(\.axisNames)
    default: []
    }
  }
}
