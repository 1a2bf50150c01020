import GraphIR
import LoopIR
import Operators

// One chunk of steps: captures and checkpoints.

extension ScanLowering {
  func chunkBody(
    _ chunk: Expression, _ first: Expression, _ count: Expression, _ carried: [ScanArray], _ position: StepPosition
  ) {
    copyCaptures(position)
    computeAhead(first, count, position)
    if loop.replay == nil {
      storeCheckpoints(chunk, carried, position)
      let step = nest.open(Loop(nest.fresh("step"), to: count, body: []))
      emitStep(local: step, first + step, carried, position)
      nest.close()
    } else {
      let tape = makeTape()
      startTape(tape, chunk, position)
      let replayed = nest.open(Loop(nest.fresh("step"), to: bodies.reused.isEmpty ? count - 1 : count, body: []))
      replayStep(tape, replayed, first, position)
      nest.close()
      let back = nest.open(Loop(nest.fresh("back"), to: count, body: []))
      let step = nest.bindIndex("step", count - 1 - back)
      provideTape(tape, bodies.body.inputs, step)
      provideReused(tape, step)
      emitStep(local: step, first + step, carried, position)
      nest.close()
    }
  }

  /// Captures with inner axes and lanes are copied once, so that a step does not gather them; where they are computed, from a
  /// table of all lanes if it has one.
  func copyCaptures(_ position: StepPosition) {
    guard let lane = loop.lane else { return }
    var copies: [Value: Buffer] = [:]
    for (inside, outside) in bodies.capturePairs + bodies.replayCapturePairs {
      let type = graph.type(inside)
      guard type.axis(lane) != nil, !inner(type).isEmpty, bodies.isRead(inside) else { continue }
      if copies[outside] == nil {
        let copy = Buffer(nest.fresh("fixed").name, type.element, localCount: innerCount(type))
        nest.allocate(copy)
        let table = captureTable(outside, type)
        overInner(type, position) { [self] at in
          let element = table.map { $0.load(linear(type, at) * nest.size(laneAxis!.size) + position.hoisted[lane]!) }
          nest.store(copy, linear(type, at), element ?? nest.element(outside, at: index(type, at, position)))
        }
        copies[outside] = copy
      }
      let (copy, names) = (copies[outside]!, type.names)
      nest.providers[inside] = { [self] in
        .load(copy, linear(type, Dictionary(zip(names, $0), uniquingKeysWith: { $1 })))
      }
    }
  }

  /// What is computed from captures that are the same for all sequences: a kernel of its own computes it once, lanes side by
  /// side, and does so for all steps to come where a program goes on from piece to piece (`Program.withPrologue`).
  private func captureTable(_ outside: Value, _ type: TensorType) -> ScanArray? {
    guard nest.buffer(outside) == nil, type.axes.allSatisfy({ !loop.outer.contains($0.name) }), outside.node < shared.graph.nodes.count
    else { return nil }
    if let known = tables[outside] { return known }
    let lanes = laneAxis!
    let storage = makeScratch("fixed\(tables.count)", type.element, Dim(innerCount(type)) * lanes.size)
    let packing = shared.builder()
    let table = packing.parameter(storage, type.element, hint: "fixed")
    let order = inner(type) + [lanes]
    let at = packing.open(order, vectorLast: true)
    let place = packing.linear(at, TensorType(.f32, order))
    let element = packing.element(outside, at: type.axes.map { axis in at[order.firstIndex { $0.name == axis.name }!] })
    packing.store(table, place, element)
    packing.close(order.count)
    tableKernels.append(packing.finish(name: "fixed"))
    let result = ScanArray(nest.parameter(storage, type.element, hint: "fixed"))
    tables[outside] = result
    return result
  }

  func storeCheckpoints(_ chunk: Expression, _ carried: [ScanArray], _ position: StepPosition) {
    for number in 0..<loop.carries {
      let output = Value(node, loop.carries + bodies.stepOutputs.count + number)
      guard let buffer = nest.buffer(output) else { continue }
      let (type, carry) = (graph.type(output), carryTypes[number])
      overInner(carry, position) { inner in
        let at = [chunk] + index(carry, inner, position)
        nest.store(buffer, nest.linear(at, type), carried[number].load(linear(carry, inner)))
      }
    }
  }

  /// A chunk with the lanes inside of the steps; `carries` are those of a lane.
  func flatChunk(
    _ chunk: Expression, _ first: Expression, _ count: Expression, _ lanesGroup: Expression,
    carries: @escaping (Expression) -> [ScanArray]
  ) {
    if loop.replay == nil {
      overLanes(lanesGroup) { [self] position, lane in storeCheckpoints(chunk, carries(lane), position) }
      let step = nest.open(Loop(nest.fresh("step"), to: count, body: []))
      overLanes(lanesGroup) { [self] position, lane in emitStep(local: step, first + step, carries(lane), position) }
      nest.close()
      return
    }
    let rows = makeTape(lanes: lanesToGroup * nest.lanes)
    func tape(_ lane: Expression) -> [ScanArray] {
      rows.map { ScanArray($0.buffer, start: lane - firstLane(lanesGroup), stride: .integer(lanesToGroup * nest.lanes)) }
    }
    overLanes(lanesGroup) { [self] position, lane in startTape(tape(lane), chunk, position) }
    let replayed = nest.open(Loop(nest.fresh("step"), to: bodies.reused.isEmpty ? count - 1 : count, body: []))
    overLanes(lanesGroup) { [self] position, lane in replayStep(tape(lane), replayed, first, position) }
    nest.close()
    let back = nest.open(Loop(nest.fresh("back"), to: count, body: []))
    let step = nest.bindIndex("step", count - 1 - back)
    overLanes(lanesGroup) { [self] position, lane in
      provideTape(tape(lane), bodies.body.inputs, step)
      provideReused(tape(lane), step)
      emitStep(local: step, first + step, carries(lane), position)
    }
    nest.close()
  }

  /// Captures that are computed where they are read are computed once for a group of lanes.
  func copyComputedCaptures(_ lanesGroup: Expression) {
    let pairs = (bodies.capturePairs + bodies.replayCapturePairs).filter { inside, outside in
      graph.type(inside).axis(loop.lane!) != nil && nest.buffer(outside) == nil && bodies.isRead(inside)
    }
    var copies: [Value: Buffer] = [:]
    for (inside, outside) in pairs {
      let type = graph.type(inside)
      if copies[outside] == nil {
        let copy = Buffer(nest.fresh("fixed").name, type.element, localCount: lanesToGroup * nest.lanes)
        nest.allocate(copy)
        overLanes(lanesGroup) { [self] position, lane in
          nest.store(copy, (lane - firstLane(lanesGroup)).simplifiedIndex, nest.element(outside, at: index(type, [:], position)))
        }
        copies[outside] = copy
      }
      let (copy, place) = (copies[outside]!, type.position(of: loop.lane!)!)
      nest.providers[inside] = { [self] in .load(copy, ($0[place] - firstLane(lanesGroup)).simplifiedIndex) }
    }
  }
}
