import GraphIR

/// A recurrence against the direction of another one whose carries it needs: they are recomputed, interval by interval,
/// from those that were stored. `ScanDerivative` builds it.
///
/// Body inputs: the replayed carries before the step, the carries (gradients of the replayed ones after the step), step
/// inputs, captures. Body outputs: next carries, step outputs, sums over all steps.
/// Inputs: stored carries, initial carries, step inputs, captures. Results: final carries, step outputs, sums.
public struct ScanGradient: Operator {
  public static let mnemonic = "scan-gradient"
  public let axis: AxisName
  /// The direction of the replayed recurrence.
  public let isReverse: Bool
  public let carries: Int
  public let steps: Int
  public let sums: Int
  public let interval: Int
  /// How many of the step inputs, from the first, the replayed recurrence reads.
  public let replaySteps: Int
  public let axes: ScanAxes
  public let replay: Graph
  public let body: Graph

  public init(
    over axis: AxisName, isReverse: Bool, carries: Int, steps: Int, sums: Int, interval: Int, replaySteps: Int,
    axes: ScanAxes, replay: Graph, body: Graph
  ) {
    (self.axis, self.isReverse, self.carries, self.steps, self.sums) = (axis, isReverse, carries, steps, sums)
    (self.interval, self.replaySteps, self.axes) = (interval, replaySteps, axes)
    (self.replay, self.body) = (replay, body)
  }

  public init(attributes: inout AttributeReader) throws {
    axis = try attributes.axisName("over")
    isReverse = try attributes.bool("reverse")
    carries = try attributes.int("carries")
    steps = try attributes.int("steps")
    sums = try attributes.int("sums")
    interval = try attributes.int("interval")
    replaySteps = try attributes.int("replay-steps")
    axes = ScanAxes(outer: try attributes.names("outer"), lane: try attributes.names("lanes").first)
    replay = try attributes.graph("replay")
    body = try attributes.graph("body")
  }
  public var attributes: [(String, Attribute)] {
    [
      ("over", .name(axis.text)), ("reverse", .bool(isReverse)), ("carries", .int(carries)), ("steps", .int(steps)),
      ("sums", .int(sums)), ("interval", .int(interval)), ("replay-steps", .int(replaySteps)),
      ("outer", .names(axes.outer)), ("lanes", .names(axes.lane.map { [$0] } ?? [])), ("replay", .graph(replay)),
      ("body", .graph(body)),
    ]
  }

