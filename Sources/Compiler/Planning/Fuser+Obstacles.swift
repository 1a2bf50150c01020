import GraphIR

/// Why a root begins a kernel of its own.
extension Fuser {
  /// Why a root cannot join a group that it reads; nil if it can.
  func obstacle(_ root: Value, _ group: FusionPlan.Group, _ pulled: Pulled) -> String? {
    if let moved = group.roots.first(where: pulled.moved.contains) {
      return "reads the \(graph.nodes[moved.node].operation?.mnemonic ?? "input") at other indices than its own"
    }
    if !pulled.again.isDisjoint(with: group.roots) { return "computes again what that kernel computes" }
    let type = graph.type(root)
    func walks(_ axes: [Axis]) -> String { "[" + axes.map(\.description).joined(separator: ", ") + "]" }
    let differs = "walks \(walks(type.axes)), that kernel \(walks(group.domain))"
    let needed: [FusionPlan.Kind: Fusion] = [.contraction: .products, .scan: .scans, .rows: .rows]
    if let fusion = needed[group.kind], !fusions.contains(fusion) { return "\(fusion.rawValue) is left out" }
    switch (group.kind, lowerings[root.node]) {
    case (.contraction, .element) where readsSum(pulled, of: group): return "reads a sum that the kernel knows at its end only"
    case (.contraction, .element):
      return blas != .generated ? "a library computes that product" : type.axes == group.domain ? nil : differs
    case (.contraction, .reduction) where isTotal(root, of: group, pulled): return nil
    case (.scan, .element):
      return type.axes != group.domain ? differs : readsSteps(pulled, group) ? nil : "reads what the scan knows at its end only"
    case (.rows, .element):
      let isRow = group.rowAxes > 0 && type.axes == Array(group.domain.dropLast(group.rowAxes))
      return type.axes == group.domain || isRow ? nil : differs
    case (.rows, .reduction):
      guard let rows = rowAxes(root) else { return "sums over axes that are not the last ones" }
      let domain = graph.type(graph.nodes[root.node].inputs[0]).axes
      if domain != group.domain { return "sums over \(walks(domain)), that kernel walks \(walks(group.domain))" }
      return group.rowAxes == 0 || group.rowAxes == rows ? nil : "sums over \(rows) axes, that kernel over \(group.rowAxes)"
    case (.columns, _): return "that kernel's sums are known at its end only"
    case (.kernel, _): return "that operator has loops of its own"
    default: return "a \(graph.nodes[root.node].operation?.mnemonic ?? "value") begins a kernel of its own"
    }
  }

  func cycle(_ group: Int, _ sources: Set<Int>) -> String? {
    wouldCycle(group, sources) ? "reads another kernel that needs that one's results" : nil
  }

  /// True if of a scan's results only step outputs of the group's own index space are read.
  private func readsSteps(_ pulled: Pulled, _ group: FusionPlan.Group) -> Bool {
    let node = group.roots[0].node
    let read = pulled.roots.filter { $0.node == node }
    return !read.isEmpty && read.allSatisfy { graph.type($0).axes == group.domain }
  }
}
