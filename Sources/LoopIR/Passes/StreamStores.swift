/// Finds the results that go past the caches where they are larger than these: a store would read each line of memory
/// before it overwrites it, and push out what is needed sooner.
///
/// Before: `store x2[row*384 + n], t`
/// After:  the same, with `streamed: x2, 384*T elements`; whether there are so many is seen when the kernel runs.
public struct StreamStores {
  /// What the last cache keeps until another kernel reads it, in bytes: `SG_KEPT_BYTES` of the C prelude.
  public static let kept = 16 << 20
  /// Lanes of targets that have no such store.
  private static let narrow = 4

  /// - Parameter counts: the elements of each parameter.
  public static func apply(_ kernel: Kernel, counts: [Expression]) -> Kernel {
    var result = kernel
    guard kernel.lanes > narrow, kernel.call == nil else { return result }
    var pass = StreamStores(lanes: kernel.lanes)
    kernel.body.forEach { pass.visit($0, in: nil) }
    for (buffer, count) in zip(kernel.parameters, counts) where pass.whole.contains(buffer) && !pass.others.contains(buffer) {
      if count.constant.map({ $0 * buffer.type.byteCount > kept }) ?? true { result.streamed[buffer.name] = count }
    }
    return result
  }

  private let lanes: Int
  /// Buffers that whole vectors are stored to, one behind the other.
  private var whole: Set<Buffer> = []
  /// Buffers that are read, asked for, or stored to in another way.
  private var others: Set<Buffer> = []

  private init(lanes: Int) { self.lanes = lanes }

  private mutating func visit(_ statement: Statement, in loop: Loop?) {
    switch statement {
    case .store(let buffer, let index, let value, nil) where value.isVector && isAligned(index, in: loop) && buffer.type == .f32:
      whole.insert(buffer)
    case .store(let buffer, _, _, _), .scatter(let buffer, _, _, _, _), .prefetch(let buffer, _): others.insert(buffer)
    case .transpose(let block): others.formUnion([block.to.buffer, block.from.buffer])
    default: break
    }
    _ = statement.mapExpressions {
      read($0)
      return $0
    }
    _ = statement.mapBodies { body in
      var around = loop
      if case .loop(let own) = statement { around = own }
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
}
