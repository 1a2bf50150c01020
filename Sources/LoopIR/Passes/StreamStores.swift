/// Finds the results that go past the caches where they are larger than these: a store would read each line of memory
/// before it overwrites it, and push out what is needed sooner. Results that are read late go past them sooner, since much
/// else is written in the meantime. Lines of what goes past the caches are not asked for.
///
/// Before: `store x2[row*384 + n], t`
/// After:  the same, with `streamed: x2, 384*T elements`; whether there are so many is seen when the kernel runs.
public struct StreamStores {
  /// What the last cache keeps until another kernel reads it, in bytes: `SG_KEPT_BYTES` of the C prelude.
  public static let kept = 16 << 20
  /// How many times its own size is touched, at least, before a late result is read.
  private static let lateness = 16
  /// Lanes of targets that have no such store.
  private static let narrow = 4

  /// - Parameters:
  ///   - counts: the elements of each parameter.
  ///   - late: the parameters that are read only after many other kernels.
  public static func apply(_ kernel: Kernel, counts: [Expression], late: Set<Buffer> = []) -> Kernel {
    var result = kernel
    guard kernel.lanes > narrow, kernel.call == nil else { return result }
    var pass = StreamStores(lanes: kernel.lanes, late: late)
    kernel.body.forEach { pass.visit($0, in: []) }
    for (buffer, count) in zip(kernel.parameters, counts) where pass.whole.contains(buffer) && !pass.others.contains(buffer) {
      let touched = late.contains(buffer) ? (count * .integer(lateness)).simplifiedIndex : count
      if touched.constant.map({ $0 * buffer.type.byteCount > kept }) ?? true { result.streamed[buffer.name] = touched }
    }
    return result
  }

  private let lanes: Int
  private let late: Set<Buffer>
  /// Buffers that whole vectors are stored to, one behind the other.
  private var whole: Set<Buffer> = []
  /// Buffers that are read, stored to in another way, or whose lines are asked for long before they are stored to, as beside a
  /// product's sums: nothing waits for these.
  private var others: Set<Buffer> = []

  private init(lanes: Int, late: Set<Buffer>) { (self.lanes, self.late) = (lanes, late) }

  private mutating func visit(_ statement: Statement, in loops: [Loop]) {
    switch statement {
    case .store(let buffer, let index, let value, nil) where value.isVector && isAligned(index, in: loops.last) && buffer.type == .f32:
      whole.insert(buffer)
    case .prefetch(let buffer, _) where !late.contains(buffer) && !(loops.last?.body.stores(to: buffer) ?? false):
      others.insert(buffer)
    case .store(let buffer, _, _, _), .scatter(let buffer, _, _, _, _): others.insert(buffer)
    case .transpose(let block):
      others.insert(block.from.buffer)
      if late.contains(block.to.buffer), isWholeLines(block.to, in: loops) { whole.insert(block.to.buffer) } else { others.insert(block.to.buffer) }
    default: break
    }
    _ = statement.mapExpressions {
      read($0)
      return $0
    }
    _ = statement.mapBodies { body in
      var around = loops
      if case .loop(let own) = statement { around.append(own) }
      body.forEach { visit($0, in: around) }
      return body
    }
  }

  private mutating func read(_ expression: Expression) {
    if let buffer = expression.source { others.insert(buffer) }
    expression.children.forEach { read($0) }
  }

  /// Whether a vector's place is a multiple of its length, and the next iteration's is the one behind it.
  private func isAligned(_ index: Expression, in loop: Loop?) -> Bool {
    guard let loop, loop.step == lanes, let (stride, _) = Polynomial(index).split(by: loop.variable), stride.constant == 1
    else { return false }
    return index.substituting([loop.variable: loop.from]).simplifiedIndex.isMultiple(of: lanes)
  }

  /// Whether a block's rows are whole cache lines.
  private func isWholeLines(_ rows: BlockTranspose.Rows, in loops: [Loop]) -> Bool {
    let begins = Dictionary(loops.filter { $0.step % lanes == 0 }.map { ($0.variable, $0.from) }) { $1 }
    return lanes * ElementType.f32.byteCount == Buffer.cacheLine && rows.stride.isMultiple(of: lanes)
      && rows.start.substituting(begins).simplifiedIndex.isMultiple(of: lanes)
  }
}

extension [Statement] {
  /// Whether one of the statements themselves stores to a buffer.
  fileprivate func stores(to buffer: Buffer) -> Bool {
    contains { if case .store(buffer, _, _, _) = $0 { true } else { false } }
  }
}
