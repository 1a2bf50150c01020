import CPrinter
import LoopIR
import Testing

/// The C text of single expressions.
@Suite struct ExpressionPrintingTests {
  private static let a = Expression.variable(Variable("a", .f32))
  private static let b = Expression.variable(Variable("b", .f32))
  private static let (i, j) = (Expression.variable("i"), Expression.variable("j"))
  private static let wide = Expression.load(Buffer("x", .f32), i, vector: true)
  private static let mask = Expression.compare(.lt, a, b)

  static let expressions: [(Expression, String)] = [
    // Parentheses only where C needs them; floating-point sums keep their grouping.
    (i + (j - 1), "i + j - 1"), (i - (j - 1), "i - (j - 1)"), (i * (j * 4), "i * j * 4"), (i * (j / 4), "i * (j / 4)"),
    (i * (j / 4 * 2), "i * (j / 4 * 2)"), ((i + j) * 4 % 3, "(i + j) * 4 % 3"), (i - 3 * j, "i - 3 * j"),
    (.binary(.add, a, .binary(.add, a, b)), "a + (a + b)"), (.fma(a, .binary(.div, a, b), b), "a * (a / b) + b"),
    (.fma(a, b, .binary(.sub, a, b)), "a * b + (a - b)"),
    (.binary(.and, .binary(.add, i, j), .binary(.shiftLeft, i, 2)), "(i + j) & (i << 2)"),
    // Signs.
    (.unary(.neg, .unary(.neg, a)), "-(-a)"), (.unary(.neg, .number(-1, .f32)), "-(-1.0f)"),
    (.binary(.sub, a, .number(-1, .f32)), "a - -1.0f"), (.unary(.neg, .binary(.add, a, b)), "-(a + b)"),
    // Constants.
    (.number(0.1, .f32), "0.1f"), (.number(1e-30, .f32), "1e-30f"), (.number(1.0 / 3, .f64), "0.3333333333333333"),
    (.number(1e300, .f32), "INFINITY"), (.number(-.infinity, .f64), "-INFINITY"), (.number(.nan, .f32), "NAN"),
    (.number(-.infinity, .i32), "INT32_MIN"), (.number(4_294_967_295, .u32), "4294967295u"),
    // Functions, tests and conversions.
    (.unary(.exp, a), "s_exp_f32(a)"), (.unary(.tanh, wide), "v_tanh_f32(v_load_f32(&x[i]))"),
    (.binary(.min, i, j + 1), "s_min_index(i, j + 1)"), (.binary(.max, a, b), "s_max_f32(a, b)"),
    (mask, "s_lt_f32(a, b)"), (.select(mask, a, .number(0, .f32)), "a < b ? a : 0.0f"),
    (.cast(mask, .f32), "(float)(a < b)"),
    (.cast(i, .f32), "(float)i"), (.cast(i + j, .f64), "(double)(i + j)"),
    (.broadcast(.cast(i, .i32)), "v_splat_i32((int32_t)i)"),
    (.cast(.cast(i, .u32), .f32), "s_f32_from_u32((uint32_t)i)"),
    (.select(.firstLanes(i), wide, .broadcast(a)), "v_select_f32(v_first(i), v_load_f32(&x[i]), v_splat_f32(a))"),
    (.binary(.add, .broadcast(.cast(i, .i32)), .lanes), "v_splat_i32((int32_t)i) + v_lane_i32()"),
    (.reduceLanes(.max, wide), "v_reduce_max_f32(v_load_f32(&x[i]))"),
    (.shuffle(wide, [0, 0, 2, 2, 4, 4, 6, 6]), "v_shuffle_f32(v_load_f32(&x[i]), 0, 0, 2, 2, 4, 4, 6, 6)"),
    // Memory.
    (.load(Buffer("x", .f32), 0, vector: true, active: j), "v_load_part_f32(x, j)"),
    (.gather(Buffer("x", .i32), i, stride: j), "v_gather_i32(&x[i], j)"),
    (.lookup(Buffer("x", .bool), .lanes), "v_index_bool(x, v_lane_i32())"),
    (.load(Buffer("flags", .bool), i), "-flags[i]"), (.variable(Variable("double", .f32)), "double_"),
  ]

  @Test("expressions", arguments: expressions.indices) func expression(_ number: Int) throws {
    let (expression, expected) = Self.expressions[number]
    let variable = Variable("t", expression.laneType, isVector: expression.isVector)
    let kernel = Kernel(
      name: "k", lanes: 8, parameters: [], sizes: [], parts: 1, body: [.assign(variable, expression)])
    let lines = CPrinter().function(kernel).split(separator: "\n")
    #expect(lines[lines.count - 2] == "  t = \(expected);")
  }
}
