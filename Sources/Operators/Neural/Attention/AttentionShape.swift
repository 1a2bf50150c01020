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

  func operand(_ number: Int, _ context: any KernelContext) -> AttentionTile.Operand {
    let type = context.inputTypes[number]
    return AttentionTile.Operand(
      access: context.input(number), type: type, outer: outer, time: time, feature: type.axis(feature) == nil ? nil : feature)
  }

  func output(_ number: Int, _ context: any KernelContext) -> AttentionTile.Operand? {
    let type = context.outputTypes[number]
    return context.output(number).map {
      AttentionTile.Operand(access: $0, type: type, outer: outer, time: time, feature: type.axis(feature) == nil ? nil : feature)
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
    let other = type((.batch, 2), (.head, 3), (.feature, 5), (.time, 19))
    return [
      OperatorExample(make(false), [small, small, small]), OperatorExample(make(true), [small, small, small]),
      OperatorExample(make(false), [small, other, other]), OperatorExample(make(false), [long, long, long]),
      OperatorExample(make(true), [long, long, long]),
      OperatorExample(make(false), [type((.head, 1), (.time, 1), (.feature, 80)), type((.head, 1), (.time, 3), (.feature, 80)), type((.time, 3), (.head, 1), (.feature, 80))]),
    ]
  }
}

/// Attention by its definition, in double precision.
struct AttentionReference {
  let inputs: [DenseTensor]
  let shape: AttentionShape

  init(_ inputs: [DenseTensor], _ time: AxisName, _ feature: AxisName, _ isCausal: Bool) {
    self.inputs = inputs
    shape = AttentionShape(inputs.map(\.type), time, feature, isCausal)
  }

  /// Visits the weight of every query for every key, with what locates elements of any operand.
  private func forEachWeight(_ logSum: (([Int], Int) -> Double)?, _ visit: ([Int], Int, Int, Double) -> Void) {
    let outer = TensorType(.f32, shape.outer)
    let (queries, keys) = (shape.queries.constant!, shape.keys.constant!)
    outer.forEachIndex { index, _ in
      for i in 0..<queries {
        let scores = (0..<keys).map { j -> Double in
          if shape.isCausal, j > i { return -.infinity }
          return (0..<shape.features).reduce(0) { $0 + at(0, index, i, $1) * at(1, index, j, $1) } * shape.scale
        }
        let largest = scores.max()!
        let total = logSum?(index, i) ?? largest + UnaryFunction.log(scores.reduce(0) { $0 + UnaryFunction.exp($1 - largest) })
        for j in 0..<keys { visit(index, i, j, UnaryFunction.exp(scores[j] - total)) }
      }
    }
  }

  private func position(_ type: TensorType, _ outer: [Int], _ step: Int, _ feature: Int) -> Int {
    type.offset(type.axes.map { axis in
      if axis.name == shape.time { return step }
      if axis.name == shape.feature { return feature }
      return outer[shape.outer.firstIndex { $0.name == axis.name }!]
    })
  }

  private func at(_ number: Int, _ outer: [Int], _ step: Int, _ feature: Int) -> Double {
    inputs[number].data[position(inputs[number].type, outer, step, feature)]
  }

  func forward(_ outputs: [TensorType]) -> [DenseTensor] {
    var (y, logSums) = (DenseTensor(outputs[0]), DenseTensor(outputs[1]))
    forEachWeight(nil) { outer, i, j, weight in
      for f in 0..<shape.features { y.data[position(outputs[0], outer, i, f)] += weight * at(2, outer, j, f) }
      if j == 0 {
        let score = (0..<shape.features).reduce(0) { $0 + at(0, outer, i, $1) * at(1, outer, 0, $1) } * shape.scale
        logSums.data[position(outputs[1], outer, i, 0)] = score - UnaryFunction.log(weight)
      }
    }
    return [y, logSums]
  }

  func backward(_ outputs: [TensorType]) -> [DenseTensor] {
    var gradients = outputs.map { DenseTensor($0) }
    forEachWeight({ at(3, $0, $1, 0) }) { outer, i, j, weight in
      let product = (0..<shape.features).reduce(0) { $0 + at(4, outer, i, $1) * at(2, outer, j, $1) }
      let slope = weight * (product - at(5, outer, i, 0)) * shape.scale
      for f in 0..<shape.features {
        gradients[0].data[position(outputs[0], outer, i, f)] += slope * at(1, outer, j, f)
        gradients[1].data[position(outputs[1], outer, j, f)] += slope * at(0, outer, i, f)
        gradients[2].data[position(outputs[2], outer, j, f)] += weight * at(4, outer, i, f)
      }
    }
    return gradients
  }
}
