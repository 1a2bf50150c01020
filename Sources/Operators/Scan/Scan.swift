import GraphIR

/// A recurrence along one axis: `(carry, y_t) = body(carry, x_t, captures)` for every step t, in order or in reverse.
///
/// The body is a graph whose inputs are the carries, the step inputs and the captures, in this order, and whose outputs
/// are the next carries and the step outputs. Step inputs have the axis outside and lack it in the body; captures are
/// the same at every step. Direction is a matter of the index: nothing is reversed in memory.
///
/// Inputs: initial carries, step inputs, captures.
/// Results: final carries, step outputs, and the carries before every `interval`-th step, from which the gradient
/// recomputes; nothing is stored where nobody reads it.
public struct Scan: Operator {
  public static let mnemonic = "scan"
  public let axis: AxisName
  public let isReverse: Bool
  public let carries: Int
  public let steps: Int
  /// Steps between stored carries.
  public let interval: Int
  public let body: Graph

  public init(over axis: AxisName, isReverse: Bool = false, carries: Int, steps: Int, interval: Int, body: Graph) {
    (self.axis, self.isReverse, self.carries, self.steps) = (axis, isReverse, carries, steps)
    (self.interval, self.body) = (interval, body)
  }
  public init(attributes: inout AttributeReader) throws {
    axis = try attributes.axisName("over")
    isReverse = try attributes.bool("reverse")
    carries = try attributes.int("carries")
    steps = try attributes.int("steps")
    interval = try attributes.int("interval")
    body = try attributes.graph("body")
  }
  public var attributes: [(String, Attribute)] {
    [
      ("over", .name(axis.text)), ("reverse", .bool(isReverse)), ("carries", .int(carries)), ("steps", .int(steps)),
      ("interval", .int(interval)), ("body", .graph(body)),
    ]
  }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard let signature = ScanSignature(axis, inputs, steps: carries..<carries + steps, &report),
      interval > 0 || report.problem("the interval between stored carries is not positive", found: "\(interval)"),
      signature.check(body, inputs, roles: [(carries, "carry"), (steps, "step input")], &report)
    else { return nil }
    let outputs = body.outputs.map { body.type($0.value) }
    guard outputs.count >= carries
      || report.problem(
        "the body does not return every next carry", expected: "\(carries) next carries first", found: "\(outputs.count) outputs")
    else { return nil }
    for (number, (next, carry)) in zip(outputs, inputs.prefix(carries)).enumerated() where next != carry {
      report.error("the body changes the type of a carry", role: "carry \(number)", expected: "\(carry)", found: "\(next)")
    }
    return report.diagnostics.isEmpty
      ? Array(inputs.prefix(carries)) + outputs.dropFirst(carries).map(signature.stacked)
        + inputs.prefix(carries).map { signature.stored($0, interval) } : nil
  }

  public func gradient(_ context: GradientContext) -> [Tensor?] { ScanDerivative(self, context).inputGradients() }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    body.cost(times: inputs[carries].axis(axis)!.size, bytes: Cost.traffic(inputs + outputs.dropLast(carries)))
  }

  public func mixedAxes(_ inputs: [TensorType], _ outputs: [TensorType]) -> Set<AxisName> {
    body.mixedAxes.union([axis, ScanSignature.checkpoint])
  }

  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    let axes = ScanAxes(of: body, carries: carries, steps: steps)
    return .loop(
      ScanLoop(
        axis: axis, isReverse: isReverse, interval: interval, carries: carries, steps: steps, sums: 0,
        axes: (axes.outer, axes.lane), body: body, replay: nil, replaySteps: 0))
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    var results = outputs.map { DenseTensor($0) }
    let length = inputs[carries].type.axis(axis)!.size.constant!
    var carry = Array(inputs.prefix(carries))
    for step in 0..<length {
      let time = isReverse ? length - 1 - step : step
      if step % interval == 0 {
        for number in 0..<carries { results[outputs.count - carries + number].set(ScanSignature.checkpoint, step / interval, carry[number]) }
      }
      let slices = inputs[carries..<carries + steps].map { $0.element(axis, time) }
      let values = body.evaluate(carry + slices + inputs.dropFirst(carries + steps))
      carry = Array(values.prefix(carries))
      for (number, value) in values.dropFirst(carries).enumerated() { results[carries + number].set(axis, time, value) }
    }
    for number in 0..<carries { results[number] = carry[number] }
    return results
  }

  public static var examples: [OperatorExample] { ScanExamples.all }
}

/// An operator that runs graphs of its own.
public protocol BodyOperator: Operator {
  /// The same operator with other bodies for its own, which must mean the same.
  ///
  /// - Parameter transform: gets a body, and how many carries and step inputs come before its captures.
  func mappingBodies(_ transform: (_ body: Graph, _ firstCapture: Int) throws -> Graph) rethrows -> Self
  /// Where the captures begin among the operator's inputs. Each body's captures are the first ones of them.
  var firstCapture: Int { get }
}

extension BodyOperator {
  public func mappingBodies(_ transform: (Graph) throws -> Graph) rethrows -> Self {
    try mappingBodies { body, _ in try transform(body) }
  }
}

extension Scan: BodyOperator {
  public var firstCapture: Int { carries + steps }
  public func mappingBodies(_ transform: (Graph, Int) throws -> Graph) rethrows -> Scan {
    Scan(
      over: axis, isReverse: isReverse, carries: carries, steps: steps, interval: interval,
      body: try transform(body, carries + steps))
  }
}

extension Scan: StreamOperator {
  public var streams: [Int] { body.streams }
}

extension Scan: SizedOperator {
  public func binding(_ symbols: [String: Int]) -> Scan {
    Scan(over: axis, isReverse: isReverse, carries: carries, steps: steps, interval: interval, body: body.bound(symbols))
  }
}
