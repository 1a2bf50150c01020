import GraphIR

/// `y[i] = body(x0[i], x1[i], ...)`; inputs lacking an axis are broadcast along it, by name.
///
/// The result has the axes of the first input of highest rank, preceded by those that only other inputs have.
public struct Map: Operator {
  public static let mnemonic = "map"
  public let body: ScalarExpression

  public init(_ body: ScalarExpression) { self.body = body }
  public init(attributes: inout AttributeReader) throws { body = try attributes.expression("body") }
  public var attributes: [(String, Attribute)] { [("body", .expression(body))] }

  public func infer(_ inputs: [TensorType], _ report: inout InferenceReport) -> [TensorType]? {
    guard report.count(inputs, max(body.arity, 1)) else { return nil }
    var axes = Map.widest(inputs).axes
    for (number, input) in inputs.enumerated() {
      var leading: [Axis] = []
      for axis in input.axes {
        if let present = axes.first(where: { $0.name == axis.name }) {
          if present.size == axis.size { continue }
          report.error(
            "sizes of axis '\(axis.name)' differ", role: "input \(number)", axis: axis.name,
            expected: "\(present.size)", found: "\(axis.size)")
        } else {
          leading.append(axis)
        }
      }
      axes = leading + axes
    }
    guard let element = body.checkedType(inputs.map(\.element), &report) else { return nil }
    return [TensorType(element, axes)]
  }

  private static func widest(_ inputs: [TensorType]) -> TensorType {
    inputs.reduce(inputs[0]) { $1.rank > $0.rank ? $1 : $0 }
  }

  /// dx_i = sum over broadcast axes of dy * d body / d $i
  public func gradient(_ context: GradientContext) -> [Tensor?] {
    let inputs = context.inputs
    return inputs.indices.map { i in
      guard context.needed[i], inputs[i].type.element.isFloat else { return nil }
      let slope = body.derivative(by: i)
      if slope == .constant(0) { return nil }
      let (own, type) = (inputs[i].type.element, context.dy.type.element)
      let product = map([context.dy] + inputs) {
        let product = $0[0] * slope.substituting(Array($0.dropFirst()))
        return own == type ? product : .cast(product, own)
      }
      return product.summed(to: inputs[i].type)
    }
  }

  public func cost(_ inputs: [TensorType], _ outputs: [TensorType]) -> Cost {
    let (arithmetic, transcendental) = body.operationCount
    let count = outputs[0].count
    return Cost(
      flops: count * Dim(arithmetic + transcendental), transcendentals: count * Dim(transcendental),
      bytes: Cost.traffic(inputs + outputs))
  }

  public func mixedAxes(_ inputs: [TensorType], _ outputs: [TensorType]) -> Set<AxisName> { [] }
  public func lower(_ inputs: [TensorType], _ outputs: [TensorType]) -> Lowering {
    let (body, axes) = (body, outputs[0].axes)
    return .element { context, _, index in
      var emitter = ScalarEmitter(types: inputs.map(\.element), inputs: inputs.enumerated().map { number, type in
        context.input(number, at: type.index(in: axes, index))
      }, body: body, bind: context.bind)
      return emitter.emit(body, as: outputs[0].element)
    }
  }

  public func reference(_ inputs: [DenseTensor], _ outputs: [TensorType]) -> [DenseTensor] {
    var result = DenseTensor(outputs[0])
    var arguments = [Double](repeating: 0, count: inputs.count)
    StridedWalk(over: outputs[0].axes, operands: inputs.map(\.type) + outputs).forEach { offsets in
      for i in inputs.indices { arguments[i] = inputs[i].data[offsets[i]] }
      result.data[offsets[inputs.count]] = body.evaluate(arguments)
    }
    return [result]
  }

  public static var examples: [OperatorExample] {
    let wide = TensorType(.f32, [Axis(.batch, 3), Axis(.time, 5), Axis(.channel, 37)])
    let (x, y) = (ScalarExpression.input(0), ScalarExpression.input(1))
    let functions = UnaryFunction.allCases.filter { $0 != .not }.map { function in
      let positive: Set<UnaryFunction> = [.log, .log1p, .sqrt, .rsqrt]
      let stepped: Set<UnaryFunction> = [.abs, .sign, .floor, .round]
      return OperatorExample(
        Map(.unary(function, x)), [TensorType(.f32, [Axis(.time, 21)])],
        range: positive.contains(function) ? 0.1...2 : stepped.contains(function) ? 0.1...0.4 : -2...2)
    }
    return functions + [
      OperatorExample(Map(x * y), [wide, TensorType(.f32, [Axis(.channel, 37)])]),
      OperatorExample(Map(.unary(.sigmoid, x) - y / (y + .constant(3))), [TensorType(.f32, [Axis(.time, 5)]), wide]),
      OperatorExample(Map(.binary(.max, x, y)), [wide, TensorType(.f32, [Axis(.batch, 3)])]),
      OperatorExample(Map(.select(.compare(.lt, x, y), x * x, y)), [wide, wide]),
      OperatorExample(Map(x + .cast(y, .f32)), [wide, TensorType(.i32, [Axis(.time, 5)])], range: -1...9),
      OperatorExample(
        Map(.unary(.sin, .cast(x * x, .f32)) * y), [TensorType(.f64, [Axis(.time, 21)]), TensorType(.f32, [Axis(.time, 21)])]),
      OperatorExample(Map(.compare(.lt, x, .constant(0))), [wide], differentiable: false),
      OperatorExample(
        Map(x + y), [TensorType(.f32, [Axis(.head, 2), Axis(.time, 3)]), TensorType(.f32, [Axis(.state, 7)])]),
    ]
  }
}

extension ScalarExpression {
  /// The element type, after reporting operands that do not fit each other.
  func checkedType(_ inputs: [ElementType], _ report: inout InferenceReport) -> ElementType? {
    let types = children.map { $0.checkedType(inputs, &report) }
    switch self {
    case .input(let i): return inputs[i]
    case .constant: return inputs[0]
    case .binary, .compare, .select:
      let operands = Set(children.suffix(2).filter { !$0.isConstant }.compactMap { $0.type(inputs) })
      if operands.count > 1 {
        let names = operands.map(\.rawValue).sorted().joined(separator: " and ")
        report.error("element types do not fit", expected: "equal types (cast one)", found: names)
        return nil
      }
      if let narrow = operands.first(where: \.isNarrow) { return Self.report(narrow, &report) }
      return types.contains(nil) ? nil : type(inputs) ?? inputs[0]
    case .unary(_, let x):
      if let narrow = x.type(inputs), narrow.isNarrow { return Self.report(narrow, &report) }
      return types[0] == nil ? nil : type(inputs) ?? inputs[0]
    case .cast(_, .bf16):
      report.error("nothing is rounded to bf16 in a graph", expected: "bf16 for parameters that are stored in it", found: "\(self)")
      return nil
    case .cast: return types[0] == nil ? nil : type(inputs) ?? inputs[0]
    }
  }

  private static func report(_ narrow: ElementType, _ report: inout InferenceReport) -> ElementType? {
    report.error(
      "there is no arithmetic on \(narrow.rawValue)", expected: "\(narrow.inRegisters.rawValue) (cast it)", found: narrow.rawValue)
    return nil
  }

  var isConstant: Bool { if case .constant = self { true } else { false } }
}
