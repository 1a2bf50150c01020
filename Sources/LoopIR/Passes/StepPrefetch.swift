/// Steps of a recurrence ask for the rows of a later step.
///
/// Before: `for vector c in 0 ..< 576 { for step in 0 ..< n { h = a * h + x[step*576 + c]; ... } }`
/// After:  `for vector c in 0 ..< 576 { for step in 0 ..< n { prefetch x[(step + 8)*576 + c]; h = a * h + ... } }`
///
/// The rows of a step lie apart from those of the next one, often by more than a page: no processor foresees them, and a step
/// of many states is longer than what it looks ahead. Short steps are left alone.
public struct StepPrefetch {
  /// Steps from a request to its use: a microsecond or two.
  private static let ahead = 8
  /// Work of a step, in vector instructions, below which a processor sees the next steps by itself.
  private static let long = 100

  public static func apply(_ kernel: Kernel) -> Kernel {
    guard kernel.lanes > 1 else { return kernel }
    var result = kernel
    let pass = StepPrefetch(lanes: kernel.lanes, parameters: Set(kernel.parameters))
    result.body = kernel.body.map { pass.rewrite($0, inLanes: false) }
    return result
  }

  private let lanes: Int
  private let parameters: Set<Buffer>

  private func rewrite(_ statement: Statement, inLanes: Bool) -> Statement {
    guard case .loop(var loop) = statement else { return statement.mapBodies { $0.map { rewrite($0, inLanes: inLanes) } } }
    loop.body = loop.body.map { rewrite($0, inLanes: inLanes || loop.kind == .vector) }
    if inLanes, loop.kind == .serial, isLong(loop) { loop.body = requests(loop) + loop.body }
    return .loop(loop)
  }

  private func isLong(_ loop: Loop) -> Bool {
    Work.estimate(loop.body, lanes: lanes).constant.map { $0 >= Self.long } ?? true
  }

  /// Requests for what a step itself reads or writes, apart from what its inner loops do, as far as its place is known when
  /// the step begins.
  private func requests(_ loop: Loop) -> [Statement] {
    var (requests, places): ([Statement], [Variable: Expression]) = ([], [:])
    let own = Self.definitions(in: loop.body)
    func note(_ buffer: Buffer, _ index: Expression) {
      let index = index.substituting(places)
      guard parameters.contains(buffer), !index.loadsMemory, !own.contains(where: index.uses),
        let (distance, _) = Polynomial(index).split(by: loop.variable), let apart = distance.constant,
        abs(apart) * buffer.type.byteCount >= Buffer.cacheLine
      else { return }
      let request = Statement.prefetch(buffer, (index + .integer(apart * Self.ahead)).simplifiedIndex)
      if !requests.contains(request) { requests.append(request) }
    }
    for statement in loop.body {
      if case .define(let variable, let value) = statement, variable.type == .index { places[variable] = value.substituting(places) }
      if case .store(let buffer, let index, _, _) = statement { note(buffer, index) }
      if case .loop = statement { continue }
      statement.forEachLoad(note)
    }
    return requests
  }

  /// Every variable that some statements and those within them define.
  private static func definitions(in body: [Statement]) -> Set<Variable> {
    var found: Set<Variable> = []
    func visit(_ statement: Statement) {
      switch statement {
      case .define(let variable, _), .declare(let variable, _): found.insert(variable)
      case .loop(let loop): found.insert(loop.variable)
      default: break
      }
      _ = statement.mapBodies { body in
        body.forEach(visit)
        return body
      }
    }
    body.forEach(visit)
    return found
  }
}
