import GraphIR

/// What the inputs of a scan tell about its results: the axis and what lies before it.
struct ScanSignature {
  /// Along which stored carries lie.
  static let checkpoint: AxisName = "checkpoint"
  let axis: Axis
  /// The axes before the scanned one in the first step input; results have them before it, too.
  private let leading: [AxisName]

  /// - Parameter steps: which inputs are step inputs.
  init?(_ name: AxisName, _ inputs: [TensorType], steps: Range<Int>, _ report: inout InferenceReport) {
    guard !steps.isEmpty, steps.lowerBound >= 0, steps.upperBound <= inputs.count else {
      report.error(
        "a scan needs at least one step input", role: "step inputs", axis: name, expected: "a tensor with axis '\(name)'",
        found: "\(inputs.count) inputs in all")
      return nil
    }
    for number in steps {
      guard let own = report.axis(name, of: inputs[number], role: "step input \(number - steps.lowerBound)") else { continue }
      if let first = inputs[steps.lowerBound].axis(name), first != own {
        report.error("step inputs differ in length", role: "step input \(number - steps.lowerBound)", axis: name,
          expected: "\(first.size)", found: "\(own.size)")
      }
    }
    guard report.diagnostics.isEmpty, let axis = inputs[steps.lowerBound].axis(name) else { return nil }
    self.axis = axis
    leading = Array(inputs[steps.lowerBound].names.prefix { $0 != name })
  }

  /// The type over all steps of what the body returns at one.
  func stacked(_ type: TensorType) -> TensorType {
    let before = type.axes.filter { leading.contains($0.name) }
    return TensorType(type.element, before + [axis] + type.axes.filter { !leading.contains($0.name) })
  }

  /// The type of the carries before every `interval`-th step.
  func stored(_ carry: TensorType, _ interval: Int) -> TensorType {
    TensorType(carry.element, [Axis(Self.checkpoint, axis.size.dividedUp(by: interval))] + carry.axes)
  }

  /// Checks that a body's inputs are those of the scan: as many carries, steps and captures, with the types to match.
  ///
  /// - Parameter roles: how many inputs have a role, in order; the rest are captures.
  func check(
    _ body: Graph, _ inputs: [TensorType], roles: [(count: Int, name: String)], _ report: inout InferenceReport
  ) -> Bool {
    let own = body.inputs
    guard own.count == inputs.count else {
      return report.problem(
        "the body has another number of inputs than the scan: each carry needs an initial value, each step input and capture a tensor",
        expected: "\(own.count)", found: "\(inputs.count)")
    }
    let names = roles.flatMap { role in (0..<role.count).map { "\(role.name) \($0)" } }
    for (number, (input, type)) in zip(own, inputs).enumerated() {
      let role = number < names.count ? names[number] : "capture \(number - names.count)"
      let isStep = role.hasPrefix("step")
      if !isStep, type.axis(axis.name) != nil {
        report.error("only step inputs vary along the axis of the scan", role: role, axis: axis.name,
          expected: "\(input.type)", found: "\(type)")
      } else if (isStep ? type.removing([axis.name]) : type) != input.type {
        report.error("the body expects another type", role: role, expected: "\(input.type)", found: "\(type)")
      }
    }
    return report.diagnostics.isEmpty
  }
}

extension InferenceReport {
  /// Reports and returns false, for conditions in a guard.
  mutating func problem(_ message: String, expected: String? = nil, found: String? = nil) -> Bool {
    error(message, expected: expected, found: found)
    return false
  }
}

extension Graph {
  /// The values of the outputs for inputs in order. All sizes are known.
  func evaluate(_ inputs: [DenseTensor]) -> [DenseTensor] {
    let named = Dictionary(zip(self.inputs.map(\.input.name), inputs), uniquingKeysWith: { $1 })
    // The inputs' types were checked when the graph was built.
    guard let values = try? Evaluator(self).values(named) else { preconditionFailure("a body's inputs fit its types") }
    return outputs.map { values[$0.value.node][$0.value.output] }
  }

  /// The cost of running the graph once per step.
  ///
  /// - Parameter known: nodes whose values are there already.
  func cost(times count: Dim, bytes: Dim, known: Set<Int> = []) -> Cost {
    var total = Cost(flops: 0, bytes: bytes)
    var (pending, seen) = (outputs.map(\.value.node), known)
    while let index = pending.popLast() {
      guard seen.insert(index).inserted, let operation = nodes[index].operation else { continue }
      let own = operation.cost(nodes[index].inputs.map(type), nodes[index].types)
      total.flops = total.flops + own.flops * count
      total.transcendentals = total.transcendentals + own.transcendentals * count
      pending += nodes[index].inputs.map(\.node)
    }
    return total
  }

  /// The same graph with numbers for symbols.
  func bound(_ symbols: [String: Int]) -> Graph {
    var result = Graph(name: name)
    for var node in nodes {
      node.types = node.types.map { $0.bound(symbols) }
      if let operation = node.operation { node.kind = .operation(AnyOperator(operation.bound(symbols))) }
      _ = result.append(node)
    }
    result.outputs = outputs
    return result
  }
}

extension DenseTensor {
  /// One element of an axis, which the result lacks.
  func element(_ axis: AxisName, _ position: Int) -> DenseTensor {
    let place = type.position(of: axis)!
    return DenseTensor(type.removing([axis])) { index in
      var full = index
      full.insert(position, at: place)
      return self[full]
    }
  }

  /// Replaces one element of an axis.
  mutating func set(_ axis: AxisName, _ position: Int, _ value: DenseTensor) {
    let place = type.position(of: axis)!
    let target = type
    value.type.forEachIndex { index, offset in
      var full = index.map { $0 }
      // The value may have its axes in another order.
      full = target.removing([axis]).names.map { index[value.type.position(of: $0)!] }
      full.insert(position, at: place)
      data[target.offset(full)] = value.data[offset]
    }
  }
}
