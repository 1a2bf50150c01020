import GraphIR
import LoopIR

/// An operator that brings its own loop nests: gives it buffers, sizes and names, and collects its kernels.
final class KernelGroupLowering: KernelContext {
  private let shared: GroupLowering
  private let node: Int
  private let name: String
  private let makeScratch: (String, ElementType, Dim, Bool) -> Int
  private var nest: NestBuilder
  private var scratches: [String: (storage: Int, element: ElementType)] = [:]
  private(set) var kernels: [(lowered: LoweredKernel, cost: Cost)] = []

  init(
    _ shared: GroupLowering, node: Int, name: String, makeScratch: @escaping (String, ElementType, Dim, Bool) -> Int
  ) {
    (self.shared, self.node, self.name, self.makeScratch) = (shared, node, name, makeScratch)
    nest = shared.builder()
  }

  var lanes: Int { shared.target.lanes }
  var registers: Int { shared.target.registers }
  var inputTypes: [TensorType] { shared.graph.nodes[node].inputs.map(shared.graph.type) }
  var outputTypes: [TensorType] { shared.graph.nodes[node].types }
  func size(_ dim: Dim) -> Expression { nest.size(dim) }
  func fresh(_ name: String, _ type: ElementType, isVector: Bool) -> Variable {
    nest.fresh(name, type, isVector: isVector)
  }

  func input(_ number: Int) -> StridedAccess {
    let value = shared.graph.nodes[node].inputs[number]
    guard let access = StridedProbe(nest: nest).access(value) else {
      preconditionFailure("the planner gives every operand of a kernel memory")
    }
    return access
  }

  func output(_ number: Int) -> StridedAccess? {
    let value = Value(node, number)
    guard let buffer = nest.buffer(value) else { return nil }
    return StridedAccess(
      buffer: buffer, offset: 0, strides: shared.graph.type(value).strides.map { nest.size($0) })
  }

  func scratch(_ name: String, _ element: ElementType, count: Dim, isPerThread: Bool) -> Buffer {
    let storage = scratches[name]?.storage ?? makeScratch(name, element, count, isPerThread)
    scratches[name] = (storage, element)
    return nest.parameter(storage, element, hint: name)
  }

  func finishKernel(_ suffix: String, parts: Expression, cost: Cost, body: [Statement]) {
    body.forEach { nest.append($0) }
    var lowered = nest.finish(name: suffix.isEmpty ? name : "\(name)_\(suffix)", partition: false)
    lowered.kernel.parts = parts
    kernels.append((lowered, cost))
    nest = shared.builder()
  }
}
