// Along which axes operators work place by place: what recurrences are looped over outside of time, and what can be streamed.

extension Operator {
  /// An axis that attributes name, or that a result lacks or has in another size, counts as mixed. What has no inputs tells the
  /// places of its result apart.
  public func mixedAxes(_ inputs: [TensorType], _ outputs: [TensorType]) -> Set<AxisName> {
    if inputs.isEmpty { return Set(outputs.flatMap(\.names)) }
    let named = attributes.flatMap { $0.1.axisNames }
    let changed = inputs.flatMap(\.axes).filter { axis in !outputs.allSatisfy { $0.axes.contains(axis) } }
    return Set(named + changed.map(\.name))
  }
}

extension Graph {
  /// The axes that a node's operator mixes; none for an input.
  public func mixedAxes(of index: Int) -> Set<AxisName> {
    let node = nodes[index]
    return node.operation?.mixedAxes(node.inputs.map(type), node.types) ?? []
  }

  /// The axes that some operator mixes.
  public var mixedAxes: Set<AxisName> { liveNodes.reduce(into: []) { $0.formUnion(mixedAxes(of: $1)) } }
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
