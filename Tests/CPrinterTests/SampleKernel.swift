import LoopIR

/// A small kernel with inputs to run it on.
struct SampleKernel: Sendable {
  let kernel: Kernel
  let buffers: [[Double]]
  let sizes: [Int]
  /// Of the greatest of 1 and the expected magnitude.
  let tolerance: Double

  init(_ kernel: Kernel, _ buffers: [[Double]], sizes: [Int] = [], tolerance: Double = 0) {
    (self.kernel, self.buffers, self.sizes, self.tolerance) = (kernel, buffers, sizes, tolerance)
  }

  static func all(lanes: Int) -> [SampleKernel] {
    [axpy(lanes), streamed(lanes), softmax(lanes), transposed(lanes), indexed(lanes), random(lanes), tile(lanes), scalars(lanes), conversions(lanes)]
      + [.f32, .f64].flatMap { [functions($0, lanes), binaries($0, lanes)] } + [bits(lanes), comparisons(lanes), narrow(lanes), words(lanes)]
  }

  /// Some numbers between -2 and 2, the same on every run, that `f32` holds exactly.
  static func numbers(_ count: Int, _ range: ClosedRange<Double> = -2...2) -> [Double] {
    (0..<count).map { i in
      let unit = Double((i * 2_654_435_761 + 12_345) % 65_536) / 65_536
      return Double(Float(range.lowerBound + unit * (range.upperBound - range.lowerBound)))
    }
  }

  static let i = Variable("i")
  static let n = Variable("n")
  static let vi = Expression.variable(i)
  static let vn = Expression.variable(n)
  static func f32(_ value: Double) -> Expression { .number(value, .f32) }

  static func kernel(
    _ name: String, _ lanes: Int, _ parameters: [Buffer], sizes: [Variable] = [n], parts: Expression = 1,
    _ body: [Statement], notes: [String] = []
  ) -> Kernel {
    Vectorise.apply(
      Kernel(
        name: name, lanes: lanes, parameters: parameters, sizes: sizes, parts: parts, body: body, notes: notes))
  }

  // MARK: Memory and loops

  /// y += a x in place, in parts of 32 elements.
  static func axpy(_ lanes: Int) -> SampleKernel {
    let (x, a, y, block) = (Buffer("x", .f32), Buffer("a", .f32), Buffer("y", .f32), Variable("block"))
    let start = Expression.variable(block) * 32
    let inner = Loop(i, from: start, to: .minimum(vn, start + 32), kind: .vector, body: [
      .store(y, vi, .fma(.load(a, 0), .load(x, vi), .load(y, vi)))
    ])
    let outer = Loop(block, to: vn.dividedUp(by: 32), kind: .part, body: [.loop(inner)])
    let axpy = kernel(
      "axpy", lanes, [x, a, y], parts: 3, [.loop(outer)], notes: ["y += a x", "2 flops an element"])
    return SampleKernel(axpy, [numbers(101), [0.75], numbers(101)], sizes: [101], tolerance: 2e-7)
  }

  /// y = 2 x in rows of 48, stored past the caches for all that the kernel knows.
  static func streamed(_ lanes: Int) -> SampleKernel {
    let (x, y, row) = (Buffer("x", .f32), Buffer("y", .f32), Variable("row"))
    let at = Expression.variable(row) * 48 + vi
    let columns = Loop(i, to: 48, kind: .vector, body: [.store(y, at, .binary(.mul, f32(2), .load(x, at)))])
    let rows = Loop(row, to: vn, kind: .part, body: [.loop(columns)])
    let streamed = StreamStores.apply(kernel("streamed", lanes, [x, y], parts: 2, [.loop(rows)]), counts: [vn * 48, .integer(1 << 40)])
    return SampleKernel(streamed, [numbers(240), numbers(240)], sizes: [5])
  }

  /// Rows of 37 elements, with the exponentials kept in a local row.
  static func softmax(_ lanes: Int) -> SampleKernel {
    let (x, y, row) = (Buffer("x", .f32), Buffer("y", .f32), Buffer("row", .f32, localCount: 37))
    let (b, e, scale) = (Variable("b"), Variable("e", .f32), Variable("scale", .f32))
    let (most, total) = (Variable("most", .f32), Variable("total", .f32))
    let at = Expression.variable(b) * 37 + vi
    func columns(_ body: [Statement]) -> Statement { .loop(Loop(i, to: 37, kind: .vector, body: body)) }
    let body: [Statement] = [
      .allocate(row),
      .declare(most, f32(-.infinity)),
      columns([.accumulate(most, .max, .load(x, at))]),
      .declare(total, f32(0)),
      columns([
        .define(e, .unary(.exp, .binary(.sub, .load(x, at), .variable(most)))),
        .store(row, vi, .variable(e)), .accumulate(total, .sum, .variable(e)),
      ]),
      .define(scale, .binary(.div, f32(1), .variable(total))),
      columns([.store(y, at, .binary(.mul, .load(row, vi), .variable(scale)))]),
    ]
    let rows = Statement.loop(Loop(b, to: vn, kind: .part, body: body))
    return SampleKernel(
      kernel("softmax", lanes, [x, y], parts: 2, [rows]), [numbers(111, -5...5), numbers(111)], sizes: [3],
      tolerance: 1e-6)
  }

