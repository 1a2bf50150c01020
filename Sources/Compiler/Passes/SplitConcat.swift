import GraphIR
import Operators

/// Multiplies the parts of a concatenation one by one, and computes slices of a cheap product one by one, so that neither
/// the whole tensor nor its slices are copied.
///
/// Before: `contract(concat(%q, %k) {axis = channel}, %w)`, summed over `channel`
/// After:  `contract(%q, slice(%w)) + contract(%k, slice(%w))`
///
/// Before: `slice(contract(%dy, %w))` along an axis of %w only, where the product sums over few elements
/// After:  `contract(%dy, slice(%w))`
public struct SplitConcat: Pass {
  public static let name = "split-concat"
  /// The largest sum whose product costs no more than to store and load its result.
  static let cheapSum = 16
  public init() {}

  public func run(_ graph: Graph) throws -> Graph {
    let facts = ConcatFacts(graph)
    return try graph.rewritten { index, node, inputs, builder in
      switch node.operation {
      case let contract as Contract: facts.product(contract, node, inputs, builder)
      case let slice as Slice:
        facts.isSlicedOnly(node.inputs[0], slice.axis) ? [Slicer(slice, builder).sliced(inputs[0])] : nil
      default: nil
      }
    }
  }
}

/// What the pass asks about the graph before it rewrites it.
private struct ConcatFacts {
  let graph: Graph
  let users: [[Int]]
  let results: Set<Value>

  init(_ graph: Graph) {
    self.graph = graph
    let live = Set(graph.liveNodes)
    users = graph.users.map { $0.filter(live.contains) }
    results = Set(graph.outputs.map(\.value))
  }

  // MARK: Concatenations

  private func concat(_ value: Value) -> Concat? { graph.nodes[value.node].operation as? Concat }

  /// True if nothing but products reads a concatenation, and each of them can take it apart.
  private func comesApart(_ value: Value) -> Bool {
    guard let concat = concat(value), !results.contains(value) else { return false }
    return users[value.node].allSatisfy { user in
      guard let contract = graph.nodes[user].operation as? Contract else { return false }
      let operands = graph.nodes[user].inputs
      guard operands[0] != operands[1], let other = operands.first(where: { $0 != value }) else { return false }
      // A product along whose parts the result lies is taken apart if that result is small: the gradient of a weight.
      return contract.output.contains(concat.axis)
        ? graph.type(other).axis(concat.axis) == nil && graph.nodes[user].types[0].count.constant != nil
        : graph.type(other).count.constant != nil
    }
  }

  func product(_ contract: Contract, _ node: Node, _ inputs: [Tensor], _ builder: GraphBuilder) -> [Tensor]? {
    guard let number = node.inputs.firstIndex(where: comesApart), let concat = concat(node.inputs[number]) else { return nil }
    let parts = builder.graph.nodes[inputs[number].value!.node].inputs.map { Tensor(builder, $0) }
    let other = inputs[1 - number]
    if contract.output.contains(concat.axis) {
      return [Operators.concat(parts.map { builder.add(contract, [$0, other]) }, along: concat.axis)]
    }
    var (start, terms) = (Dim(0), [Tensor]())
    for part in parts {
      let size = part.axis(concat.axis)!.size
      terms.append(builder.add(contract, [part, other.slice(concat.axis, from: start, size: size)]))
      start = start + size
    }
    return [terms.dropFirst().reduce(terms[0], +)]
  }

  // MARK: Slices

  /// True if only slices along an axis read a value, directly or through functions of its elements.
  func isSlicedOnly(_ value: Value, _ axis: AxisName) -> Bool {
    let node = graph.nodes[value.node]
    guard !results.contains(value), node.operation is Map || Slicer.isCheap(node.operation, node.inputs.map(graph.type), axis) else {
      return false
    }
    let isRead = users[value.node].allSatisfy { user in
      switch graph.nodes[user].operation {
      case let slice as Slice: slice.axis == axis
      case is Map: isSlicedOnly(Value(user), axis)
      default: false
      }
    }
    return isRead && (node.operation is Contract || node.inputs.contains { isCheapSource($0, axis) })
  }

  /// True if slicing through a function of elements reaches a product that need not be whole.
  private func isCheapSource(_ value: Value, _ axis: AxisName) -> Bool {
    let node = graph.nodes[value.node]
    if node.operation is Map { return node.inputs.contains { isCheapSource($0, axis) } }
    return Slicer.isCheap(node.operation, node.inputs.map(graph.type), axis)
  }
}

/// Computes a range of a tensor from ranges of what it is computed from.
private struct Slicer {
  let slice: Slice
  let builder: GraphBuilder
  init(_ slice: Slice, _ builder: GraphBuilder) { (self.slice, self.builder) = (slice, builder) }

  /// True for a product that sums over few elements and has the axis from its smaller operand.
  static func isCheap(_ operation: (any Operator)?, _ inputs: [TensorType], _ axis: AxisName) -> Bool {
    guard let contract = operation as? Contract else { return false }
    let summed = inputs[0].axes.filter { !contract.output.contains($0.name) }.reduce(Dim(1)) { $0 * $1.size }
    let owners = inputs.filter { $0.axis(axis) != nil }
    return owners.count == 1 && owners[0].count.constant != nil && (summed.constant ?? .max) <= SplitConcat.cheapSum
  }

  func sliced(_ tensor: Tensor) -> Tensor {
    guard tensor.axis(slice.axis) != nil, let value = tensor.value else { return tensor }
    let node = builder.graph.nodes[value.node]
    let operands = node.inputs.map { Tensor(builder, $0) }
    switch node.operation {
    case let map as Map: return builder.add(map, operands.map(sliced))
    case let contract as Contract where Self.isCheap(contract, operands.map(\.type), slice.axis):
      return builder.add(contract, operands.map { $0.axis(slice.axis) == nil ? $0 : $0.slice(slice.axis, from: slice.start, size: slice.size) })
    default: return tensor.slice(slice.axis, from: slice.start, size: slice.size)
    }
  }
}
