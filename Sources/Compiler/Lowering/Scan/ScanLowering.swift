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
/// Carries are local arrays: in registers where the C compiler can unroll, in the first-level cache otherwise. Time is
/// never split over parts. Chunks are as long as the interval between stored carries; with the chunk outside and the
/// lanes inside, what all lanes share is read from the first-level cache.
final class ScanLowering {
  private let shared: GroupLowering
  private let group: FusionPlan.Group
  private let node: Int
  private let bodies: ScanBodies
  private let makeScratch: (String, ElementType, Dim) -> Int
  private let nest: NestBuilder
  private var outerIndex: [AxisName: Expression] = [:]
  private var outerNumber: Expression = 0
  private var laneSums: [LaneSum] = []
  private var loop: ScanLoop { bodies.loop }
  private var graph: Graph { bodies.graph }
  /// Vectors of lanes to a group: small enough to share one sequence over cores, large enough to share what lanes share.
  private static let lanesToGroup = 8
  /// Bytes of recomputed carries that may lie on a thread's stack.
  private static let stackBytes = 256 << 10

  /// A step output that is summed over the lanes: partial sums of a chunk, and where they go.
  private struct LaneSum {
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
      bodies.graph, lowerings: bodies.lowerings, lanes: shared.target.lanes, reserved: shared.symbols
    ) { value in value.node < count ? storage(value) : nil }
  }

  // MARK: Sizes

  private var stepAxis: Axis { graph.type(bodies.stepPairs[0].outside).axis(loop.axis)! }
  private var carryTypes: [TensorType] { bodies.next.map(graph.type) + bodies.sums.map(graph.type) }
  private func axis(_ name: AxisName) -> Axis { carryTypes.lazy.compactMap { $0.axis(name) }.first! }
  private var outer: [Axis] { loop.outer.map(axis) }
  private var laneAxis: Axis? { loop.lane.map(axis) }
  private func inner(_ type: TensorType) -> [Axis] { type.axes.filter { !bodies.hoisted.contains($0.name) } }
  private func innerCount(_ type: TensorType) -> Int { inner(type).reduce(Dim(1)) { $0 * $1.size }.constant! }
  private var chunkCount: Expression { nest.size(stepAxis.size.dividedUp(by: loop.interval)) }
  /// Groups of lanes, as a size.
  private var groupCount: Dim {
    laneAxis.map { $0.size.dividedUp(by: nest.lanes).dividedUp(by: Self.lanesToGroup) } ?? 1
  }

  // MARK: The kernel

  func lower(name: String) -> [LoweredKernel] {
    for (inside, outside) in bodies.capturePairs + bodies.replayCapturePairs {
      nest.providers[inside] = { [nest] in nest.element(outside, at: $0) }
    }
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
    var kernel = nest.finish(name: name, partition: false)
    kernel.kernel.parts = .maximum(1, .minimum(.integer(64), units))
    return [kernel] + laneSums.filter(\.isSplit).map { combine($0, name) }
  }

  private func lowerWithoutLanes() {
    let carried = allocateCarries()
    load(carried, StepPosition(hoisted: outerIndex)) { [self] in initialValue($0, $1) }
    overChunks { chunk, first, count in
      chunkBody(chunk, first, count, carried, StepPosition(hoisted: outerIndex))
    }
    storeResults(carried, StepPosition(hoisted: outerIndex)) { [self] number, inner in
      .load(carried[number], linear(carryTypes[number], inner))
    }
  }

  private func lowerWithLanes(_ lanesGroup: Expression) {
    let states = carryTypes.enumerated().map { number, type -> Buffer in
      let count = type.count
      return nest.parameter(makeScratch("state\(number)", type.element, count), type.element, hint: "state\(number)")
    }
    states.forEach(nest.willWrite)
    func place(_ number: Int, _ inner: [AxisName: Expression], _ lane: Expression) -> Expression {
      let own = (self.outerNumber * .integer(innerCount(carryTypes[number])) + linear(carryTypes[number], inner))
      return (own * nest.size(laneAxis!.size) + lane).simplifiedIndex
    }
    overLanes(lanesGroup) { [self] position, lane in
      for number in states.indices {
        overInner(carryTypes[number], position) { inner in
          nest.store(states[number], place(number, inner, lane), initialValue(number, inner, position))
        }
      }
    }
    overChunks { [self] chunk, first, count in
      for sum in laneSums { nest.allocate(sum.partial, zeroed: true) }
      overLanes(lanesGroup) { position, lane in
        let carried = allocateCarries()
        load(carried, position) { number, inner in .load(states[number], place(number, inner, lane)) }
        chunkBody(chunk, first, count, carried, position)
        for number in carried.indices {
          overInner(carryTypes[number], position) { inner in
            nest.store(states[number], place(number, inner, lane), .load(carried[number], linear(carryTypes[number], inner)))
          }
        }
      }
      for sum in laneSums { flush(sum, first, count, lanesGroup) }
    }
    overLanes(lanesGroup) { [self] position, lane in
      storeResults([], position) { number, inner in .load(states[number], place(number, inner, lane)) }
    }
  }

  // MARK: Loops

  private func overLanes(_ group: Expression, _ body: (StepPosition, Expression) -> Void) {
    let lane = laneAxis!
    let size = nest.size(lane.size)
    let blocks = size.dividedUp(by: nest.lanes)
    let width = (blocks.dividedUp(by: nest.size(groupCount)) * .integer(nest.lanes)).simplifiedIndex
    let isWhole = groupCount.constant == 1
    let from = isWhole ? Expression.integer(0) : (group * width).simplifiedIndex
    let to = isWhole ? size : .minimum(size, from + width)
    let index = nest.open(Loop(nest.fresh(lane.name.text.identifier), from: from, to: to, kind: .vector, body: []))
    var position = StepPosition(hoisted: outerIndex)
    position.hoisted[lane.name] = index
    body(position, index)
    nest.close()
  }

  /// Chunks in the order in which the body walks them.
  private func overChunks(_ body: (_ chunk: Expression, _ first: Expression, _ count: Expression) -> Void) {
    let number = nest.open(Loop(nest.fresh("chunk"), to: chunkCount, body: []))
    let chunk = loop.replay == nil ? number : nest.bindIndex("interval", chunkCount - 1 - number)
    let first = nest.bindIndex("first", chunk * .integer(loop.interval))
    let count = nest.bindIndex("count", .minimum(.integer(loop.interval), nest.size(stepAxis.size) - first))
    body(chunk, first, count)
    nest.close()
  }

  private func overInner(_ type: TensorType, _ position: StepPosition, _ body: ([AxisName: Expression]) -> Void) {
    emitter(StepPlan(graph, bodies.lowerings, first: bodies.body.first, outputs: [], hoisted: bodies.hoisted), position)
      .over(inner(type), body)
  }

  private func emitter(
    _ plan: StepPlan, _ position: StepPosition,
    sink: @escaping (Value, [AxisName: Expression], Expression) -> Void = { _, _, _ in }
  ) -> StepEmitter {
    StepEmitter(nest: nest, plan: plan, lanesOutside: loop.lane != nil, position: position, sink: sink)
  }

  private func linear(_ type: TensorType, _ index: [AxisName: Expression]) -> Expression {
    let axes = inner(type)
    return nest.linear(axes.map { index[$0.name]! }, TensorType(.f32, axes))
  }

  private func index(_ type: TensorType, _ inner: [AxisName: Expression], _ position: StepPosition) -> [Expression] {
    type.axes.map { $0.name == loop.axis ? position.time! : inner[$0.name] ?? position.hoisted[$0.name]! }
  }

  // MARK: Carries

  private func allocateCarries() -> [Buffer] {
    carryTypes.enumerated().map { number, type in
      let name = nest.fresh(number < loop.carries ? "carry" : "total").name
      let buffer = Buffer(name, type.element, localCount: innerCount(type))
      nest.allocate(buffer)
      return buffer
    }
  }

  private func initialValue(_ number: Int, _ inner: [AxisName: Expression], _ position: StepPosition? = nil) -> Expression {
    if number >= loop.carries { return .number(0, carryTypes[number].element) }
    let value = bodies.initial(number)
    return nest.element(value, at: index(graph.type(value), inner, position ?? StepPosition(hoisted: outerIndex)))
  }

  private func load(
    _ carried: [Buffer], _ position: StepPosition, from source: (Int, [AxisName: Expression]) -> Expression
  ) {
    for number in carried.indices {
      overInner(carryTypes[number], position) { inner in
        nest.store(carried[number], linear(carryTypes[number], inner), source(number, inner))
      }
    }
  }

  /// Final carries and sums to memory.
  private func storeResults(
    _ carried: [Buffer], _ position: StepPosition, from source: (Int, [AxisName: Expression]) -> Expression
  ) {
    for number in carryTypes.indices {
      let output = Value(node, number < loop.carries ? number : number + bodies.stepOutputs.count)
      guard let buffer = nest.buffer(output) else { continue }
      let type = graph.type(output)
      overInner(carryTypes[number], position) { inner in
        nest.store(buffer, nest.linear(index(type, inner, position), type), source(number, inner))
      }
    }
  }

  // MARK: One chunk

  private func chunkBody(
    _ chunk: Expression, _ first: Expression, _ count: Expression, _ carried: [Buffer], _ position: StepPosition
  ) {
    copyCaptures(position)
    if loop.replay == nil {
      storeCheckpoints(chunk, carried, position)
      let step = nest.open(Loop(nest.fresh("step"), to: count, body: []))
      emitStep(local: step, first + step, carried, position)
      nest.close()
    } else {
      let tape = replayChunk(chunk, first, count, position)
      let back = nest.open(Loop(nest.fresh("back"), to: count, body: []))
      let step = nest.bindIndex("step", count - 1 - back)
      provideTape(tape, bodies.body.inputs, step)
      emitStep(local: step, first + step, carried, position)
      nest.close()
    }
  }

  /// Captures with inner axes and lanes are copied once, so that a step does not gather them.
  private func copyCaptures(_ position: StepPosition) {
    guard let lane = loop.lane else { return }
    var copies: [Value: Buffer] = [:]
    for (inside, outside) in bodies.capturePairs + bodies.replayCapturePairs {
      let type = graph.type(inside)
      guard type.axis(lane) != nil, !inner(type).isEmpty, bodies.isRead(inside) else { continue }
      if copies[outside] == nil {
        let copy = Buffer(nest.fresh("fixed").name, type.element, localCount: innerCount(type))
        nest.allocate(copy)
        overInner(type, position) { at in
          nest.store(copy, linear(type, at), nest.element(outside, at: index(type, at, position)))
        }
        copies[outside] = copy
      }
      let (copy, names) = (copies[outside]!, type.names)
      nest.providers[inside] = { [self] in
        .load(copy, linear(type, Dictionary(zip(names, $0), uniquingKeysWith: { $1 })))
      }
    }
  }

  private func storeCheckpoints(_ chunk: Expression, _ carried: [Buffer], _ position: StepPosition) {
    for number in 0..<loop.carries {
      let output = Value(node, loop.carries + bodies.stepOutputs.count + number)
      guard let buffer = nest.buffer(output) else { continue }
      let (type, carry) = (graph.type(output), carryTypes[number])
      overInner(carry, position) { inner in
        let at = [chunk] + index(carry, inner, position)
        nest.store(buffer, nest.linear(at, type), .load(carried[number], linear(carry, inner)))
      }
    }
  }

  /// Recomputes the forward carries before each step of a chunk.
  private func replayChunk(
    _ chunk: Expression, _ first: Expression, _ count: Expression, _ position: StepPosition
  ) -> [Tape] {
    let replay = bodies.replay!
    let types = replay.outputs.map(graph.type)
    let tape = makeTape(types)
    for (number, type) in types.enumerated() {
      let stored = bodies.stored(number)
      overInner(type, position) { inner in
        let at = [chunk] + index(type, inner, position)
        nest.store(tape[number].buffer, tape[number].start + linear(type, inner), nest.element(stored, at: at))
      }
    }
    let step = nest.open(Loop(nest.fresh("step"), to: count - 1, body: []))
    provideTape(tape, replay.inputs, step)
    let position = provideSteps(bodies.replayStepPairs, first + step, position)
    let plan = StepPlan(graph, bodies.lowerings, first: replay.first, outputs: replay.outputs, hoisted: bodies.hoisted)
    emitter(plan, position) { [self] value, inner, element in
      for (number, output) in replay.outputs.enumerated() where output == value {
        let place = (step + 1) * .integer(innerCount(types[number])) + linear(types[number], inner)
        nest.store(tape[number].buffer, (tape[number].start + place).simplifiedIndex, element)
      }
    }.emit()
    nest.close()
    return tape
  }

  /// Where the recomputed carries of a chunk lie: a local array, or a place in memory for each unit of work.
  private struct Tape {
    let buffer: Buffer
    let start: Expression
  }

  private func makeTape(_ types: [TensorType]) -> [Tape] {
    let counts = types.map { innerCount($0) * loop.interval }
    let isLocal = loop.lane != nil || 4 * counts.reduce(0, +) <= Self.stackBytes
    return types.enumerated().map { number, type in
      let name = nest.fresh("tape").name
      if isLocal {
        let buffer = Buffer(name, type.element, localCount: counts[number])
        nest.allocate(buffer)
        return Tape(buffer: buffer, start: 0)
      }
      let units = outer.reduce(Dim(1)) { $0 * $1.size }
      let buffer = nest.parameter(makeScratch(name, type.element, units * Dim(counts[number])), type.element, hint: name)
      nest.willWrite(buffer)
      return Tape(buffer: buffer, start: outerNumber * .integer(counts[number]))
    }
  }

  /// Replayed carries are read from the tape at a step.
  private func provideTape(_ tape: [Tape], _ inputs: [Value], _ step: Expression) {
    for (number, tape) in tape.enumerated() {
      let type = graph.type(inputs[number])
      nest.providers[inputs[number]] = { [self] in
        let own = linear(type, Dictionary(zip(type.names, $0), uniquingKeysWith: { $1 }))
        return .load(tape.buffer, (tape.start + step * .integer(innerCount(type)) + own).simplifiedIndex)
      }
    }
  }

  /// Step inputs are read from their operands at a step, which is counted in the direction of the recurrence.
  private func provideSteps(
    _ pairs: [(inside: Value, outside: Value)], _ step: Expression, _ position: StepPosition
  ) -> StepPosition {
    var position = position
    position.time = nest.bindIndex(loop.axis.text.identifier, loop.isReverse ? nest.size(stepAxis.size) - 1 - step : step)
    for (inside, outside) in pairs {
      let names = graph.type(inside).names
      let type = graph.type(outside)
      let read: ([Expression]) -> Expression = { [self] in
        let inner = Dictionary(zip(names, $0), uniquingKeysWith: { $1 })
        return nest.element(outside, at: type.names.map { $0 == loop.axis ? position.time! : inner[$0]! })
      }
      nest.providers[inside] = isComputedAgain(inside, outside) ? computedOnce(inside, read, position) : read
    }
    return position
  }

  /// True if a step input is computed where it is read, and read at more indices than it has.
  private func isComputedAgain(_ inside: Value, _ outside: Value) -> Bool {
    var source = outside
    while nest.buffer(source) == nil, let input = movedOnly(source) { source = input }
    let own = innerCount(graph.type(inside))
    return nest.buffer(source) == nil && own > 1 && carryTypes.contains { innerCount($0) > own }
  }

  /// What an operator moves elements of without computing anything.
  private func movedOnly(_ value: Value) -> Value? {
    let node = graph.nodes[value.node]
    guard node.inputs.count == 1, let operation = node.operation else { return nil }
    let cost = operation.cost(node.inputs.map(graph.type), node.types)
    return cost.flops == 0 && cost.transcendentals == 0 ? node.inputs[0] : nil
  }

  /// Computes a step input into a local array.
  private func computedOnce(
    _ inside: Value, _ read: ([Expression]) -> Expression, _ position: StepPosition
  ) -> ([Expression]) -> Expression {
    let type = graph.type(inside)
    let buffer = Buffer(nest.fresh("input").name, type.element, localCount: innerCount(type))
    nest.allocate(buffer)
    overInner(type, position) { inner in nest.store(buffer, linear(type, inner), read(index(type, inner, position))) }
    return { [self] in .load(buffer, linear(type, Dictionary(zip(type.names, $0), uniquingKeysWith: { $1 }))) }
  }

  // MARK: One step

  private func emitStep(local: Expression, _ step: Expression, _ carried: [Buffer], _ position: StepPosition) {
    let position = provideSteps(bodies.stepPairs, step, position)
    let carryInputs = (0..<loop.carries).map { bodies.body.inputs[bodies.replayed + $0] }
    for (number, input) in carryInputs.enumerated() {
      let type = graph.type(input)
      nest.providers[input] = { [self] in
        .load(carried[number], linear(type, Dictionary(zip(type.names, $0), uniquingKeysWith: { $1 })))
      }
    }
    let outputs = bodies.body.outputs.filter { !bodies.isLaneSum($0) }
      + laneSums.map { graph.nodes[$0.value.node].inputs[0] }
    let plan = StepPlan(graph, bodies.lowerings, first: bodies.body.first, outputs: outputs, hoisted: bodies.hoisted)
    let late = lateCarries(plan, carryInputs)
    let waiting = late.map { number -> (Int, Buffer) in
      let buffer = Buffer(nest.fresh("next").name, carryTypes[number].element, localCount: innerCount(carryTypes[number]))
      nest.allocate(buffer)
      return (number, buffer)
    }
    let epilogue = Epilogue(self, position)
    emitter(plan, position) { [self] value, inner, element in
      for number in 0..<loop.carries where bodies.next[number] == value {
        let target = waiting.first { $0.0 == number }?.1 ?? carried[number]
        nest.store(target, linear(carryTypes[number], inner), element)
      }
      for (number, sum) in bodies.sums.enumerated() where sum == value {
        let (total, at) = (carried[loop.carries + number], linear(carryTypes[loop.carries + number], inner))
        nest.store(total, at, .binary(.add, .load(total, at), element))
      }
      for sum in laneSums where graph.nodes[sum.value.node].inputs[0] == value {
        let own = nest.linear(sum.axes.map { inner[$0.name]! }, TensorType(.f32, sum.axes))
        let at = (local * .integer(sum.axes.reduce(1) { $0 * $1.size.constant! }) + own).simplifiedIndex
        nest.store(sum.partial, at, .binary(.add, .load(sum.partial, at), element))
      }
      epilogue.take(value, inner, element)
    }.emit()
    epilogue.emit()
    for (number, buffer) in waiting {
      overInner(carryTypes[number], position) { inner in
        let at = linear(carryTypes[number], inner)
        nest.store(carried[number], at, .load(buffer, at))
      }
    }
  }

  /// Carries whose old value is still read when or after their next value is computed, elsewhere than where it goes.
  private func lateCarries(_ plan: StepPlan, _ inputs: [Value]) -> [Int] {
    (0..<loop.carries).filter { number in
      guard let writer = plan.groupOf[bodies.next[number]] else { return true }
      if plan.isReduction(bodies.next[number]), plan.readers(of: inputs[number]).contains(where: { $0.group >= writer }) {
        return true
      }
      return plan.readers(of: inputs[number]).contains { $0.group > writer || $0.group == writer && $0.isMoved }
    }
  }

  /// What is computed from the step outputs at the same index: stored with them, or instead of them.
  private final class Epilogue {
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

  // MARK: Sums over lanes

  private func makeLaneSums() {
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
  private func flush(_ sum: LaneSum, _ first: Expression, _ count: Expression, _ lanesGroup: Expression) {
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
  private func combine(_ sum: LaneSum, _ name: String) -> LoweredKernel {
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

extension Expression {
  /// Quotient rounded up by a size.
  fileprivate func dividedUp(by divisor: Expression) -> Expression {
    if let constant = divisor.constant { return dividedUp(by: constant) }
    return (self + divisor - 1) / divisor
  }
}
