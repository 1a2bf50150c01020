import LoopIR

/// Writes one kernel: its arguments as typed locals, then its statements.
struct KernelWriter {
  private let kernel: Kernel
  private let linkage: CPrinter.Linkage
  private let uses: KernelUses
  private let expressions = ExpressionWriter()
  private var lines: [String] = []
  private var depth = 0

  init(_ kernel: Kernel, linkage: CPrinter.Linkage) {
    (self.kernel, self.linkage, uses) = (kernel, linkage, KernelUses(kernel))
  }

  mutating func function() -> String {
    if linkage == .exported { line("__attribute__((visibility(\"default\")))") }
    let arguments = "void *const *restrict buffers, const int64_t *restrict sizes, int64_t part, int64_t parts"
    block("\(linkage == .file ? "static " : "")void \(kernel.name)(\(arguments))") { writer in
      writer.arguments()
      if let call = writer.kernel.call { writer.write(call) } else { writer.kernel.body.forEach { writer.write($0) } }
      if !writer.kernel.streamed.isEmpty { writer.line("s_end_streams();") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The arguments as locals. They are not `restrict`: an elementwise kernel may work in place.
  private mutating func arguments() {
    for (number, buffer) in kernel.parameters.enumerated() {
      let constant = uses.written.contains(buffer.name) ? "" : "const "
      line("\(constant)\(CNames.memory(buffer.type)) *\(CNames.identifier(buffer.name)) = buffers[\(number)];")
    }
    for (number, size) in kernel.sizes.enumerated() {
      line("const int64_t \(CNames.identifier(size.name)) = sizes[\(number)];")
    }
    let names = kernel.parameters.map(\.name) + kernel.sizes.map(\.name)
    var unused = names.filter { !uses.names.contains($0) }.map(CNames.identifier)
    if kernel.parameters.isEmpty { unused.append("buffers") }
    if kernel.sizes.isEmpty { unused.append("sizes") }
    if !uses.hasPartLoop, kernel.call == nil { unused += ["part", "parts"] }
    if !unused.isEmpty { line(unused.map { "(void)\($0)" }.joined(separator: ", ") + ";") }
  }

  // MARK: Lines

  private mutating func line(_ text: String) { lines += LineBreaker.lines(text, indent: depth * 2) }

  private mutating func block(_ head: String, _ body: (inout KernelWriter) -> Void) {
    line(head + " {")
    depth += 1
    body(&self)
    depth -= 1
    line("}")
  }

  private mutating func block(_ head: String, _ body: [Statement]) {
    block(head) { writer in body.forEach { writer.write($0) } }
  }

  // MARK: Statements

  private mutating func write(_ statement: Statement) {
    let e = expressions
    switch statement {
    case .loop(let loop): write(loop)
    case .define(let variable, let value):
      line("const \(CNames.register(variable)) \(CNames.identifier(variable.name)) = \(e.text(value));")
    case .declare(let variable, let value):
      line("\(CNames.register(variable)) \(CNames.identifier(variable.name)) = \(e.text(value));")
    case .assign(let variable, let value): line("\(CNames.identifier(variable.name)) = \(e.text(value));")
    case .accumulate(let variable, .sum, .binary(.dotBytes, let a, let b)) where variable.isVector:
      let name = CNames.identifier(variable.name)
      line("\(name) = v_add_dot_bytes_i32(\(name), \(e.text(a)), \(e.text(b)));")
    case .accumulate(let variable, .sum, let value):
      line("\(CNames.identifier(variable.name)) += \(e.text(value));")
    case .accumulate(let variable, let reduction, let value):
      write(.assign(variable, .binary(reduction.function, .variable(variable), value)))
    case .store(let buffer, let index, let value, let active): store(buffer, index, value, active)
    case .scatter(let buffer, let index, let stride, let value, let active):
      line(e.memory("scatter", buffer, index, stride: stride, value: value, active: active).text + ";")
    case .allocate(let buffer, let zeroed): allocate(buffer, zeroed: zeroed)
    case .branch(let test, let then, let otherwise):
      block("if (\(e.condition(test).text))", then)
      if otherwise.isEmpty { return }
      lines.removeLast()
      block("} else", otherwise)
    case .transpose(let block):
      let operands = [block.to, block.from].map {
        "&\(CNames.identifier($0.buffer.name))[\(e.text($0.start))], \(e.text($0.stride))"
      }
      let streamed = isStreamed(block.to.buffer)
      line("v_transpose\(streamed == nil ? "" : "_past")_f32(\((operands + [streamed].compactMap { $0 }).joined(separator: ", ")));")
    case .prefetch(let buffer, let index):
      let kept = isStreamed(buffer).map { "if (!\($0)) " } ?? ""
      line("\(kept)s_prefetch(\(CNames.identifier(buffer.name)), \(e.text(index)));")
    case .comment(let text): line("/* \(text.inComment) */")
    }
  }

  /// This part's rows of each batch, by the library. The constants are those of the CBLAS interface: row-major order, and
  /// operands as they lie or transposed.
  private mutating func write(_ call: MatrixCall) {
    let e = expressions
    let (count, row, end) = (uses.fresh("row_count"), uses.fresh("row"), uses.fresh("row_end"))
    line("const int64_t \(count) = \(e.text(call.rows));")
    line("const int64_t \(row) = \(count) * part / parts;")
    line("const int64_t \(end) = \(count) * (part + 1) / parts;")
    let batch = CNames.identifier(call.batch.name)
    func address(_ operand: MatrixCall.Operand, movesRows: Bool) -> String {
      let rows = movesRows ? .variable(Variable(row)) * operand.rowStride : Expression.integer(0)
      return "&\(CNames.identifier(operand.buffer.name))[\(e.text((operand.start + rows).simplifiedIndex))]"
    }
    block("for (int64_t \(batch) = 0; \(batch) < \(e.text(call.batches)); ++\(batch))") { writer in
      writer.line(
        "cblas_sgemm(101, \(call.a.isTransposed ? 112 : 111), \(call.b.isTransposed ? 112 : 111), (int)(\(end) - \(row)), "
          + "(int)(\(e.text(call.columns))), (int)(\(e.text(call.summed))), 1.0f, "
          + "\(address(call.a, movesRows: true)), (int)(\(e.text(call.a.leading))), "
          + "\(address(call.b, movesRows: false)), (int)(\(e.text(call.b.leading))), 0.0f, "
          + "\(address(call.c, movesRows: true)), (int)(\(e.text(call.c.leading))));")
    }
  }

  /// Whether stores to a buffer go past the caches, as is seen when the kernel runs; nil if they never do.
  private func isStreamed(_ buffer: Buffer) -> String? {
    kernel.streamed[buffer.name].map { "s_is_streamed(\(CNames.identifier(buffer.name)), \(expressions.text($0)))" }
  }

  private mutating func store(_ buffer: Buffer, _ index: Expression, _ value: Expression, _ active: Expression?) {
    if let streamed = isStreamed(buffer) {
      let name = CNames.identifier(buffer.name)
      line("v_stream_f32(&\(name)[\(expressions.text(index))], \(expressions.text(value)), \(streamed));")
      return
    }
    if value.isVector, !buffer.isVector {
      line(expressions.memory("store", buffer, index, value: value, active: active).text + ";")
      return
    }
    line("\(expressions.element(buffer, index)) = \(inMemory(value, buffer));")
  }

  /// A scalar as it lies in memory: a truth value is 0 or 1 there.
  private func inMemory(_ value: Expression, _ buffer: Buffer) -> String {
    switch buffer.type {
    case .bool where !buffer.isVector: expressions.bit(value).text
    case .bf16: "s_bf16_from_f32(\(expressions.text(value)))"
    case .i8, .u8: "(\(CNames.memory(buffer.type)))\(expressions.text(value, within: ExpressionWriter.Level.unary))"
    default: expressions.text(value)
    }
  }

  private mutating func allocate(_ buffer: Buffer, zeroed: Bool) {
    let type = buffer.isVector ? CNames.vector(buffer.type) : "_Alignas(64) \(CNames.memory(buffer.type))"
    let name = CNames.identifier(buffer.name)
    line("\(type) \(name)[\(buffer.localCount ?? 0)]\(zeroed ? " = {0}" : "");")
  }

  private mutating func write(_ loop: Loop) {
    if loop.kind == .part { return writeParts(loop) }
    let name = CNames.identifier(loop.variable.name)
    let (from, to) = (expressions.text(loop.from), expressions.text(loop.to, within: ExpressionWriter.Level.shift))
    if let count = unrolled(loop) { line("#pragma GCC unroll \(count)") }
    let step = loop.step == 1 ? "++\(name)" : "\(name) += \(loop.step)"
    block("for (int64_t \(name) = \(from); \(name) < \(to); \(step))", loop.body)
  }

  /// How many iterations the C compiler is asked to write in a row; nil for no request.
  private func unrolled(_ loop: Loop) -> Int? {
    switch loop.kind {
    case .unroll: loop.constantTrips.flatMap { $0 > 1 ? $0 : nil }
    case .tight: LoopKind.inARow
    case .serial, .vector, .part: nil
    }
  }

  /// This part's share of the iterations: `count * part / parts` up to the same of the next part.
  private mutating func writeParts(_ loop: Loop) {
    let name = CNames.identifier(loop.variable.name)
    let (count, end) = (uses.fresh("\(name)_count"), uses.fresh("\(name)_end"))
    line("const int64_t \(count) = \(expressions.text(loop.to - loop.from));")
    let from = loop.from == .integer(0) ? "" : expressions.text(loop.from, within: ExpressionWriter.Level.sum) + " + "
    line("const int64_t \(end) = \(from)\(count) * (part + 1) / parts;")
    block("for (int64_t \(name) = \(from)\(count) * part / parts; \(name) < \(end); ++\(name))", loop.body)
  }
}
