/// What a kernel mentions: decides `const`, `(void)` and which names are free.
public struct KernelUses {
  /// Buffers that some statement stores to.
  public private(set) var written: Set<String> = []
  /// Every variable and buffer that the body reads or writes, and every name that it defines.
  public private(set) var names: Set<String> = []
  public private(set) var hasPartLoop = false
  private let arguments: Set<String>

  public init(_ kernel: Kernel) {
    arguments = Set(kernel.parameters.map(\.name) + kernel.sizes.map(\.name))
    kernel.body.forEach { visit($0) }
  }

  /// The name, or a longer one where the kernel has it already.
  public func fresh(_ name: String) -> String {
    names.contains(name) || arguments.contains(name) ? fresh(name + "_") : name
  }

  private mutating func visit(_ statement: Statement) {
    switch statement {
    case .store(let buffer, _, _, _), .scatter(let buffer, _, _, _, _):
      written.insert(buffer.name)
      names.insert(buffer.name)
    case .transpose(let block):
      written.insert(block.to.buffer.name)
      names.formUnion([block.to.buffer.name, block.from.buffer.name])
    case .define(let variable, _), .declare(let variable, _): names.insert(variable.name)
    case .allocate(let buffer, _), .prefetch(let buffer, _): names.insert(buffer.name)
    case .loop(let loop):
      names.insert(loop.variable.name)
      hasPartLoop = hasPartLoop || loop.kind == .part
    case .assign, .accumulate, .branch, .comment: break
    }
    _ = statement.mapExpressions {
      visit($0)
      return $0
    }
    _ = statement.mapBodies { body in
      body.forEach { visit($0) }
      return body
    }
  }

  private mutating func visit(_ expression: Expression) {
    if case .variable(let variable) = expression { names.insert(variable.name) }
    if let buffer = expression.source { names.insert(buffer.name) }
    expression.children.forEach { visit($0) }
  }
}
