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
    let mixed = body.mixedAxes
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
