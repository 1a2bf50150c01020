import LoopIR

/// Prints kernels as C: one file per kernel, GNU vector extensions through the prelude's types and functions.
public struct CPrinter {
  public init() {}

  /// A C file with one kernel, headed by what it computes.
  public func source(of kernel: Kernel) -> String {
    var writer = KernelWriter(kernel)
    let notes = kernel.notes.map { " * \($0)" }.joined(separator: "\n")
    return """
      /* \(kernel.name)
       *
      \(notes)
       */
      #define SG_LANES \(kernel.lanes)
      #include "sonograph_kernel.h"

      \(writer.function())
      """
  }
}

/// Writes the body of one kernel.
struct KernelWriter {
  let kernel: Kernel
  private let expressions = ExpressionWriter()
  private var lines: [String] = []
  private var depth = 1

  init(_ kernel: Kernel) { self.kernel = kernel }

  mutating func function() -> String {
    let written = writtenBuffers()
    let text = "__attribute__((visibility(\"default\")))\n"
      + "void \(kernel.name)(void *const *buffers, const int64_t *sizes, int64_t part, int64_t parts) {"
    for (number, buffer) in kernel.parameters.enumerated() {
      let type = ExpressionWriter.memoryType(buffer.type)
      let constant = written.contains(buffer) ? "" : "const "
      line("\(constant)\(type) *\(buffer.name) = buffers[\(number)];")
    }
    for (number, size) in kernel.sizes.enumerated() { line("const int64_t \(size.name) = sizes[\(number)];") }
    let used = usedNames()
    for size in kernel.sizes where !used.contains(size.name) { line("(void)\(size.name);") }
    if kernel.sizes.isEmpty { line("(void)sizes;") }
    let hasParts = kernel.body.contains { if case .loop(let loop) = $0 { loop.kind == .part } else { false } }
    if !hasParts { line("(void)part, (void)parts;") }
    kernel.body.forEach { write($0) }
    return ([text] + lines + ["}"]).joined(separator: "\n") + "\n"
  }

  private func writtenBuffers() -> Set<Buffer> {
    var result: Set<Buffer> = []
    func visit(_ statement: Statement) {
      switch statement {
      case .store(let buffer, _, _, _), .scatter(let buffer, _, _, _, _): result.insert(buffer)
      default: break
      }
      _ = statement.mapBodies {
        $0.forEach(visit)
        return $0
      }
    }
    kernel.body.forEach(visit)
    return result
  }

  private func usedNames() -> Set<String> {
    var names: Set<String> = []
    func collect(_ expression: Expression) {
      if case .variable(let variable) = expression { names.insert(variable.name) }
      expression.children.forEach(collect)
    }
    kernel.body.forEach { $0.forEachExpression(collect) }
    return names
  }

  private mutating func line(_ text: String) { lines.append(String(repeating: "  ", count: depth) + text) }

  private mutating func block(_ head: String, _ body: [Statement]) {
    line(head + " {")
    depth += 1
    body.forEach { write($0) }
    depth -= 1
    line("}")
  }

  private mutating func write(_ statement: Statement) {
    let e = expressions
    switch statement {
    case .loop(let loop): write(loop)
    case .define(let variable, let value):
      line("const \(e.registerType(variable)) \(variable.name) = \(e.text(value));")
    case .declare(let variable, let value): line("\(e.registerType(variable)) \(variable.name) = \(e.text(value));")
    case .assign(let variable, let value): line("\(variable.name) = \(e.text(value));")
    case .accumulate(let variable, let reduction, let value):
      if reduction == .sum {
        line("\(variable.name) = \(e.text(.binary(.add, .variable(variable), value)));")
      } else {
        line("\(variable.name) = \(e.text(.binary(reduction.function, .variable(variable), value)));")
      }
    case .store(let buffer, let index, let value, let active): line(e.store(buffer, index, value, active))
    case .scatter(let buffer, let index, let stride, let value, let active):
      let suffix = active == nil ? "" : "part_"
      let count = active.map { ", \(e.text($0))" } ?? ""
      line("v_scatter_\(suffix)\(buffer.type.rawValue)(\(e.address(buffer, index)), \(e.text(stride)), \(e.text(value))\(count));")
    case .allocate(let buffer, let zeroed):
      let type = buffer.isVector ? e.vectorType(buffer.type) : "_Alignas(64) \(ExpressionWriter.memoryType(buffer.type))"
      line("\(type) \(buffer.name)[\(buffer.localCount!)]\(zeroed ? " = {0}" : "");")
    case .branch(let test, let then, let otherwise):
      block("if (\(e.text(test)))", then)
      if !otherwise.isEmpty { block("else", otherwise) }
    case .comment(let text): line("/* \(text) */")
    }
  }

  private mutating func write(_ loop: Loop) {
    let name = loop.variable.name
    let (from, to) = (expressions.text(loop.from), expressions.text(loop.to))
    let step = loop.step == 1 ? "++\(name)" : "\(name) += \(loop.step)"
    switch loop.kind {
    case .part:
      line("const int64_t \(name)_count = \(to);")
      block(
        "for (int64_t \(name) = \(name)_count * part / parts; \(name) < \(name)_count * (part + 1) / parts; ++\(name))",
        loop.body)
    case .unroll:
      let trips = (loop.to.constant! - loop.from.constant! + loop.step - 1) / loop.step
      lines.append("#pragma GCC unroll \(max(trips, 1))")
      block("for (int64_t \(name) = \(from); \(name) < \(to); \(step))", loop.body)
    case .serial, .vector: block("for (int64_t \(name) = \(from); \(name) < \(to); \(step))", loop.body)
    }
  }
}

extension CPrinter {
  /// The headers that emitted C includes, by file name.
  public static let preludeFiles: [(name: String, text: String)] = [
    ("sonograph_kernel.h", String(decoding: PackageResources.sonograph_kernel_h, as: UTF8.self)),
    ("sonograph_math.h", String(decoding: PackageResources.sonograph_math_h, as: UTF8.self)),
  ]
}
