import LoopIR

/// Kernels that are about values: every function, test and conversion, in lanes and as a scalar.
extension SampleKernel {
  /// Each value of `x` through each function: in a vector loop, and once more one by one.
  private static func table(
    _ name: String, _ lanes: Int, _ inputs: [(Buffer, [Double])], _ results: [(ElementType, Expression)],
    tolerance: Double = 0
  ) -> SampleKernel {
    let count = inputs[0].1.count
    var (parameters, buffers) = (inputs.map(\.0), inputs.map(\.1))
    var loops: [Statement] = []
    for (kind, suffix) in [(LoopKind.vector, "v"), (.serial, "s")] {
      var body: [Statement] = []
      for (number, (type, value)) in results.enumerated() {
        let out = Buffer("y\(number)\(suffix)", type)
        parameters.append(out)
        buffers.append(Array(repeating: 0, count: count))
        body.append(.store(out, vi, value))
      }
      loops.append(.loop(Loop(i, to: vn, kind: kind, body: body)))
    }
    return SampleKernel(kernel(name, lanes, parameters, loops), buffers, sizes: [count], tolerance: tolerance)
  }

  static func functions(_ type: ElementType, _ lanes: Int) -> SampleKernel {
    let (x, positive) = (Buffer("x", type), Buffer("positive", type))
    let functions = UnaryFunction.allCases.filter { $0 != .not }
    let results = functions.map { function -> (ElementType, Expression) in
      let needsPositive = [.log, .log1p, .sqrt, .rsqrt].contains(function)
      return (type, .unary(function, .load(needsPositive ? positive : x, vi)))
    }
    return table(
      "functions_\(type.rawValue)", lanes, [(x, numbers(37, -4...4)), (positive, numbers(37, 0.01...9))], results,
      tolerance: type == .f32 ? 1e-6 : 1e-14)
  }

  static func binaries(_ type: ElementType, _ lanes: Int) -> SampleKernel {
    let (a, b) = (Buffer("a", type), Buffer("b", type))
    let (va, vb) = (Expression.load(a, vi), Expression.load(b, vi))
    let functions: [BinaryFunction] = [.add, .sub, .mul, .div, .mod, .min, .max, .pow]
    var results: [(ElementType, Expression)] = functions.map { (type, .binary($0, va, vb)) }
    let (sum, difference) = (Expression.binary(.add, va, vb), Expression.binary(.sub, va, vb))
    results += [
      (type, .binary(.sub, va, difference)), (type, .binary(.div, va, .binary(.mul, vb, sum))),
      (type, .fma(.binary(.div, va, vb), .binary(.div, vb, va), sum)), (type, .unary(.neg, .unary(.neg, va))),
      (type, .unary(.neg, .number(-0.1, type))), (type, .binary(.sub, va, .number(-1e-20, type))),
      (type, .select(.compare(.lt, va, vb), va, .number(.infinity, type))),
    ]
    return table(
      "binaries_\(type.rawValue)", lanes, [(a, numbers(33, 0.1...3)), (b, numbers(71, 0.2...2).suffix(33))], results,
      tolerance: type == .f32 ? 1e-6 : 1e-14)
  }

  static func comparisons(_ lanes: Int) -> SampleKernel {
    var (inputs, results): ([(Buffer, [Double])], [(ElementType, Expression)]) = ([], [])
    for type in [ElementType.f32, .f64, .i32, .u32, .bool] {
      let (a, b) = (Buffer("a_\(type.rawValue)", type), Buffer("b_\(type.rawValue)", type))
      let high = type == .bool ? 2 : type == .u32 ? 0x1p32 : 4
      let values = numbers(21, 0...high).map { min($0.rounded(.down), high - 1) }
      inputs += [(a, values), (b, values.reversed())]
      for test in Comparison.allCases { results.append((.bool, .compare(test, .load(a, vi), .load(b, vi)))) }
    }
    return table("comparisons", lanes, inputs, results)
  }

