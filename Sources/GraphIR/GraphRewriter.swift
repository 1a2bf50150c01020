extension Graph {
  /// Builds a new graph node by node; dead nodes fall away and equal ones merge.
  ///
  /// - Parameter replace: gives the new results of a node from its new inputs, or nil to keep the node.
  public func rewritten(
    _ replace: (_ index: Int, _ node: Node, _ inputs: [Tensor], _ builder: GraphBuilder) -> [Tensor]?
  ) throws -> Graph {
    let builder = GraphBuilder(name: name)
    builder.reserve(streams: streams)
    var results = [[Tensor]](repeating: [], count: nodes.count)
    let live = Set(liveNodes)
    for (index, node) in nodes.enumerated() where live.contains(index) || node.input != nil {
      let inputs = node.inputs.map { results[$0.node][$0.output] }
      results[index] = builder.attributing(to: node) {
        if let replacement = replace(index, node, inputs, builder) { return replacement }
        if let input = node.input { return [builder.input(input, node.types[0])] }
        return builder.add(node.operation!, inputs)
      }
    }
    for output in outputs {
      builder.output(output.name, results[output.value.node][output.value.output], updates: output.updates)
    }
    return try builder.finish()
  }
}

extension Graph {
  /// Adds the nodes to another graph under construction and returns their results; outputs are left to the caller.
  public func copy(into builder: GraphBuilder) -> [[Tensor]] {
    builder.reserve(streams: streams)
    var results: [[Tensor]] = []
    for node in nodes {
      let inputs = node.inputs.map { results[$0.node][$0.output] }
      results.append(
        builder.attributing(to: node) {
          node.input.map { [builder.input($0, node.types[0])] } ?? builder.add(node.operation!, inputs)
        })
    }
    return results
  }
}
