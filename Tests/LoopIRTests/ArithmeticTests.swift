import LoopIR
import Testing

/// What the interpreter makes of single expressions.
@Suite struct ArithmeticTests {
  /// The element or elements that an expression gives, stored in a buffer of its type.
  private func value(_ expression: Expression, lanes: Int = 4) throws -> [Double] {
    let out = Buffer("out", expression.type)
    let kernel = Kernel(
      name: "k", lanes: lanes, parameters: [out], sizes: [], parts: 1, body: [.store(out, 0, expression)])
    var buffers = [Array(repeating: 0.0, count: expression.isVector ? lanes : 1)]
    try Interpreter.run(kernel, buffers: &buffers, sizes: [])
    return buffers[0]
  }

  @Test("f32 arithmetic rounds after each operation") func rounding() throws {
    func f32(_ x: Double) -> Expression { .number(x, .f32) }
    func f64(_ x: Double) -> Expression { .number(x, .f64) }
    #expect(try value(.binary(.add, f32(0x1p24), f32(1))) == [0x1p24])
    #expect(try value(.binary(.add, f64(0x1p24), f64(1))) == [0x1p24 + 1])
    #expect(try value(.binary(.div, f32(1), f32(3))) == [Double(Float(1) / 3)])
    let almost = 1 + 0x1p-23
    #expect(try value(.fma(f32(almost), f32(almost), f32(-1))) == [Double(Float(almost * almost - 1))])
    #expect(try value(f32(0.1)) == [Double(Float(0.1))])
  }

  @Test("integers wrap, shift and divide as in C") func integers() throws {
    func i32(_ x: Double) -> Expression { .number(x, .i32) }
    func u32(_ x: Double) -> Expression { .number(x, .u32) }
    #expect(try value(.binary(.add, i32(0x1p31 - 1), i32(1))) == [-0x1p31])
    #expect(try value(.binary(.mul, u32(0x1p31 + 1), u32(3))) == [0x1p31 + 3])
    #expect(try value(.binary(.mul, u32(0x1p32 - 1), u32(0x1p32 - 1))) == [1])
    #expect(try value(.binary(.shiftRight, i32(-8), i32(1))) == [-4])
    #expect(try value(.binary(.shiftRight, u32(0x1p31), u32(31))) == [1])
    #expect(try value(.binary(.xor, i32(6), i32(3))) == [5])
    #expect(try value(.unary(.not, u32(0))) == [0x1p32 - 1])
    #expect(try value(.cast(.binary(.sub, u32(0), u32(1)), .i32)) == [-1])
    #expect(try value(.number(-.infinity, .i32)) == [-0x1p31])
  }

  @Test("conversions") func conversions() throws {
    #expect(try value(.cast(.number(0x1p32 - 1, .u32), .f32)) == [1 - 0x1p-24])
    #expect(try value(.cast(.number(255, .u32), .f64)) == [0])
    #expect(try value(.cast(.number(-2.7, .f32), .i32)) == [-2])
    #expect(try value(.cast(.number(.nan, .f32), .i32)) == [-0x1p31])
    #expect(try value(.cast(.compare(.lt, 1, 2), .f32)) == [1])
    #expect(try value(.cast(.number(0.5, .f32), .bool)) == [1])
  }

  @Test("minimum and maximum keep NaN on either side", arguments: [BinaryFunction.min, .max])
  func notANumber(_ function: BinaryFunction) throws {
    let (one, nan) = (Expression.number(1, .f32), Expression.number(.nan, .f32))
    #expect(try value(.binary(function, one, nan))[0].isNaN)
    #expect(try value(.binary(function, nan, one))[0].isNaN)
  }

  @Test("lanes") func lanes() throws {
    #expect(try value(.binary(.mul, .lanes, .broadcast(.number(3, .i32)))) == [0, 3, 6, 9])
    #expect(try value(.firstLanes(2)) == [1, 1, 0, 0])
    #expect(try value(.firstLanes(9), lanes: 8) == Array(repeating: 1, count: 8))
    #expect(try value(.reduceLanes(.sum, .lanes), lanes: 8) == [28])
    #expect(try value(.reduceLanes(.max, .cast(.lanes, .f32)), lanes: 16) == [15])
  }
}