  private var replayed: Int { replay.outputs.count }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    let first = replayed + carries
    guard let signature = ScanSignature(axis, inputs, steps: first..<first + steps, &report),
      interval > 0 || report.problem("the interval between stored carries is not positive", found: "\(interval)"),
      replaySteps <= steps && replay.inputs.count - replayed - replaySteps <= inputs.count - first - steps
        || report.problem("the replayed recurrence has more inputs than there are", found: "\(replay.inputs.count)")
    else { return nil }
    let carryTypes = replay.outputs.map { replay.type($0.value) }
    for (number, type) in carryTypes.enumerated() where inputs[number] != signature.stored(type, interval) {
      report.error("the stored carries have another type", role: "stored carry \(number)",
        expected: "\(signature.stored(type, interval))", found: "\(inputs[number])")
    }
    let roles = [(count: replayed + carries, name: "carry"), (count: steps, name: "step input")]
    guard report.diagnostics.isEmpty,
      signature.check(body, carryTypes + inputs.dropFirst(replayed), roles: roles, &report),
      body.outputs.count >= carries + sums
        || report.problem("the body does not return every next carry and sum", found: "\(body.outputs.count) outputs")
    else { return nil }
    let outputs = body.outputs.map { body.type($0.value) }
    return Array(outputs.prefix(carries)) + outputs.dropFirst(carries).dropLast(sums).map(signature.stacked)
      + outputs.suffix(sums)
  }

  /// Second derivatives through a recurrence are not defined.
  public func gradient(_ context: GradientContext) -> [Tensor?] { context.inputs.map { _ in nil } }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    let length = inputs[replayed + carries].axis(axis)!.size
    let again = replay.cost(times: length, bytes: 0)
    let known = Set(reuse.pairs.map(\.body.node))
    var total = body.cost(times: length, bytes: Cost.traffic(inputs + outputs), known: known)
    total.flops = total.flops + again.flops
    total.transcendentals = total.transcendentals + again.transcendentals
    return total
  }

  public func mixedAxes(_ inputs: [TensorType], _ outputs: [TensorType]) -> Set<AxisName> {
    body.mixedAxes.union(replay.mixedAxes).union([axis, ScanSignature.checkpoint])
  }

  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    .loop(
      ScanLoop(
        axis: axis, isReverse: isReverse, interval: interval, carries: carries, steps: steps, sums: sums,
        axes: (axes.outer, axes.lane), body: body, replay: replay, replaySteps: replaySteps, reused: reuse.pairs))
  }

  /// What the body takes from the replayed recurrence beside its carries.
  private var reuse: ScanReuse {
    ScanReuse(replay: replay, body: body, carries: carries, steps: steps, replaySteps: replaySteps)
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    var results = outputs.map { DenseTensor($0) }
    let stepInputs = inputs[replayed + carries..<replayed + carries + steps]
    let captures = Array(inputs.dropFirst(replayed + carries + steps))
    let length = stepInputs.first!.type.axis(axis)!.size.constant!
    let before = replayedCarries(inputs, length)
    var carry = Array(inputs[replayed..<replayed + carries])
    for step in (0..<length).reversed() {
      let time = isReverse ? length - 1 - step : step
      let values = body.evaluate(before[step] + carry + stepInputs.map { $0.element(axis, time) } + captures)
      carry = Array(values.prefix(carries))
      for (number, value) in values.enumerated().dropFirst(carries).dropLast(sums) { results[number].set(axis, time, value) }
      for number in values.count - sums..<values.count {
        for position in results[number].data.indices { results[number].data[position] += values[number].data[position] }
      }
    }
    for number in 0..<carries { results[number] = carry[number] }
    return results
  }

  /// The carries of the replayed recurrence before each step.
  private func replayedCarries(_ inputs: [DenseTensor], _ length: Int) -> [[DenseTensor]] {
    let stepInputs = inputs[replayed + carries..<replayed + carries + replaySteps]
    let captures = inputs.dropFirst(replayed + carries + steps).prefix(replay.inputs.count - replayed - replaySteps)
    var result: [[DenseTensor]] = []
    for step in 0..<length {
      if step % interval == 0 {
        result.append(inputs.prefix(replayed).map { $0.element(ScanSignature.checkpoint, step / interval) })
      } else {
        let time = isReverse ? length - step : step - 1
        result.append(replay.evaluate(result[step - 1] + stepInputs.map { $0.element(axis, time) } + captures))
      }
    }
    return result
  }

  public static var examples: [OperatorExample] { ScanExamples.gradients }
}

extension ScanGradient: BodyOperator {
  public var firstCapture: Int { replayed + carries + steps }
  public func mappingBodies(_ transform: (Graph, Int) throws -> Graph) rethrows -> ScanGradient {
    ScanGradient(
      over: axis, isReverse: isReverse, carries: carries, steps: steps, sums: sums, interval: interval,
      replaySteps: replaySteps, axes: axes, replay: try transform(replay, replayed + replaySteps),
      body: try transform(body, firstCapture))
  }
}

extension ScanGradient: StreamOperator {
  public var streams: [Int] { body.streams + replay.streams }
}

extension ScanGradient: SizedOperator {
  public func binding(_ symbols: [String: Int]) -> ScanGradient {
    ScanGradient(
      over: axis, isReverse: isReverse, carries: carries, steps: steps, sums: sums, interval: interval,
      replaySteps: replaySteps, axes: axes, replay: replay.bound(symbols), body: body.bound(symbols))
  }
}
