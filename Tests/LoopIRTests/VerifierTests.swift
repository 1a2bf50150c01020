import LoopIR
import Testing

@Suite struct VerifierTests {
  static let (x, y) = (Buffer("x", .f32), Buffer("y", .f32))
  static let (i, j, n) = (Variable("i"), Variable("j"), Variable("n"))
  static let (t, wide) = (Variable("t", .f32), Variable("w", .f32, isVector: true))
  static let one = Expression.number(1, .f32)
  static let row = Buffer("row", .f32, localCount: 4)

  static func kernel(_ body: [Statement], lanes: Int = 4, parts: Expression = 1) -> Kernel {
    Kernel(name: "k", lanes: lanes, parameters: [x, y], sizes: [n], parts: parts, body: body)
  }

  static func block(_ to: Buffer, _ from: Buffer, stride: Expression = 4) -> BlockTranspose {
    BlockTranspose(to: .init(to, at: 0, stride: stride), from: .init(from, at: 0, stride: 8))
  }

  static func loop(_ kind: LoopKind, to: Expression = .variable(n), _ body: [Statement] = []) -> Statement {
    .loop(Loop(i, to: to, kind: kind, body: body))
  }

  struct Failure: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let kernel: Kernel
    init(_ description: String, _ body: [Statement], lanes: Int = 4, parts: Expression = 1) {
      (testDescription, kernel) = (description, VerifierTests.kernel(body, lanes: lanes, parts: parts))
    }
  }

  static let types = [
    Failure("f32 + f64", [.define(t, .binary(.add, one, .number(1, .f64)))]),
    Failure("vector + scalar", [.define(wide, .binary(.add, .broadcast(one), one))]),
    Failure("a vector in a scalar register", [.define(t, .broadcast(one))]),
    Failure("a scalar in a vector register", [.define(wide, one)]),
    Failure("an index of type f32", [.store(y, one, one)]),
    Failure("a vector index", [.store(y, .load(x, 0, vector: true), one)]),
    Failure("exp of i32", [.define(Variable("a", .i32), .unary(.exp, .number(1, .i32)))]),
    Failure("a broadcast index", [.define(Variable("a", .i32, isVector: true), .broadcast(.variable(n)))]),
    Failure("a branch on f32", [.branch(one, then: [])]),
    Failure("a select by f32", [.define(t, .select(one, one, one))]),
    Failure(
      "a scalar mask for vectors", [.define(wide, .select(.compare(.lt, one, one), .broadcast(one), .broadcast(one)))]),
    Failure("a lookup by f32", [.define(wide, .lookup(x, .broadcast(one)))]),
    Failure("a shuffle with lanes that there are not", [.define(wide, .shuffle(.broadcast(one), [0, 1, 2, 4]))]),
    Failure("a shuffle of too few lanes", [.define(wide, .shuffle(.broadcast(one), [0, 1]))]),
    Failure("lanes of a scalar", [.define(t, .reduceLanes(.sum, one))]),
    Failure("threefry of index", [.define(Variable("a", .u32), .threefry(0, 0, 0, 0))]),
    Failure("f64 into f32 memory", [.store(y, 0, .number(1, .f64))]),
    Failure("active lanes of a scalar", [.store(y, 0, one, active: 1)]),
    Failure("a scatter of a scalar", [.scatter(y, 0, stride: 1, one)]),
    Failure("every lane of a scatter goes to the same element of 'y'", [.scatter(y, 0, stride: 0, .broadcast(one))]),
    Failure("a request at an index of type f32", [.prefetch(x, one)]),
    Failure("a block transposed into itself", [.transpose(block(y, y))]),
    Failure("a block of another type", [.transpose(block(y, Buffer("row", .f64, localCount: 64)))]),
    Failure("a block of a single element", [.transpose(block(y, x))], lanes: 1),
    Failure("a block's rows at a distance of type f32", [.transpose(block(y, x, stride: one))]),
    Failure("a size of 7 lanes", [], lanes: 7),
    Failure("parts that depend on memory", [], parts: .cast(.load(x, 0), .index)),
  ]

  static let scopes = [
    Failure("an undefined variable", [.store(y, 0, .variable(t))]),
    Failure("a variable used after its block", [loop(.serial, [.define(t, one)]), .store(y, 0, .variable(t))]),
    Failure("a variable used before its definition", [.store(y, 0, .variable(t)), .define(t, one)]),
    Failure("a name defined twice", [.define(t, one), .define(t, one)]),
    Failure("a name hidden", [.define(t, one), loop(.serial, [.define(t, one)])]),
    Failure("a name of memory and of a register", [.define(Variable("x", .f32), one)]),
    Failure("a name that is no identifier", [.define(Variable("t 1", .f32), one)]),
    Failure("an assignment to a definition", [.define(t, one), .assign(t, one)]),
    Failure("an assignment to nothing", [.assign(t, one)]),
    Failure("an accumulation into a loop variable", [loop(.serial, [.accumulate(i, .sum, 1)])]),
    Failure("a store to a local array out of scope", [loop(.serial, [.allocate(row)]), .store(row, 0, one)]),
    Failure("a load from a buffer that is no parameter", [.store(y, 0, .load(Buffer("z", .f32), 0))]),
    Failure("a request for a buffer that is no parameter", [.prefetch(Buffer("z", .f32), 0)]),
    Failure("a local array without elements", [.allocate(Buffer("row", .f32, localCount: 0))]),
  ]

  static let loops = [
    Failure("an unrolled loop of unknown length", [loop(.unroll)]),
    Failure("a part loop within a loop", [loop(.serial, [.loop(Loop(j, to: 4, kind: .part, body: []))])]),
    Failure("two part loops", [loop(.part), loop(.part)]),
    Failure("a vector loop left over", [loop(.vector)]),
    Failure("a step of zero", [.loop(Loop(i, to: 4, step: 0, body: []))]),
    Failure("an end of type f32", [loop(.serial, to: one)]),
  ]

  @Test("malformed kernels are refused", arguments: types + scopes + loops)
  func refused(_ failure: Failure) {
    let error = #expect(throws: LoopError.self) { try failure.kernel.verify() }
    #expect(error?.kernel == "k")
  }

  @Test("a well formed kernel passes") func accepted() throws {
    let kernel = Self.kernel([
      Self.loop(.part, [
        .allocate(Self.row, zeroed: true),
        .declare(Self.t, Self.one),
        .loop(Loop(Self.j, from: .variable(Self.i), to: .variable(Self.i) + 4, kind: .unroll, body: [
          .accumulate(Self.t, .max, .load(Self.x, .variable(Self.j)))
        ])),
        .branch(.compare(.lt, .variable(Self.i), 3), then: [.define(Variable("u", .f32), Self.one)],
          else: [.define(Variable("u", .f32), Self.one)]),
        .store(Self.row, 0, .variable(Self.t)),
        .store(Self.y, .variable(Self.i), .load(Self.row, 0)),
      ])
    ])
    try kernel.verify()
  }

  @Test("vector loops are allowed until they are vectorised") func stages() throws {
    let body = [Statement.store(Self.y, .variable(Self.i), .load(Self.x, .variable(Self.i)))]
    let kernel = Self.kernel([Self.loop(.vector, body)])
    try kernel.verify(stage: .scalar)
    try Vectorise.apply(kernel).verify()
  }

  @Test("an error names the kernel and what is wrong") func message() {
    let error = #expect(throws: LoopError.self) { try Self.types[0].kernel.verify() }
    #expect(error?.description == "kernel k: add of f32 and f64")
  }
}
