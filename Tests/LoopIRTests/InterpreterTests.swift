import LoopIR
import Testing

@Suite struct InterpreterTests {
  private let x = Buffer("x", .f32)
  private let y = Buffer("y", .f32)
  private let i = Variable("i")
  private let n = Variable("n")

  private func kernel(_ body: [Statement], parts: Expression = 1) -> Kernel {
    Kernel(name: "k", lanes: 4, parameters: [x, y], sizes: [n], parts: parts, body: body)
  }

  private func problem(_ kernel: Kernel, _ buffers: [[Double]], _ size: Int) throws -> LoopError.Problem {
    var buffers = buffers
    return try #require(
      #expect(throws: LoopError.self) { try Interpreter.run(kernel, buffers: &buffers, sizes: [size]) }
    ).problem
  }

  // MARK: Memory

  @Test("partial loads give zeros, partial stores leave the rest") func active() throws {
    let load = Expression.load(x, 0, vector: true, active: 3)
    let strided = Expression.gather(x, 1, stride: 2, active: 2)
    var buffers = [[1.0, 2, 3, 4], [9.0, 9, 9, 9, 9, 9]]
    try Interpreter.run(
      kernel([.store(y, 0, load), .scatter(y, 4, stride: -4, strided, active: 2)]), buffers: &buffers, sizes: [1])
    #expect(buffers[1] == [4, 2, 3, 0, 2, 9])
  }

  @Test("shuffles give each lane the one that is named") func shuffle() throws {
    var buffers = [[1.0, 2, 3, 4], [0.0, 0, 0, 0]]
    try Interpreter.run(kernel([.store(y, 0, .shuffle(.load(x, 0, vector: true), [2, 2, 0, 3]))]), buffers: &buffers, sizes: [1])
    #expect(buffers[1] == [3, 3, 1, 4])
  }

  @Test("stores round to the buffer's type") func storeRounding() throws {
    let value = Expression.number(1.0 / 3, .f64)
    var buffers = [[0.0], [0.0]]
    try Interpreter.run(kernel([.store(y, 0, .cast(value, .f32))]), buffers: &buffers, sizes: [1])
    #expect(buffers[1] == [Double(Float(1.0 / 3))])
  }

  @Test("accesses outside memory are errors that say where") func bounds() throws {
    let copy = Loop(i, to: .variable(n), body: [.store(y, .variable(i), .load(x, .variable(i)))])
    let short = try problem(kernel([.loop(copy)]), [[1, 2, 3], [0, 0, 0, 0]], 4)
    #expect(short == .outOfBounds(buffer: "x", index: 3, count: 3))
    let store = try problem(kernel([.store(y, -1, .number(0, .f32))]), [[], [0]], 1)
    #expect(store == .outOfBounds(buffer: "y", index: -1, count: 1))
    let wide = try problem(kernel([.store(y, 0, .load(x, 1, vector: true))]), [[1, 2, 3, 4], [0, 0, 0, 0]], 1)
    #expect(wide == .outOfBounds(buffer: "x", index: 4, count: 4))
    let array = Buffer("row", .f32, localCount: 2)
    let local = try problem(kernel([.allocate(array), .store(array, 2, .number(0, .f32))]), [[], []], 1)
    #expect(local == .outOfBounds(buffer: "row", index: 2, count: 2))
    let error = LoopError("k", local)
    #expect(error.description == "kernel k: row[2] lies outside its 2 elements")
  }

  @Test("local arrays must be written before they are read") func uninitialised() throws {
    let array = Buffer("row", .f32, localCount: 2)
    let read = Statement.store(y, 0, .load(array, 1))
    #expect(try problem(kernel([.allocate(array), read]), [[], [0]], 1) == .uninitialised(buffer: "row", index: 1))
    var buffers = [[], [5.0]]
    try Interpreter.run(kernel([.allocate(array, zeroed: true), read]), buffers: &buffers, sizes: [1])
    #expect(buffers[1] == [0])
  }

  @Test("registers and arrays end with their block") func scope() throws {
    let t = Variable("t", .f32)
    let block = Statement.loop(Loop(i, to: 1, body: [.define(t, .number(1, .f32))]))
    #expect(try problem(kernel([block, .store(y, 0, .variable(t))]), [[], [0]], 1) == .undefined("t"))
    #expect(try problem(kernel([block, .store(y, .variable(i), .number(0, .f32))]), [[], [0]], 1) == .undefined("i"))
  }

  @Test("too many active lanes, division by zero and untyped arithmetic are errors") func invalid() throws {
    let wide = Expression.load(x, 0, vector: true, active: 5)
    for value in [
      wide, .broadcast(.number(1, .f64)), .binary(.add, wide, .number(1, .f32)),
      .cast(.binary(.div, 1, .variable(n)), .f32), .unary(.exp, .number(1, .i32)),
    ] {
      guard case .invalid = try problem(kernel([.store(y, 0, value)]), [[1, 2, 3, 4], [0, 0, 0, 0]], 0) else {
        Issue.record("\(value)")
        continue
      }
    }
  }

  // MARK: Parts

  @Test("parts share out every iteration", arguments: [1, 2, 3, 7, 12]) func parts(_ count: Int) throws {
    let loop = Loop(i, from: 2, to: .variable(n), kind: .part, body: [
      .store(y, .variable(i), .binary(.add, .load(y, .variable(i)), .number(1, .f32)))
    ])
    var buffers = [[], Array(repeating: 0.0, count: 9)]
    try Interpreter.run(kernel([.loop(loop)], parts: .integer(count)), buffers: &buffers, sizes: [9])
    #expect(buffers[1] == [0, 0, 1, 1, 1, 1, 1, 1, 1])
  }

  @Test("parts that touch the same element are an error") func race() throws {
    func shared(_ body: Statement) -> Kernel {
      kernel([.loop(Loop(i, to: .variable(n), kind: .part, body: [body]))], parts: 2)
    }
    let last = Expression.variable(n) - 1 - .variable(i)
    let both = shared(.store(y, 0, .number(1, .f32)))
    #expect(try problem(both, [[], [0]], 2) == .race(buffer: "y", index: 0))
    let crossed = shared(.store(y, .variable(i), .load(y, last)))
    #expect(try problem(crossed, [[], [1, 2]], 2) == .race(buffer: "y", index: 0))
    var buffers = [[7.0], [0.0, 0.0]]
    try Interpreter.run(shared(.store(y, .variable(i), .load(x, 0))), buffers: &buffers, sizes: [2])
    #expect(buffers[1] == [7, 7])
  }
}
