import GraphIR
import LoopIR
import Operators

/// The loop nest of a recurrence:
///
///     for part unit in outer axes x groups of lanes
///       for chunk of steps
///         for lanes                      // where an axis lies in lanes outside of time
///           carries from memory to registers
///           [replay the forward carries of the chunk onto a tape]
///           for step in chunk { body }
///           carries to memory
///
/// A recurrence of single numbers, whose step is little work, has the loops over steps and lanes the other way round: rows
/// are read from end to end, and carries stay in the first-level cache.
///
/// Carries are local arrays: in registers where the C compiler can unroll, in the first-level cache otherwise. Time is
/// never split over parts. Chunks are as long as the interval between stored carries; with the chunk outside and the
/// lanes inside, what all lanes share is read from the first-level cache.
final class ScanLowering {
  let shared: GroupLowering
  let group: FusionPlan.Group
  let node: Int
  let bodies: ScanBodies
  let makeScratch: (String, ElementType, Dim) -> Int
  let nest: NestBuilder
  var outerIndex: [AxisName: Expression] = [:]
  var outerNumber: Expression = 0
  var laneSums: [LaneSum] = []
  /// Computed captures as tables, and the kernels that fill them before the scan.
  var tables: [Value: ScanArray] = [:]
  var tableKernels: [LoweredKernel] = []
  /// Step inputs by the value outside that are computed for the chunk at hand.
  var ahead: [Value: Buffer] = [:]
  var loop: ScanLoop { bodies.loop }
  var graph: Graph { bodies.graph }
  /// Vectors of lanes to a group: small enough to share one sequence over cores, large enough to share what lanes share.
  private static let lanesToGroup = 8
  /// Where lanes are inside of steps: so much of a row that memory is read in long pieces.
  private static let flatLanesToGroup = 32
  /// Bytes of recomputed carries that may lie on a thread's stack.
  static let stackBytes = 256 << 10

  /// A step output that is summed over the lanes: partial sums of a chunk, and where they go.
  struct LaneSum {
    let value: Value
    let output: Value
    let partial: Buffer
    let axes: [Axis]
    let destination: Buffer
    let isSplit: Bool
    let storage: Int?
  }

  init(
    _ shared: GroupLowering, _ group: FusionPlan.Group, _ loop: ScanLoop,
    makeScratch: @escaping (String, ElementType, Dim) -> Int
  ) {
    (self.shared, self.group, self.makeScratch) = (shared, group, makeScratch)
    node = group.roots[0].node
    bodies = ScanBodies(shared.graph, shared.lowerings, node: node, loop: loop)
    let count = shared.graph.nodes.count
    let storage = shared.storage
    nest = NestBuilder(
      bodies.graph, lowerings: bodies.lowerings, target: shared.target, reserved: shared.symbols
    ) { value in value.node < count ? storage(value) : nil }
  }

  // MARK: Sizes

  var stepAxis: Axis { graph.type(bodies.stepPairs[0].outside).axis(loop.axis)! }
  var carryTypes: [TensorType] { bodies.next.map(graph.type) + bodies.sums.map(graph.type) }
  func axis(_ name: AxisName) -> Axis { carryTypes.lazy.compactMap { $0.axis(name) }.first! }
  var outer: [Axis] { loop.outer.map(axis) }
  var laneAxis: Axis? { loop.lane.map(axis) }
  func inner(_ type: TensorType) -> [Axis] { type.axes.filter { !bodies.hoisted.contains($0.name) } }
  func innerCount(_ type: TensorType) -> Int { inner(type).reduce(Dim(1)) { $0 * $1.size }.constant! }
  var chunkCount: Expression { nest.size(stepAxis.size.dividedUp(by: loop.interval)) }
  /// True if there are no axes beside those looped over outside of a step.
  private(set) lazy var isFlat = loop.lane != nil && bodies.types.allSatisfy { inner($0).isEmpty }
  var lanesToGroup: Int { isFlat ? max(Self.lanesToGroup, Self.flatLanesToGroup / max(1, loop.replayed + loop.reused.count)) : Self.lanesToGroup }
  /// Groups of lanes, as a size: if there are many, a multiple of four, which two or four cores share evenly.
  var groupCount: Dim {
    guard let lane = laneAxis else { return 1 }
    let vectors = lane.size.dividedUp(by: nest.lanes)
    let groups = vectors.dividedUp(by: lanesToGroup)
    guard let count = groups.constant, count > 4 else { return groups }
    // No group may be empty: all but the last have as many vectors.
    let even = (count + 3) / 4 * 4
    return vectors.dividedUp(by: vectors.dividedUp(by: even).constant!)
  }

  // MARK: The kernel

  func lower(name: String) -> [LoweredKernel] {
    for (inside, outside) in bodies.capturePairs + bodies.replayCapturePairs {
      nest.providers[inside] = { [nest] in nest.element(outside, at: $0) }
    }
    let units = sharesMatrix ? lowerRowsTogether() : lowerUnits()
    return [nest.finish(name: name, units: units)] + laneSums.filter(\.isSplit).map { combine($0, name) }
  }

  /// One unit for each index along the outer axes and each group of lanes.
  private func lowerUnits() -> Expression {
    let unit = nest.fresh("unit")
    let units = outer.reduce(nest.size(groupCount)) { $0 * nest.size($1.size) }.simplifiedIndex
    _ = nest.open(Loop(unit, to: units, kind: .part, body: []))
    let groups = nest.size(groupCount)
    let lanesGroup = nest.bindIndex("lane_group", .variable(unit) % groups)
    outerNumber = nest.bindIndex("outer", .variable(unit) / groups)
    let indices = TensorType(.f32, outer).delinearized(outerNumber, size: nest.size)
    for (axis, index) in zip(outer, indices) { outerIndex[axis.name] = nest.bindIndex(axis.name.text.identifier, index) }
    makeLaneSums()
    if loop.lane == nil { lowerWithoutLanes() } else { lowerWithLanes(lanesGroup) }
    nest.close()
    return units
  }

