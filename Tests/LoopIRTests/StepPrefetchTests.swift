import LoopIR
import Testing

/// What long steps of a recurrence ask for, and where nothing is asked for.
@Suite struct StepPrefetchTests {
  private static let (x, y, h) = (Buffer("x", .f32), Buffer("y", .f32), Buffer("h", .f32, localCount: 200))
  private static let (c, step, time, state) = (Variable("c"), Variable("step"), Variable("time"), Variable("state"))
  private static let (vc, vs, vt) = (Expression.variable(c), Expression.variable(step), Expression.variable(time))
  private static let one = Expression.number(1, .f32)

  /// `y[t*48 + c] = x[t*stride + c]` for steps `t = step + 3` that also go through some states each.
  private static func kernel(states: Int = 200, stride: Expression = 48, lanes: LoopKind = .vector, named: Bool = true) -> Kernel {
    let work = Loop(state, to: .integer(states), body: [
      .store(h, .variable(state), .binary(.mul, .binary(.add, .load(h, .variable(state)), one), .load(x, vc)))
    ])
    let place = named ? vt : vs + 3
    let body: [Statement] = (named ? [.define(time, vs + 3)] : []) + [
      .store(y, place * 48 + vc, .load(x, place * stride + vc)), .loop(work),
    ]
    let steps = Statement.loop(Loop(step, to: 5, body: body))
    return Kernel(
      name: "k", lanes: 4, parameters: [x, y], sizes: [], parts: 1,
      body: [.loop(Loop(c, to: 32, kind: lanes, body: [.allocate(h, zeroed: true), steps]))])
  }

  private static func requests(_ kernel: Kernel) -> [Statement] {
    var found: [Statement] = []
    func visit(_ statement: Statement) {
      if case .prefetch = statement { found.append(statement) }
      _ = statement.mapBodies { body in
        body.forEach(visit)
        return body
      }
    }
    StepPrefetch.apply(kernel).body.forEach(visit)
    return found
  }

  @Test("rows of a later step, read and written", arguments: [false, true]) func rows(_ named: Bool) {
    let later: [Statement] = [.prefetch(Self.y, Self.vc + Self.vs * 48 + 528), .prefetch(Self.x, Self.vc + Self.vs * 48 + 528)]
    #expect(Self.requests(Self.kernel(named: named)) == later)
  }

  @Test("steps that go back ask for earlier rows") func backwards() {
    #expect(Self.requests(Self.kernel(stride: -48)).contains(.prefetch(Self.x, Self.vc - Self.vs * 48 - 528)))
  }

  @Test("nothing for short steps, for neighbours, and outside of lanes") func none() {
    #expect(Self.requests(Self.kernel(states: 8)).isEmpty)
    #expect(Self.requests(Self.kernel(stride: 2)) == [.prefetch(Self.y, Self.vc + Self.vs * 48 + 528)])
    #expect(Self.requests(Self.kernel(lanes: .serial)).isEmpty)
    var scalar = Self.kernel()
    scalar.lanes = 1
    #expect(StepPrefetch.apply(scalar) == scalar)
  }

  @Test("nothing for rows that a step finds on its way") func found() throws {
    var kernel = Self.kernel()
    guard case .loop(var lanes) = kernel.body[0], case .loop(var steps) = lanes.body[1] else { return #expect(Bool(false)) }
    let (number, inner) = (Variable("number", .i32), Variable("inner"))
    let row = Expression.cast(.variable(number), .index) * 7
    steps.body += [
      .define(number, .number(2, .i32)), .store(Self.y, Self.vs * 48 + row + Self.vc, Self.one),
      .branch(.compare(.lt, 1, Self.vs), then: [
        .loop(Loop(inner, to: 2, body: [.store(Self.y, Self.vs * 48 + Self.vc, .load(Self.x, Self.vs * 48 + .variable(inner)))]))
      ]),
    ]
    lanes.body[1] = .loop(steps)
    kernel.body = [.loop(lanes)]
    #expect(Self.requests(kernel) == Self.requests(Self.kernel()))
    try Vectorise.apply(StepPrefetch.apply(kernel)).verify()
  }

  @Test func computesTheSame() throws {
    let kernel = Self.kernel()
    let asking = Vectorise.apply(StepPrefetch.apply(kernel))
    try asking.verify()
    let start = [(0..<500).map { Double($0) }, [Double](repeating: -1, count: 500)]
    var (plain, found) = (start, start)
    try Interpreter.run(kernel, buffers: &plain, sizes: [])
    try Interpreter.run(asking, buffers: &found, sizes: [])
    #expect(plain == found)
  }
}
