import GraphIR

/// The sizes and axes of an attention operator.
struct AttentionShape: Sendable {
  let inputs: [TensorType]
  let time: AxisName
  let feature: AxisName
  let isCausal: Bool

  init(_ inputs: [TensorType], _ time: AxisName, _ feature: AxisName, _ isCausal: Bool) {
    (self.inputs, self.time, self.feature, self.isCausal) = (inputs, time, feature, isCausal)
  }

  var outer: [Axis] { inputs[0].axes.filter { $0.name != time && $0.name != feature } }
  var outerCount: Dim { outer.reduce(1) { $0 * $1.size } }
  var queries: Dim { inputs[0].axis(time)!.size }
  var keys: Dim { inputs[1].axis(time)!.size }
  var features: Int { inputs[0].axis(feature)!.size.constant! }
  var scale: Double { 1 / Double(features).squareRoot() }
  /// From exponents of two to those of e.
  static let ln2 = 0.693_147_180_559_945_3

  /// Products of all queries with all keys over the features, one exponential for each pair, everything read and written.
  func cost(products: Int, _ context: any KernelContext) -> Cost {
    let scores = outerCount * queries * keys
    return Cost(
      flops: scores * Dim(2 * products * features), transcendentals: scores,
      bytes: Cost.traffic(context.inputTypes + context.outputTypes))
  }

  func operand(_ number: Int, _ context: any KernelContext) -> StepOperand {
    let type = context.inputTypes[number]
    return StepOperand(
      access: context.input(number), type: type, outer: outer, time: time, feature: type.axis(feature) == nil ? nil : feature)
  }

  func output(_ number: Int, _ context: any KernelContext) -> StepOperand? {
    let type = context.outputTypes[number]
    return context.output(number).map {
      StepOperand(access: $0, type: type, outer: outer, time: time, feature: type.axis(feature) == nil ? nil : feature)
    }
  }

  static func check(_ inputs: [TensorType], _ time: AxisName, _ feature: AxisName, _ report: inout InferenceReport) -> Bool {
    let roles = ["query", "key", "value"]
    for (type, role) in zip(inputs, roles) {
      guard report.axis(time, of: type, role: role) != nil, let width = report.axis(feature, of: type, role: role) else { return false }
      if width.size.constant == nil || width != inputs[0].axis(feature) {
        report.error("the features must be fixed and equal", role: role, axis: feature,
          expected: inputs[0].axis(feature).map { "\($0)" }, found: "\(width)")
      }
      if type.element != .f32 {
        report.error("attention takes f32", role: role, expected: "f32", found: type.element.rawValue)
      }
      let others = Set(type.axes.filter { $0.name != time && $0.name != feature })
      let wanted = Set(inputs[0].axes.filter { $0.name != time && $0.name != feature })
      if others != wanted {
        report.error("the axes besides \(time) and \(feature) differ", role: role, expected: "\(inputs[0])", found: "\(type)")
      }
    }
    if inputs[1].axis(time) != inputs[2].axis(time) {
      report.error("keys and values differ in length", role: "value", axis: time,
        expected: "\(inputs[1].axis(time)!)", found: "\(inputs[2].axis(time)!)")
    }
    return report.diagnostics.isEmpty
  }

  static func examples(_ make: (Bool) -> any Operator) -> [OperatorExample] {
    func type(_ axes: (AxisName, Int)...) -> TensorType { TensorType(.f32, axes.map { Axis($0.0, Dim($0.1)) }) }
    let small = type((.batch, 2), (.time, 7), (.head, 3), (.feature, 5))
    let long = type((.time, 131), (.feature, 8))
    let whole = type((.time, 70), (.head, 2), (.feature, 16))
    let other = type((.batch, 2), (.head, 3), (.feature, 5), (.time, 19))
    return [
      OperatorExample(make(false), [small, small, small]), OperatorExample(make(true), [small, small, small]),
      OperatorExample(make(false), [small, other, other]), OperatorExample(make(false), [long, long, long]),
      OperatorExample(make(true), [long, long, long]), OperatorExample(make(true), [whole, whole, whole]),
      OperatorExample(make(false), [type((.head, 1), (.time, 1), (.feature, 80)), type((.head, 1), (.time, 3), (.feature, 80)), type((.time, 3), (.head, 1), (.feature, 80))]),
    ]
  }
}
