import GraphIR
import LoopIR
import Operators

// What is computed from the results of a step.

extension ScanLowering {
  /// What is computed from the step outputs at the same index: stored with them, or instead of them.
  final class Epilogue {
    let scan: ScanLowering
    let position: StepPosition
    var kept: [Value: [(axes: [Axis], buffer: Buffer)]] = [:]
    private let outputs: [(inside: Value, outside: Value)]
    private let joined: [Value]

    init(_ scan: ScanLowering, _ position: StepPosition) {
      (self.scan, self.position) = (scan, position)
      joined = scan.group.roots.filter { $0.node != scan.node }
      outputs = scan.bodies.stepOutputs.enumerated().filter { !scan.bodies.isLaneSum($0.element) }.map {
        ($0.element, Value(scan.node, scan.loop.carries + $0.offset))
      }
      prepare()
    }

    /// Arrays for outputs with inner axes that joined roots read after the step.
    private func prepare() {
      for (inside, outside) in outputs where !joined.isEmpty {
        let axes = scan.inner(scan.graph.type(inside))
        if axes.isEmpty { continue }
        let buffer = Buffer(
          scan.nest.fresh("out").name, scan.graph.type(inside).element, localCount: axes.reduce(1) { $0 * $1.size.constant! })
        scan.nest.allocate(buffer)
        kept[outside] = [(axes, buffer)]
        let names = scan.graph.type(outside).names
        scan.nest.providers[outside] = { [scan] index in
          let at = Dictionary(zip(names, index), uniquingKeysWith: { $1 })
          return .load(buffer, scan.nest.linear(axes.map { at[$0.name]! }, TensorType(.f32, axes)))
        }
      }
    }

    func take(_ value: Value, _ inner: [AxisName: Expression], _ element: Expression) {
      for (inside, outside) in outputs where inside == value {
        let type = scan.graph.type(outside)
        let at = scan.index(type, inner, position)
        if let buffer = scan.nest.buffer(outside) { scan.nest.store(buffer, scan.nest.linear(at, type), element) }
        if let (axes, buffer) = kept[outside]?.first {
          scan.nest.store(buffer, scan.nest.linear(axes.map { inner[$0.name]! }, TensorType(.f32, axes)), element)
        } else {
          scan.nest.define(outside, at: at.map(\.simplifiedIndex), as: element)
        }
      }
    }

    func emit() {
      for root in joined {
        let type = scan.graph.type(root)
        scan.overInner(type.removing([scan.loop.axis]), position) { inner in
          let at = scan.index(type, inner, position)
          let element = scan.nest.computed(root, at: at)
          scan.nest.define(root, at: at.map(\.simplifiedIndex), as: element)
          if let buffer = scan.nest.buffer(root) { scan.nest.store(buffer, scan.nest.linear(at, type), element) }
        }
      }
      for (_, outside) in outputs { scan.nest.providers[outside] = nil }
    }
  }
}
