import LoopIR
import Testing

private let (x, w, y) = (Buffer("x", .f32), Buffer("w", .f32), Buffer("y", .f32))
private let (row, k, rest) = (Variable("row"), Variable("k"), Variable("rest"))
private let (row2, start2) = (Variable("row_"), Variable("start_"))
private let (vr, vk) = (Expression.variable(row), Expression.variable(k))

/// Iterations of a loop over rows side by side.
@Suite struct RowJamTests {
  private static func jammed(_ body: [Statement], copies: Int = 2) -> [Statement] {
    RowJam.apply(body, row: row, first: 6, copies: copies) { Variable($0.name + "_", $0.type, isVector: $0.isVector) }
  }

  @Test("what rows share is read once, and their sums are their own") func shares() {
    let (start, weight, sums) = (Variable("start"), Variable("weight", .f32), Buffer("sums", .f32, localCount: 8))
    let sums2 = Buffer("sums_", .f32, localCount: 8)
    func add(_ sums: Buffer, _ start: Variable) -> Statement {
      let product = Expression.binary(.mul, .variable(weight), .load(x, .variable(start) + vk))
      return .store(sums, vk, .binary(.add, .load(sums, vk), product))
    }
    let read = Statement.define(weight, .load(w, vk))
    let loop = Loop(k, to: 8, body: [read, add(sums, start)])
    let body: [Statement] = [.define(start, vr * 8), .allocate(sums, zeroed: true), .loop(loop)]
    var both = loop
    both.body = [read, add(sums, start), add(sums2, start2)]
    #expect(Self.jammed(body) == [
      .define(row, 6), .define(row2, 7), .define(start, vr * 8), .define(start2, .variable(row2) * 8),
      .allocate(sums, zeroed: true), .allocate(sums2, zeroed: true), .loop(both),
    ])
  }

  @Test("loops whose ends differ stay apart") func apart() {
    let loop = Loop(k, to: vr, body: [.store(y, vr + vk, .load(x, vk))])
    let result = Self.jammed([.loop(loop)])
    #expect(result.count == 4)
    #expect(result[2] == .loop(loop))
    #expect(result[3] == Statement.loop(loop).substituting([row: .variable(row2)]))
  }

  @Test("memory that rows store to is read row by row") func written() {
    let total = Variable("total", .f32)
    let body: [Statement] = [.define(total, .load(y, 0)), .store(y, vr, .variable(total))]
    let result = Self.jammed(body)
    #expect(result.filter { if case .define(_, .load(y, _, _, _)) = $0 { true } else { false } }.count == 2)
  }

  @Test("rows together compute what they do one by one", arguments: 1...4) func agree(_ copies: Int) throws {
    let (i, sums, sum) = (Variable("i"), Buffer("sums", .f32, localCount: 5), Variable("sum", .f32))
    let at = Expression.variable(i)
    let (weight, input) = (Expression.load(w, vk * 5 + at), Expression.load(x, vr * 3 + vk))
    let product = Expression.binary(.mul, weight, input)
    let add = Statement.store(sums, at, .binary(.add, .load(sums, at), product))
    let columns = Statement.loop(Loop(i, to: 5, kind: .vector, body: [add]))
    let total = Statement.loop(Loop(i, to: 5, kind: .vector, body: [.accumulate(sum, .sum, .load(sums, at))]))
    let rows = Statement.loop(Loop(k, to: 3, body: [columns]))
    let body = [.allocate(sums, zeroed: true), rows, .declare(sum, .number(0, .f32)), total, Statement.store(y, vr, .variable(sum))]
    func run(_ body: [Statement]) throws -> [Double] {
      let kernel = Kernel(name: "k", lanes: 4, parameters: [x, w, y], sizes: [], parts: 1, body: body)
      let vectorised = Vectorise.apply(kernel)
      try vectorised.verify()
      let (inputs, weights) = ((0..<30).map { Double($0 % 7) }, (0..<15).map { Double($0 % 5) - 2 })
      var buffers: [[Double]] = [inputs, weights, Array(repeating: 0, count: 10)]
      try Interpreter.run(vectorised, buffers: &buffers, sizes: [])
      return buffers[2]
    }
    let number = Variable("number")
    let one = try run([.loop(Loop(row, from: 6, to: .integer(6 + copies), body: body))])
    var names = 0
    let together = RowJam.apply(body, row: row, first: 6, copies: copies) {
      names += 1
      return Variable("\($0.name)_\(names)", $0.type, isVector: $0.isVector)
    }
    #expect(try run([.loop(Loop(number, to: 1, body: together))]) == one)
  }
}
