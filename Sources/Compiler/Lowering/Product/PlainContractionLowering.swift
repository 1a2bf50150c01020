import GraphIR
import LoopIR

/// A contraction as plain loops: for every output element a sum. It serves small and odd shapes, and element types other
/// than f32; large products go through `MatrixProduct`.
struct PlainContractionLowering {
  let shared: GroupLowering
  let group: FusionPlan.Group

  init(_ shared: GroupLowering, _ group: FusionPlan.Group) { (self.shared, self.group) = (shared, group) }

  /// - Parameter nest: the builder to use, if the operands were looked at with it.
  func lower(name: String, in nest: NestBuilder? = nil) -> LoweredKernel {
    let (nest, graph, root) = (nest ?? shared.builder(), shared.graph, group.roots[0])
    let operands = graph.nodes[root.node].inputs
    let (a, b) = (graph.type(operands[0]), graph.type(operands[1]))
    let type = graph.type(root)
    let summed = a.axes.filter { type.axis($0.name) == nil }
    let vectoriseOutput = b.axes.last.map { type.axes.last == $0 } ?? false || a.axes.last.map { type.axes.last == $0 } ?? false
    let index = nest.open(type.axes, vectorLast: vectoriseOutput)
    let sum = nest.declare("sum", type.element, .number(0, type.element))
    let inner = nest.open(summed, vectorLast: !vectoriseOutput)
    func at(_ operand: TensorType) -> [Expression] {
      operand.axes.map { axis in
        type.position(of: axis.name).map { index[$0] } ?? inner[summed.firstIndex(of: axis)!]
      }
    }
    let product = Expression.binary(.mul, nest.element(operands[0], at: at(a)), nest.element(operands[1], at: at(b)))
    nest.append(.accumulate(sum, .sum, product))
    nest.close(inner.count)
    nest.storeRoots(of: group, as: .variable(sum), at: index)
    nest.close(index.count)
    return nest.finish(name: name)
  }
}
