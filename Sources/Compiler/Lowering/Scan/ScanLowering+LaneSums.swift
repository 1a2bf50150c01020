import GraphIR
import LoopIR
import Operators

// Step outputs that are summed over the lanes.

extension ScanLowering {
  func makeLaneSums() {
    for (number, value) in bodies.stepOutputs.enumerated() where bodies.isLaneSum(value) {
      let output = Value(node, loop.carries + number)
      guard let own = shared.storage(output) else { continue }
      let type = graph.type(output)
      let axes = inner(graph.type(value))
      let isSplit = groupCount.constant != 1
      let storage = isSplit ? makeScratch("partial\(number)", type.element, groupCount * type.count) : own
      let destination = nest.parameter(storage, type.element, hint: isSplit ? "partial" : "x")
      nest.willWrite(destination)
      let count = axes.reduce(loop.interval) { $0 * $1.size.constant! }
      let partial = Buffer(nest.fresh("lane_sums").name, type.element, localCount: count, isVector: nest.lanes > 1)
      laneSums.append(
        LaneSum(value: value, output: output, partial: partial, axes: axes, destination: destination, isSplit: isSplit, storage: storage))
    }
  }

  /// The sums of a chunk to memory, lanes added up.
  func flush(_ sum: LaneSum, _ first: Expression, _ count: Expression, _ lanesGroup: Expression) {
    let type = graph.type(sum.output)
    let local = nest.open(Loop(nest.fresh("step"), to: count, body: []))
    let step = first + local
    let time = nest.bindIndex(loop.axis.text.identifier, loop.isReverse ? nest.size(stepAxis.size) - 1 - step : step)
    var position = StepPosition(hoisted: outerIndex)
    position.time = time
    var inner: [AxisName: Expression] = [:]
    for axis in sum.axes { inner[axis.name] = nest.open(axis.name.text, to: nest.size(axis.size)) }
    let own = nest.linear(sum.axes.map { inner[$0.name]! }, TensorType(.f32, sum.axes))
    let at = (local * .integer(sum.axes.reduce(1) { $0 * $1.size.constant! }) + own).simplifiedIndex
    let value = Expression.load(sum.partial, at)
    let start = sum.isSplit ? lanesGroup * nest.size(type.count) : 0
    nest.store(
      sum.destination, (start + nest.linear(index(type, inner, position), type)).simplifiedIndex,
      nest.lanes > 1 ? .reduceLanes(.sum, value) : value)
    nest.close(sum.axes.count + 1)
  }

  /// Adds up what the groups of lanes have summed, in order.
  func combine(_ sum: LaneSum, _ name: String) -> LoweredKernel {
    let nest = shared.builder()
    let type = graph.type(sum.output)
    let (partial, output) = (nest.parameter(sum.storage!, type.element, hint: "partial"), nest.buffer(sum.output)!)
    let count = nest.size(type.count)
    let index = nest.open(Loop(nest.fresh("i"), to: count, kind: .vector, body: []))
    let total = nest.declare("sum", type.element, .number(0, type.element))
    let number = nest.open(Loop(nest.fresh("lane_group"), to: nest.size(groupCount), body: []))
    nest.append(.accumulate(total, .sum, .load(partial, (number * count + index).simplifiedIndex)))
    nest.close()
    nest.store(output, index, .variable(total))
    nest.close()
    return nest.finish(name: name + "_lanes")
  }
}
