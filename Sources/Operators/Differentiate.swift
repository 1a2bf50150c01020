import GraphIR

/// The gradients of a scalar by other tensors, as further nodes of the same graph: reverse-mode differentiation.
///
/// Nodes are visited from the loss backwards; each gives its inputs their share by its own rule. Contributions are added
/// in a fixed order. A result is nil where the loss does not depend on the tensor.
public func gradients(of loss: Tensor, by wanted: [Tensor]) -> [Tensor?] {
  let builder = loss.builder
  guard let target = loss.value, wanted.allSatisfy(\.isValid) else { return wanted.map { _ in nil } }
  if loss.type.rank != 0 {
    builder.report(
      Diagnostic("gradients need a scalar", role: "loss", expected: "\(loss.type.element)[]", found: "\(loss.type)"))
    return wanted.map { _ in nil }
  }
  let graph = builder.graph
  var depends = Set(wanted.compactMap { $0.value?.node })
  for (index, node) in graph.nodes.enumerated() where node.inputs.contains(where: { depends.contains($0.node) }) {
    depends.insert(index)
  }
  let one = map([loss]) { _ in .constant(1) }
  var gradients: [Value: Tensor] = [target: one]
  for index in stride(from: target.node, through: 0, by: -1) where depends.contains(index) {
    let node = graph.nodes[index]
    let incoming = node.types.indices.map { gradients[Value(index, $0)] }
    guard let operation = node.operation, incoming.contains(where: { $0 != nil }) else { continue }
    let context = GradientContext(
      inputs: node.inputs.map { Tensor(builder, $0) }, outputs: node.types.indices.map { Tensor(builder, Value(index, $0)) },
      outputGradients: incoming, needed: node.inputs.map { depends.contains($0.node) })
    let shares = builder.attributing(to: node) { builder.within(scope: "gradient") { operation.gradient(context) } }
    for (input, share) in zip(node.inputs, shares) where depends.contains(input.node) {
      guard let share, graph.type(input).element.isFloat else { continue }
      gradients[input] = builder.attributing(to: node) {
        builder.within(scope: "gradient") { gradients[input].map { $0 + share } ?? share }
      }
    }
  }
  return wanted.map { gradients[$0.value!] }
}
