import GraphIR
import LoopIR
import Operators

/// How one step of a body is computed: which of its values are computed by loops of their own, and which of them share a
/// nest. Axes that are looped over outside of time play no part here.
struct StepPlan {
  struct Group {
    var domain: [Axis]
    var roots: [Value]
  }

  let graph: Graph
  let hoisted: Set<AxisName>
  private(set) var groups: [Group] = []
  private(set) var groupOf: [Value: Int] = [:]
  let outputs: Set<Value>
  private let lowerings: [Lowering?]
  private let first: Int
  /// Values of the body that are there already.
  private let known: Set<Value>

  /// - Parameters:
  ///   - graph: holds the body among other nodes.
  ///   - first: where the body begins.
  ///   - outputs: the values that a step must compute.
  ///   - known: values that it need not.
  init(
    _ graph: Graph, _ lowerings: [Lowering?], first: Int, outputs: [Value], hoisted: Set<AxisName>, known: Set<Value> = []
  ) {
    self.known = known
    (self.graph, self.lowerings, self.first, self.hoisted) = (graph, lowerings, first, hoisted)
    self.outputs = Set(outputs)
    let roots = roots(outputs)
    let leading = leadingNumbers(roots)
    for root in roots where leading.contains(root) { place(root) }
    for root in roots where !leading.contains(root) { place(root) }
  }

  /// Numbers that are known before any nest has run: computed first, they do not cut the nests that read them in two.
  private func leadingNumbers(_ roots: [Value]) -> Set<Value> {
    var leading: Set<Value> = []
    for root in roots where domain(root).isEmpty {
      var (pending, seen) = (graph.nodes[root.node].inputs, Set<Value>())
      var isLeading = true
      while let value = pending.popLast(), isLeading {
        if value.node < first || leading.contains(value) || known.contains(value) || !seen.insert(value).inserted { continue }
        isLeading = !isReduction(value) || domain(value).isEmpty
        pending += graph.nodes[value.node].inputs
      }
      if isLeading { leading.insert(root) }
    }
    return leading
  }

  func inner(_ type: TensorType) -> [Axis] { type.axes.filter { !hoisted.contains($0.name) } }

  /// True for sums; a contraction that sums over nothing is a product of elements.
  func isReduction(_ value: Value) -> Bool {
    switch lowerings[value.node] {
    case .reduction: true
    case .contraction: !graph.mixedAxes(of: value.node).isEmpty
    default: false
    }
  }

  /// True for what is neither an input of the body nor another view of a value.
  func isComputed(_ value: Value) -> Bool {
    switch lowerings[value.node] {
    case .view, nil: false
    default: true
    }
  }

  // MARK: Roots

  private func roots(_ outputs: [Value]) -> [Value] {
    var (live, pending) = (Set<Int>(), outputs.map(\.node))
    while let node = pending.popLast() {
      if live.insert(node).inserted { pending += graph.nodes[node].inputs.filter { !known.contains($0) }.map(\.node) }
    }
    var roots = Set(outputs)
    for node in live.sorted() where graph.nodes[node].operation != nil {
      for output in graph.nodes[node].types.indices {
        let value = Value(node, output)
        if isReduction(value) || isWorthKeeping(value, live) { roots.insert(value) }
      }
    }
    return roots.sorted { ($0.node, $0.output) < ($1.node, $1.output) }
  }

  /// True if computing the value where it is read would repeat a transcendental function.
  private func isWorthKeeping(_ value: Value, _ live: Set<Int>) -> Bool {
    let node = graph.nodes[value.node]
    let readers = live.filter { graph.nodes[$0].inputs.contains(value) }
    let own = inner(graph.type(value)).count
    // A number without inner axes is a register that every later nest of the step can use.
    if own == 0 { return isComputed(value) && readers.contains { !domain(Value($0)).isEmpty } }
    guard let operation = node.operation, operation.cost(node.inputs.map(graph.type), node.types).transcendentals != 0
    else { return false }
    return readers.count > 1 || readers.contains { reader in
      domain(Value(reader)).count > own
    }
  }

  // MARK: Groups

  /// The inner axes that computing a value runs over, summed ones first.
  private func domain(_ value: Value) -> [Axis] {
    let node = graph.nodes[value.node]
    switch lowerings[value.node] {
    case .reduction: return inner(graph.type(node.inputs[0]))
    case .contraction:
      let kept = inner(graph.type(value))
      let all = inner(graph.type(node.inputs[0])) + inner(graph.type(node.inputs[1]))
      var summed: [Axis] = []
      for axis in all where !kept.contains(axis) && !summed.contains(axis) { summed.append(axis) }
      return summed + kept
    default: return inner(graph.type(value))
    }
  }

  /// The inner axes that a reduction sums over.
  func reduced(_ value: Value) -> Set<AxisName> {
    isReduction(value) ? Set(domain(value).map(\.name)).subtracting(graph.type(value).names) : []
  }

  private mutating func place(_ root: Value) {
    let domain = self.domain(root)
    var earliest = 0
    for (source, isMoved) in sources(of: root) {
      guard let group = groupOf[source] else { continue }
      let fuses = !isMoved && !isReduction(source) && Set(groups[group].domain) == Set(domain)
      earliest = max(earliest, fuses ? group : group + 1)
    }
    let fitting = groups.indices.first { number in
      number >= earliest && Set(groups[number].domain) == Set(domain)
    }
    guard let fitting else {
      groupOf[root] = groups.count
      groups.append(Group(domain: domain, roots: [root]))
      return
    }
    groups[fitting].roots.append(root)
    groupOf[root] = fitting
  }

  /// The roots and inputs of the body that computing a value reads, and whether at another index than its own.
  func sources(of root: Value) -> [(value: Value, isMoved: Bool)] {
    var (result, seen) = ([(value: Value, isMoved: Bool)](), Set<[Int]>())
    func visit(_ node: Int, _ isMoved: Bool) {
      let moves = isMoved || !keepsIndex(node)
      for input in graph.nodes[node].inputs where seen.insert([input.node, input.output, moves ? 1 : 0]).inserted {
        if groupOf[input] != nil || graph.nodes[input.node].operation == nil || input.node < first || known.contains(input) {
          result.append((input, moves))
        } else {
          visit(input.node, moves)
        }
      }
    }
    visit(root.node, false)
    return result
  }

  private func keepsIndex(_ node: Int) -> Bool {
    guard let operation = graph.nodes[node].operation else { return true }
    return operation.keepsIndex || operation is Contract || operation is Transpose
  }

  /// The groups that read a value of the body, and whether any does so at another index than it computes.
  func readers(of value: Value) -> [(group: Int, isMoved: Bool)] {
    groups.indices.flatMap { number in
      groups[number].roots.flatMap { root in
        sources(of: root).filter { $0.value == value }.map { (group: number, isMoved: $0.isMoved) }
      }
    }
  }
}