  /// A matrix of 37 rows of 43, and a part of it upside down.
  static func transposed(_ lanes: Int) -> SampleKernel {
    let (x, y, z) = (Buffer("x", .f32), Buffer("y", .f32), Buffer("z", .f32))
    let f = Variable("f")
    func copy(_ to: Buffer, rows: Expression, columns: Expression, from: Expression) -> Statement {
      let row = Loop(i, to: rows, kind: .vector, body: [.store(to, .variable(f) * 40 + vi, .load(x, from))])
      return .loop(Loop(f, to: columns, body: [.loop(row)]))
    }
    let copies = [
      copy(y, rows: vn, columns: 43, from: vi * 43 + .variable(f)),
      copy(z, rows: 32, columns: 16, from: (vn - 1 - vi) * 43 + .variable(f) + 7),
    ]
    let plain = Kernel(name: "transposed", lanes: lanes, parameters: [x, y, z], sizes: [n], parts: 1, body: copies)
    return SampleKernel(
      Vectorise.apply(TransposeBlocks.apply(plain)), [numbers(37 * 43), numbers(43 * 40), numbers(16 * 40)], sizes: [37])
  }

  /// Rows of a table by number, a reversed copy, every third element, and a test in bytes.
  static func indexed(_ lanes: Int) -> SampleKernel {
    let (table, ids, flags) = (Buffer("table", .f32), Buffer("ids", .i32), Buffer("flags", .bool))
    let (y, reversed, marks) = (Buffer("y", .f32), Buffer("reversed", .i32), Buffer("marks", .bool))
    let looked = Expression.load(table, .cast(.load(ids, vi), .index) * 3 + 1)
    let flag = Expression.load(flags, vi)
    let body: [Statement] = [
      .store(y, vi * 3, .select(flag, looked, .binary(.add, .load(table, vi * 2), .cast(vi, .f32)))),
      .store(reversed, vn - 1 - vi, .load(ids, vi)),
      .store(marks, vi, .binary(.xor, flag, .compare(.lt, looked, f32(0)))),
    ]
    let loop = Statement.loop(Loop(i, to: vn, kind: .vector, body: body))
    let count = 29
    return SampleKernel(
      kernel("indexed", lanes, [table, ids, flags, y, reversed, marks], [loop]),
      [
        numbers(3 * count), (0..<count).map { Double($0 * 7 % count) }, (0..<count).map { Double($0 % 3 % 2) },
        numbers(3 * count), numbers(count).map { $0.rounded() }, Array(repeating: 0, count: count),
      ], sizes: [count])
  }

  /// 3 rows of 2 vectors of a matrix product in registers; the depth is the size. Asks for memory behind the operand, too.
  static func tile(_ lanes: Int) -> SampleKernel {
    let (a, b, c) = (Buffer("a", .f32), Buffer("b", .f32), Buffer("c", .f32))
    let (k, r, v) = (Variable("k"), Variable("r"), Variable("v"))
    let sums = Buffer("sums", .f32, localCount: 6, isVector: true)
    let width = Expression.integer(2 * lanes)
    let (vk, vr, vv) = (Expression.variable(k), Expression.variable(r), Expression.variable(v))
    func tile(_ body: Statement) -> Statement {
      .loop(Loop(r, to: 3, kind: .unroll, body: [.loop(Loop(v, to: 2, kind: .unroll, body: [body]))]))
    }
    let product = Expression.fma(
      .broadcast(.load(a, vr * vn + vk)), .load(b, vk * width + vv * .integer(lanes), vector: true),
      .load(sums, vr * 2 + vv))
    let body: [Statement] = [
      .allocate(sums, zeroed: true),
      .loop(Loop(k, to: vn, body: [.prefetch(b, (vk + 9) * width), tile(.store(sums, vr * 2 + vv, product))])),
      tile(.store(c, vr * width + vv * .integer(lanes), .load(sums, vr * 2 + vv), active: .integer(max(1, lanes - 1)))),
    ]
    return SampleKernel(
      kernel("tile", lanes, [a, b, c], body), [numbers(15), numbers(10 * lanes), numbers(6 * lanes)], sizes: [5],
      tolerance: 1e-6)
  }
}
