/// Work on rows asks for a later row while it is at one.
///
/// Before: `for row in 0 ..< n { for vector c in 0 ..< 384 { y[row*384 + c] = f(x[row*768 + c]) } }`
/// After:  the same with `prefetch x[(row + 4)*768 + c]` before the store, and with `prefetch y[(row + 4)*384 + c]` if asked to.
///
/// A processor's own prefetchers stop where a page ends, which is every other row, and do not see that rows of a slice go on
/// behind what lies between them. Results that are stored from end to end they foresee well enough; those of a product, between
/// whose stores much else happens, they do not, and one store whose line is far away holds up all that follow.
public struct PrefetchRows {
  /// Rows ahead: a stencil itself reads some that come next.
  public static let rows = 4
  /// How far ahead is far enough, in bytes.
  private static let ahead = 1024

  /// - Parameter results: whether lines that are stored to are asked for, too.
  public static func apply(_ kernel: Kernel, results: Bool = false) -> Kernel {
    guard kernel.lanes > 1 else { return kernel }
    var result = kernel
    var pass = PrefetchRows(parameters: Set(kernel.parameters), results: results)
    result.body = pass.rewrite(kernel.body, within: [])
    return result
  }

  private let parameters: Set<Buffer>
  private let results: Bool
  /// What was asked for, as of the first column: walking a row once more finds it in the cache.
  private var asked: Set<Statement> = []

  private init(parameters: Set<Buffer>, results: Bool) { (self.parameters, self.results) = (parameters, results) }

  /// - Parameter places: variables that tell rows apart.
  private mutating func rewrite(_ body: [Statement], within places: [Variable]) -> [Statement] {
    var places = places
    return body.map { statement in
      if case .define(let variable, _) = statement, variable.type == .index { places.append(variable) }
      guard case .loop(var loop) = statement else { return statement }
      if loop.kind == .vector {
        loop.body = requests(loop, places) + loop.body
      } else {
        loop.body = rewrite(loop.body, within: places + [loop.variable])
      }
      return .loop(loop)
    }
  }

  private mutating func requests(_ loop: Loop, _ places: [Variable]) -> [Statement] {
    var requests: [Statement] = []
    for statement in loop.body {
      func ask(_ buffer: Buffer, _ index: Expression) {
        guard let request = request(buffer, index, loop.variable, places) else { return }
        if asked.insert(request.substituting([loop.variable: 0])).inserted { requests.append(request) }
      }
      statement.forEachLoad(ask)
      if results, case .store(let buffer, let index, _, _) = statement { ask(buffer, index) }
    }
    return requests
  }

  /// A request for a later row; nil unless its elements lie side by side and rows a known distance apart.
  private func request(_ buffer: Buffer, _ index: Expression, _ column: Variable, _ places: [Variable]) -> Statement? {
    let place = Polynomial(index)
    func stride(_ variable: Variable) -> Int? { place.split(by: variable)?.coefficient.constant }
    guard parameters.contains(buffer), stride(column) == 1 else { return nil }
    let strides = places.compactMap { stride($0) }
    let size = buffer.type.byteCount
    let apart = strides.filter { abs($0) * size >= Buffer.cacheLine }
    guard let stride = apart.min(by: { abs($0) < abs($1) }) else { return nil }
    let rows = max(Self.rows, (Self.ahead - 1) / (abs(stride) * size) + 1)
    return .prefetch(buffer, (index + .integer(rows * stride)).simplifiedIndex)
  }
}
