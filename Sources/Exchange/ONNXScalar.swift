import GraphIR

/// Elementwise functions as ONNX nodes, one for each operation; equal parts are computed once.
struct ONNXScalar {
  let emitter: ONNXEmitter
  /// The arguments `$0`, `$1`, ..., aligned for broadcasting.
  let inputs: [String]
  let types: [ElementType]
  private var known: [Key: String] = [:]

  private struct Key: Hashable {
    let expression: ScalarExpression
    let element: ElementType
  }

  init(_ emitter: ONNXEmitter, inputs: [String], types: [ElementType]) {
    (self.emitter, self.inputs, self.types) = (emitter, inputs, types)
  }

  /// - Parameter element: what a constant is where nothing beside it says so.
  /// - Throws: `ExchangeError` for a function that ONNX lacks.
  mutating func emit(_ expression: ScalarExpression, as element: ElementType) throws -> String {
    let key = Key(expression: expression, element: expression.type(types) ?? element)
    if let value = known[key] { return value }
    let value = try node(expression, as: key.element)
    known[key] = value
    return value
  }

  private mutating func node(_ expression: ScalarExpression, as element: ElementType) throws -> String {
    switch expression {
    case .input(let number): return inputs[number]
    case .constant(let value): return emitter.scalar(value, element)
    case .unary(let function, let x): return unary(function, try emit(x, as: element), element)
    case .binary(let function, let a, let b):
      return try binary(function, try emit(a, as: element), try emit(b, as: element), element)
    case .compare(let comparison, let a, let b):
      let operand = a.type(types) ?? b.type(types) ?? types.first ?? .f32
      return compare(comparison, try emit(a, as: operand), try emit(b, as: operand))
    case .select(let test, let a, let b):
      return emitter.emit("Where", [try emit(test, as: .bool), try emit(a, as: element), try emit(b, as: element)])
    case .cast(let x, let target):
      return emitter.emit("Cast", [try emit(x, as: target)], [("to", .int(target.onnx))])
    }
  }

  private static let unaryNames: [UnaryFunction: String] = [
    .neg: "Neg", .abs: "Abs", .sign: "Sign", .exp: "Exp", .log: "Log", .tanh: "Tanh", .sigmoid: "Sigmoid",
    .softplus: "Softplus", .erf: "Erf", .sqrt: "Sqrt", .sin: "Sin", .cos: "Cos", .floor: "Floor", .round: "Round",
    .not: "Not",
  ]

  private func unary(_ function: UnaryFunction, _ x: String, _ element: ElementType) -> String {
    if let name = Self.unaryNames[function] { return emitter.emit(name, [x]) }
    let one = emitter.scalar(1, element)
    switch function {
    case .rsqrt: return emitter.emit("Reciprocal", [emitter.emit("Sqrt", [x])])
    case .exp2: return emitter.emit("Pow", [emitter.scalar(2, element), x])
    case .expm1:
      // expm1(x) = tanh(x / 2) (exp(x) + 1), which keeps small x.
      let half = emitter.emit("Tanh", [emitter.emit("Mul", [x, emitter.scalar(0.5, element)])])
      return emitter.emit("Mul", [half, emitter.emit("Add", [emitter.emit("Exp", [x]), one])])
    case .ndtr:
      let half = emitter.scalar(0.5, element)
      let erf = emitter.emit("Erf", [emitter.emit("Mul", [x, emitter.scalar(0.5.squareRoot(), element)])])
      return emitter.emit("Add", [emitter.emit("Mul", [erf, half]), half])
    default:
      // log1p(x) = x log(u) / (u - 1) with u = 1 + x rounded (Kahan), and x where u is 1.
      let sum = emitter.emit("Add", [x, one])
      let ratio = emitter.emit("Div", [emitter.emit("Log", [sum]), emitter.emit("Sub", [sum, one])])
      return emitter.emit("Where", [emitter.emit("Equal", [sum, one]), x, emitter.emit("Mul", [x, ratio])])
    }
  }

  private static let binaryNames: [BinaryFunction: String] = [
    .add: "Add", .sub: "Sub", .mul: "Mul", .div: "Div", .min: "Min", .max: "Max", .pow: "Pow",
  ]
  private static let logicalNames: [BinaryFunction: String] = [.and: "And", .or: "Or", .xor: "Xor"]

  private func binary(_ function: BinaryFunction, _ a: String, _ b: String, _ element: ElementType) throws -> String {
    if let name = Self.binaryNames[function] { return emitter.emit(name, [a, b]) }
    if element == .bool, let name = Self.logicalNames[function] { return emitter.emit(name, [a, b]) }
    if function == .mod {
      if !element.isFloat { return emitter.emit("Mod", [a, b]) }
      let whole = emitter.emit("Floor", [emitter.emit("Div", [a, b])])
      return emitter.emit("Sub", [a, emitter.emit("Mul", [b, whole])])
    }
    throw ExchangeError("'\(function.rawValue)' of \(element.rawValue) has no ONNX form", "use arithmetic in the map instead")
  }

  private func compare(_ comparison: Comparison, _ a: String, _ b: String) -> String {
    switch comparison {
    case .lt: emitter.emit("Less", [a, b])
    case .le: emitter.emit("LessOrEqual", [a, b])
    case .eq: emitter.emit("Equal", [a, b])
    case .ne: emitter.emit("Not", [emitter.emit("Equal", [a, b])])
    }
  }
}
