import GraphIR

/// The gradients of a scalar by other tensors, as further nodes of the same graph: reverse-mode differentiation.
///
/// A result is nil where the loss does not depend on the tensor.
public func gradients(of loss: Tensor, by wanted: [Tensor]) -> [Tensor?] {
  guard loss.isValid else { return wanted.map { _ in nil } }
  if loss.type.rank != 0 {
    loss.builder.report(
      Diagnostic("gradients need a scalar", role: "loss", expected: "\(loss.type.element)[]", found: "\(loss.type)"))
    return wanted.map { _ in nil }
  }
  return pullback([(loss, map([loss]) { _ in .constant(1) })], to: wanted)
}

/// The products of the transposed Jacobian of some tensors with cotangents of their types, summed over these tensors.
///
/// Nodes are visited from the last backwards; each gives its inputs their share by its own rule. Contributions are added
/// in a fixed order. A result is nil where no tensor depends on the wanted one.
public func pullback(_ seeds: [(tensor: Tensor, cotangent: Tensor)], to wanted: [Tensor]) -> [Tensor?] {
  guard let builder = seeds.first?.tensor.builder, wanted.allSatisfy(\.isValid),
    seeds.allSatisfy({ $0.tensor.isValid && $0.cotangent.isValid })
  else { return wanted.map { _ in nil } }
  let graph = builder.graph
  var depends = Set(wanted.compactMap { $0.value?.node })
  for (index, node) in graph.nodes.enumerated() where node.inputs.contains(where: { depends.contains($0.node) }) {
    depends.insert(index)
  }
  var gradients: [Value: Tensor] = [:]
  for (tensor, cotangent) in seeds {
    gradients[tensor.value!] = gradients[tensor.value!].map { $0 + cotangent } ?? cotangent
  }
  let last = seeds.map { $0.tensor.value!.node }.max()!
  for index in stride(from: last, through: 0, by: -1) where depends.contains(index) {
    let node = graph.nodes[index]
    let incoming = node.types.indices.map { gradients[Value(index, $0)] }
    guard let operation = node.operation, incoming.contains(where: { $0 != nil }) else { continue }
    let context = GradientContext(
      inputs: node.inputs.map { Tensor(builder, $0) }, outputs: node.types.indices.map { Tensor(builder, Value(index, $0)) },
      outputGradients: incoming, needed: node.inputs.map { depends.contains($0.node) })
    let shares = builder.attributing(to: node) { builder.within(scope: GradientScope.name) { operation.gradient(context) } }
    for (input, share) in zip(node.inputs, shares) where depends.contains(input.node) {
      guard let share, graph.type(input).element.isFloat else { continue }
      gradients[input] = builder.attributing(to: node) {
        builder.within(scope: GradientScope.name) { gradients[input].map { $0 + share } ?? share }
      }
    }
  }
  return wanted.map { gradients[$0.value!] }
}

/// Where the nodes of gradients stand in the scopes of a model.
public enum GradientScope {
  static let name = "gradient"
  /// Whether a scope lies within a gradient.
  public static func contains(_ scope: String) -> Bool { scope.split(separator: "/").contains { $0 == name } }
}

extension Node {
  /// Whether it was derived for a gradient.
  public var isOfGradient: Bool { GradientScope.contains(scope) }
}
