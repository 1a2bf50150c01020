import GraphIR

/// Turns a map's body into an expression of the loop language, naming what occurs more than once.
struct ScalarEmitter {
  let types: [ElementType]
  let inputs: [Expression]
  let bind: (Expression) -> Expression
  private var uses: [ScalarExpression: Int] = [:]
  private var done: [ScalarExpression: Expression] = [:]

  init(types: [ElementType], inputs: [Expression], body: ScalarExpression, bind: @escaping (Expression) -> Expression) {
    (self.types, self.inputs, self.bind) = (types.map(\.inRegisters), inputs, bind)
    count(body)
  }

  private mutating func count(_ body: ScalarExpression) {
    uses[body, default: 0] += 1
    if uses[body] == 1 { body.children.forEach { count($0) } }
  }

  private func limited(_ x: Expression, _ range: ClosedRange<Double>) -> Expression {
    .binary(.min, .binary(.max, x, .number(range.lowerBound, .i32)), .number(range.upperBound, .i32))
  }

  /// The expression; a constant takes the type `expected` of its surroundings.
  mutating func emit(_ body: ScalarExpression, as expected: ElementType) -> Expression {
    if case .constant(let value) = body { return .number(value, expected) }
    if case .input(let i) = body { return inputs[i] }
    if let known = done[body] { return known }
    let operand = body.operandType(types) ?? expected
    var result: Expression
    switch body {
    case .input, .constant: return .number(0, expected)
    case .unary(let function, let x): result = .unary(function, emit(x, as: operand))
    case .binary(let function, let a, let b): result = .binary(function, emit(a, as: operand), emit(b, as: operand))
    case .compare(let test, let a, let b): result = .compare(test, emit(a, as: operand), emit(b, as: operand))
    case .select(let test, let a, let b):
      result = .select(emit(test, as: .bool), emit(a, as: operand), emit(b, as: operand))
    case .cast(let x, .u8): result = limited(.cast(emit(x, as: operand), .i32), 0...255)
    case .cast(let x, .i8): result = limited(.cast(emit(x, as: operand), .i32), -128...127)
    case .cast(let x, let type): result = .cast(emit(x, as: operand), type.inRegisters)
    }
    if uses[body]! > 1 { result = bind(result) }
    done[body] = result
    return result
  }
}

extension ScalarExpression {
  /// The type of the operands that must agree; nil where all of them are constants.
  fileprivate func operandType(_ inputs: [ElementType]) -> ElementType? {
    switch self {
    case .select(_, let a, let b): a.type(inputs) ?? b.type(inputs)
    default: children.lazy.compactMap { $0.type(inputs) }.first
    }
  }
}