  func lowerWithoutLanes() {
    let carried = allocateCarries()
    load(carried, StepPosition(hoisted: outerIndex)) { [self] in initialValue($0, $1) }
    overChunks { chunk, first, count in
      chunkBody(chunk, first, count, carried, StepPosition(hoisted: outerIndex))
    }
    storeResults(StepPosition(hoisted: outerIndex)) { [self] number, inner in
      carried[number].load(linear(carryTypes[number], inner))
    }
  }

  func lowerWithLanes(_ lanesGroup: Expression) {
    let states = carryTypes.enumerated().map { number, type -> Buffer in
      let count = type.count
      return nest.parameter(makeScratch("state\(number)", type.element, count), type.element, hint: "state\(number)")
    }
    states.forEach(nest.willWrite)
    let size = nest.size(laneAxis!.size)
    func place(_ number: Int, _ lane: Expression) -> ScanArray {
      ScanArray(states[number], start: outerNumber * .integer(innerCount(carryTypes[number])) * size + lane, stride: size)
    }
    if isFlat { copyComputedCaptures(lanesGroup) }
    overLanes(lanesGroup) { [self] position, lane in
      load(states.indices.map { place($0, lane) }, position) { number, inner in initialValue(number, inner, position) }
    }
    overChunks { [self] chunk, first, count in
      for sum in laneSums { nest.allocate(sum.partial, zeroed: true) }
      if isFlat {
        flatChunk(chunk, first, count, lanesGroup) { lane in states.indices.map { place($0, lane) } }
      } else {
        overLanes(lanesGroup) { position, lane in
          let carried = allocateCarries()
          load(carried, position) { number, inner in place(number, lane).load(linear(carryTypes[number], inner)) }
          chunkBody(chunk, first, count, carried, position)
          load(states.indices.map { place($0, lane) }, position) { number, inner in
            carried[number].load(linear(carryTypes[number], inner))
          }
        }
      }
      for sum in laneSums { flush(sum, first, count, lanesGroup) }
    }
    overLanes(lanesGroup) { [self] position, lane in
      storeResults(position) { number, inner in place(number, lane).load(linear(carryTypes[number], inner)) }
    }
  }

  // MARK: Loops

  /// How many lanes a group has, but for the last; `lanesToGroup` vectors at most.
  private var groupWidth: Expression {
    let vectors = nest.size(laneAxis!.size).dividedUp(by: nest.lanes)
    return (vectors.dividedUp(by: nest.size(groupCount)) * .integer(nest.lanes)).simplifiedIndex
  }

  func firstLane(_ group: Expression) -> Expression {
    groupCount.constant == 1 ? 0 : (group * groupWidth).simplifiedIndex
  }

  func overLanes(_ group: Expression, _ body: (StepPosition, Expression) -> Void) {
    let lane = laneAxis!
    let size = nest.size(lane.size)
    let from = firstLane(group)
    let to = groupCount.constant == 1 ? size : .minimum(size, from + groupWidth)
    let index = nest.open(Loop(nest.fresh(lane.name.text.identifier), from: from, to: to, kind: .vector, body: []))
    var position = StepPosition(hoisted: outerIndex)
    position.hoisted[lane.name] = index
    body(position, index)
    nest.close()
  }

  /// Chunks in the order in which the body walks them.
  func overChunks(_ body: (_ chunk: Expression, _ first: Expression, _ count: Expression) -> Void) {
    let number = nest.open(Loop(nest.fresh("chunk"), to: chunkCount, body: []))
    let chunk = loop.replay == nil ? number : nest.bindIndex("interval", chunkCount - 1 - number)
    let first = nest.bindIndex("first", chunk * .integer(loop.interval))
    let count = nest.bindIndex("count", .minimum(.integer(loop.interval), nest.size(stepAxis.size) - first))
    body(chunk, first, count)
    nest.close()
  }

  func overInner(_ type: TensorType, _ position: StepPosition, _ body: ([AxisName: Expression]) -> Void) {
    emitter(StepPlan(graph, bodies.lowerings, first: bodies.body.first, outputs: [], hoisted: bodies.hoisted), position)
      .over(inner(type), body)
  }

  func emitter(
    _ plan: StepPlan, _ position: StepPosition,
    sink: @escaping (Value, [AxisName: Expression], Expression) -> Void = { _, _, _ in }
  ) -> StepEmitter {
    StepEmitter(nest: nest, plan: plan, lanesOutside: loop.lane != nil, position: position, sink: sink)
  }

  func linear(_ type: TensorType, _ index: [AxisName: Expression]) -> Expression {
    let axes = inner(type)
    return nest.linear(axes.map { index[$0.name]! }, TensorType(.f32, axes))
  }

  func index(_ type: TensorType, _ inner: [AxisName: Expression], _ position: StepPosition) -> [Expression] {
    type.axes.map { $0.name == loop.axis ? position.time! : inner[$0.name] ?? position.hoisted[$0.name]! }
  }
}

extension Expression {
  /// Quotient rounded up by a size.
  func dividedUp(by divisor: Expression) -> Expression {
    if let constant = divisor.constant { return dividedUp(by: constant) }
    return (self + divisor - 1) / divisor
  }
}