  static func bits(_ lanes: Int) -> SampleKernel {
    var (inputs, results): ([(Buffer, [Double])], [(ElementType, Expression)]) = ([], [])
    for (type, low, high) in [(ElementType.i32, -0x1p15, 0x1p15), (.u32, 0, 0x1p32)] {
      let (a, b) = (Buffer("a_\(type.rawValue)", type), Buffer("b_\(type.rawValue)", type))
      let values = numbers(19, low...high).map { min($0.rounded(.down), high - 1) }
      inputs += [(a, values), (b, numbers(19, 1...31).map { $0.rounded(.down) })]
      let (va, vb) = (Expression.load(a, vi), Expression.load(b, vi))
      for function in [BinaryFunction.add, .sub, .mul, .div, .mod, .and, .or, .xor, .shiftRight] {
        results.append((type, .binary(function, va, vb)))
      }
      results.append((type, .unary(.not, .binary(.or, va, .binary(.and, vb, .binary(.xor, va, vb))))))
    }
    let signed = Expression.load(Buffer("a_i32", .i32), vi)
    results += [
      (.i32, .unary(.abs, signed)), (.i32, .binary(.min, signed, .number(3, .i32))),
      (.i32, .binary(.max, signed, .number(-.infinity, .i32))),
      (.u32, .binary(.shiftLeft, .load(Buffer("a_u32", .u32), vi), .load(Buffer("b_u32", .u32), vi))),
    ]
    return table("bits", lanes, inputs, results)
  }

  static func conversions(_ lanes: Int) -> SampleKernel {
    let types = [ElementType.f32, .f64, .i32, .u32, .bool]
    var (inputs, results): ([(Buffer, [Double])], [(ElementType, Expression)]) = ([], [])
    for type in types {
      let buffer = Buffer("x_\(type.rawValue)", type)
      let range = type == .bool ? 0...1 : type == .u32 ? 0...0x1.fffffep31 : -9...9
      inputs.append((buffer, numbers(18, range).map { type.isFloat ? $0 : $0.rounded() }))
      for target in types { results.append((target, .cast(.load(buffer, vi), target))) }
    }
    return table("conversions", lanes, inputs, results)
  }

  /// Uniform numbers of one stream, from counters in lanes.
  static func random(_ lanes: Int) -> SampleKernel {
    let (words, uniform) = (Buffer("words", .u32), Buffer("uniform", .f32))
    func word(_ value: Double) -> Expression { .number(value, .u32) }
    let counter = Expression.cast(.cast(vi, .i32), .u32)
    let block = Expression.threefry(counter, word(7), word(0x1319_8a2e), word(0x0370_7344))
    let loop = Statement.loop(
      Loop(i, to: vn, kind: .vector, body: [.store(words, vi, block), .store(uniform, vi, .cast(block, .f32))]))
    return SampleKernel(
      kernel("random", lanes, [words, uniform], [loop]), [numbers(35, 0...0), numbers(35)], sizes: [35])
  }

  /// Branches, registers that change, truth values and index arithmetic, without a vector.
  static func scalars(_ lanes: Int) -> SampleKernel {
    let (x, y, flags) = (Buffer("x", .f32), Buffer("y", .f32), Buffer("flags", .bool))
    let (state, steps) = (Variable("state", .f32), Variable("steps", .i32))
    let (isFirst, last) = (Variable("is_first", .bool), Variable("last"))
    let previous = Expression.load(x, .maximum(0, .minimum(vi - 1, .variable(last))))
    let isOdd = Expression.compare(.eq, vi % 2, 1)
    let body: [Statement] = [
      .define(isFirst, .compare(.eq, vi, 0)),
      .branch(
        .binary(.or, .binary(.and, isOdd, .load(flags, vi)), .unary(.not, .variable(isFirst))),
        then: [
          .assign(state, .fma(.variable(state), f32(0.5), previous)), .accumulate(steps, .sum, .number(1, .i32)),
        ], else: [.comment("the first step"), .assign(state, .unary(.neg, .load(x, vi)))]),
      .store(y, vn - 1 - vi, .variable(state)),
      .store(flags, vi, .binary(.xor, .variable(isFirst), .compare(.le, .variable(state), f32(-0.25)))),
    ]
    let loop = Statement.loop(Loop(i, to: vn, body: body))
    let all: [Statement] = [
      .define(last, vn - 1), .declare(state, f32(0)), .declare(steps, .number(0, .i32)), loop,
      .store(y, vn, .cast(.variable(steps), .f32)),
    ]
    return SampleKernel(
      kernel("scalars", lanes, [x, y, flags], all),
      [numbers(11), numbers(12), (0..<11).map { Double($0 % 4 / 2) }], sizes: [11], tolerance: 1e-6)
  }
}
