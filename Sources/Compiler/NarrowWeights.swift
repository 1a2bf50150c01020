import GraphIR
import Operators

/// A graph whose matrices are stored in fewer bits, and are read as they are stored.
///
/// In `bf16` a matrix is the upper half of its numbers, widened where it is read: products are those of the rounded numbers
/// in single precision, to the bit. In `int8` a weight is whole numbers from -127 to 127 times a scale for each output
/// channel; what it is multiplied with is rounded to 8 bits as it comes, with a scale for each row of its own, and products
/// are summed exactly, so that they do not depend on the processor. Only weights of linear maps with long enough sums become
/// whole numbers; other matrices are `bf16` then, and vectors stay as they are.
public struct NarrowWeights: Sendable {
  public enum Width: String, Sendable, Hashable { case bf16, int8 }

  /// How a parameter is stored.
  public enum Form: Sendable, Hashable {
    case bf16
    /// With a scale for each element of the leading axes, in a parameter of its own: see `scale(of:)`.
    case int8(leading: Int)
  }

  public let graph: Graph
  /// Of each parameter that is not stored as it was.
  public let forms: [String: Form]

  /// Sums shorter than this gain nothing from bytes.
  private static let shortest = 64

  /// The name of the scales of a parameter.
  public static func scale(of name: String) -> String { name + ".scale" }

  /// - Throws: `GraphErrors` if the new graph is ill-typed.
  public init(_ graph: Graph, _ width: Width) throws {
    var forms: [String: Form] = [:]
    let users = graph.users
    for (value, input, type) in graph.inputs where input.role == .parameter && type.element == .f32 && type.rank > 1 {
      let leading = width == .int8 ? Self.scaledAxes(value, graph, users[value.node]) : nil
      forms[input.name] = leading.map { .int8(leading: $0) } ?? .bf16
    }
    self.forms = forms
    self.graph = try Rewriter(graph, forms).run()
  }

  /// How many leading axes of a weight its scales have: all that no product sums over; nil if it is not one of whole numbers.
  private static func scaledAxes(_ weight: Value, _ graph: Graph, _ users: [Int]) -> Int? {
    let type = graph.type(weight)
    var leading: Int?
    for user in users {
      let node = graph.nodes[user]
      guard let product = node.operation as? Contract, node.inputs.count(where: { $0 == weight }) == 1,
        node.inputs.allSatisfy({ graph.nodes[$0.node].input?.role != .parameter || $0 == weight })
      else { return nil }
      let summed = type.axes.suffix(while: { !product.output.contains($0.name) })
      guard let count = summed.reduce(Dim(1), { $0 * $1.size }).constant, count >= shortest, count % 4 == 0,
        type.axes.dropLast(summed.count).allSatisfy({ product.output.contains($0.name) }), summed.count < type.rank,
        leading ?? (type.rank - summed.count) == type.rank - summed.count
      else { return nil }
      leading = type.rank - summed.count
    }
    return graph.outputs.contains { $0.value == weight } ? nil : leading
  }
}

extension Array {
  /// The last elements that fulfil a condition.
  fileprivate func suffix(while condition: (Element) -> Bool) -> ArraySlice<Element> {
    suffix(from: (lastIndex { !condition($0) } ?? -1) + 1)
  }
}

/// Replaces parameters, and the products that read them.
private final class Rewriter {
  private let old: Graph
  private let forms: [String: NarrowWeights.Form]
  /// The narrow parameters, by the nodes of the old ones.
  private var weights: [Int: (stored: Tensor, scale: Tensor?)] = [:]

  private let users: [[Int]]

  init(_ graph: Graph, _ forms: [String: NarrowWeights.Form]) { (old, self.forms, users) = (graph, forms, graph.users) }

  func run() throws -> Graph {
    try old.rewritten { [self] index, node, inputs, builder in
      if let input = node.input { return forms[input.name].map { [parameter(index, input, node.types[0], $0, builder)] } }
      guard let product = node.operation as? Contract,
        let place = [1, 0].first(where: { weights[node.inputs[$0].node] != nil })
      else { return nil }
      let weight = weights[node.inputs[place].node]!
      guard let scale = weight.scale else { return [builder.add(product, [inputs[1 - place], weight.stored])] }
      return [byteProduct(inputs[1 - place], weight.stored, scale, product)]
    }
  }

  /// What takes a parameter's place where no product reads it.
  private func parameter(
    _ index: Int, _ input: Input, _ type: TensorType, _ form: NarrowWeights.Form, _ builder: GraphBuilder
  ) -> Tensor {
    switch form {
    case .bf16:
      let stored = builder.input(Input(input.name, .parameter), type.with(element: .bf16))
      weights[index] = (stored, nil)
      return isReadByProductsAlone(index) ? stored : map([stored]) { .cast($0[0], .f32) }
    case .int8(let leading):
      let stored = builder.input(Input(input.name, .parameter), type.with(element: .i8))
      let scales = TensorType(.f32, Array(type.axes.prefix(leading)))
      weights[index] = (stored, builder.input(Input(NarrowWeights.scale(of: input.name), .parameter), scales))
      return stored
    }
  }

  private func isReadByProductsAlone(_ parameter: Int) -> Bool {
    !old.outputs.contains { $0.value.node == parameter }
      && users[parameter].allSatisfy { user in
        let node = old.nodes[user]
        return node.operation is Contract && node.inputs.count { forms[old.nodes[$0.node].input?.name ?? ""] != nil } == 1
      }
  }

  /// x w = s_x s_w (sum of (q_x - 128) q_w), where x = s_x (q_x - 128) and w = s_w q_w: q_x is unsigned, since that is what
  /// processors multiply with signed bytes, and 128 times the sums of q_w is taken off afterwards.
  private func byteProduct(_ x: Tensor, _ weight: Tensor, _ scale: Tensor, _ product: Contract) -> Tensor {
    let builder = x.builder
    let summed = weight.type.names.filter { !product.output.contains($0) }
    let most: Tensor = builder.add(Reduce(.max, over: summed), [map([x]) { .unary(.abs, $0[0]) }])
    let step = map([most]) { .binary(.max, $0[0], .constant(1e-30)) / .constant(127) }
    let bytes = map([x, step]) { .cast(.unary(.round, $0[0] / $0[1]) + .constant(128), .u8) }
    let offset = map([sum(map([weight]) { .cast($0[0], .f32) }, over: summed)]) { .cast(.constant(128) * $0[0], .i32) }
    let sums: Tensor = builder.add(product, [bytes, weight])
    return map([sums, offset, step, scale]) { .cast($0[0] - $0[1], .f32) * ($0[2] * $0[3]) }
  }
}

extension StepGraph {
  /// The same with narrow weights.
  ///
  /// - Throws: `GraphErrors` if the new graph is ill-typed.
  public func narrowed(_ width: NarrowWeights.Width) throws -> (step: StepGraph, forms: [String: NarrowWeights.Form]) {
    let narrow = try NarrowWeights(graph, width)
    return (StepGraph(graph: narrow.graph, states: states), narrow.forms)
  }
}
