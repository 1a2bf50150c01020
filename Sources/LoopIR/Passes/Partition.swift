/// Shares the outermost loop out over parts, as many as the work is worth: their number depends on the sizes alone.
///
/// Before: `for row in 0 ..< B*T { ... }`
/// After:  `for part row in 0 ..< B*T { ... }`, with `parts` = work / grain, at most 64.
///
/// An outermost vector loop is first cut into blocks, so that vectors do not straddle parts. Loops that are all that the
/// outermost one does have independent iterations, too, and are shared out with it: at batch 1, the steps of time.
public struct Partition {
  /// The work worth a part, in vector instructions: some 5 to 10 microseconds.
  private static let grain = 16_384
  private static let most = 64
  private static let block = 1_024

  public static func apply(_ kernel: Kernel) -> Kernel {
    var result = kernel
    guard kernel.body.count == 1, case .loop(let loop) = kernel.body[0], loop.from == 0, loop.step == 1,
      loop.kind == .serial || loop.kind == .vector
    else { return kernel }
    let chain = loop.kind == .vector ? [blocked(loop)] : chain(loop)
    var shared = flattened(chain, named: KernelUses(kernel).fresh("unit"))
    shared.kind = .part
    result.body = [.loop(shared)]
    // The first iteration stands for all, because the number of parts may depend on the sizes alone.
    let first = Dictionary(uniqueKeysWithValues: chain.map { ($0.variable, Expression.integer(0)) })
    let work = Work.estimate(chain.last!.body, lanes: kernel.lanes).substituting(first)
    let wanted = (shared.to * work + .integer(grain - 1)) / .integer(grain)
    result.parts = .maximum(1, .minimum(.integer(most), .minimum(shared.to, wanted)))
    return result
  }

  /// The outermost loop, then the loops that are all that the one before does, as long as each step of them has a loop to do:
  /// beside that, the division that finds the step is little.
  private static func chain(_ outer: Loop) -> [Loop] {
    var loops = [outer]
    while (loops[0].constantTrips ?? 0) < most, loops.last!.body.count == 1, case .loop(let inner) = loops.last!.body[0],
      inner.kind == .serial, inner.from == 0, inner.step == 1, inner.holdsLoop,
      !loops.contains(where: { inner.to.uses($0.variable) })
    { loops.append(inner) }
    return loops
  }

  /// One loop over all steps of the loops, which are each other's bodies.
  private static func flattened(_ chain: [Loop], named name: String) -> Loop {
    if chain.count == 1 { return chain[0] }
    let unit = Variable(name)
    let indices = Expression.variable(unit).delinearized(chain.map(\.to))
    let places = zip(chain, indices).map { Statement.define($0.variable, $1.simplifiedIndex) }
    let count = chain.reduce(Expression.integer(1)) { $0 * $1.to }
    return Loop(unit, to: count.simplifiedIndex, body: places + chain.last!.body)
  }

  private static func blocked(_ loop: Loop) -> Loop {
    let start = Variable(loop.variable.name + "_block")
    let from = Expression.variable(start) * .integer(block)
    var inner = loop
    inner.from = from
    inner.to = .minimum(loop.to, from + .integer(block))
    return Loop(start, to: loop.to.dividedUp(by: block), body: [.loop(inner)])
  }
}

/// A rough count of instructions, to decide how much of a kernel is worth a thread's while.
public enum Work {
  public static func estimate(_ body: [Statement], lanes: Int) -> Expression {
    body.reduce(0) { $0 + estimate($1, lanes: lanes) }
  }

  private static func estimate(_ statement: Statement, lanes: Int) -> Expression {
    switch statement {
    case .loop(let loop):
      let inner = estimate(loop.body, lanes: lanes).substituting([loop.variable: loop.from])
      let count: Expression =
        if case .minimum(let extent) = loop.blockExtent { .integer(extent) } else { loop.to - loop.from }
      let trips = loop.kind == .vector ? count.dividedUp(by: lanes) : count / .integer(loop.step)
      return trips * inner + 1
    case .define(_, let e), .declare(_, let e), .assign(_, let e): return .integer(cost(e))
    case .accumulate(_, _, let e), .store(_, _, let e, _), .scatter(_, _, _, let e, _): return .integer(cost(e) + 1)
    case .transpose: return .integer(4 * lanes)
    case .branch(_, let then, let otherwise): return estimate(then + otherwise, lanes: lanes)
    case .allocate, .prefetch, .comment: return 0
    }
  }

  private static func cost(_ expression: Expression) -> Int {
    let own: Int =
      switch expression {
      case .unary(let function, _): function.isTranscendental ? 12 : 1
      case .binary(.pow, _, _): 100
      case .binary(.div, _, _): 6
      case .threefry: 60
      case .gather, .lookup: 16
      case .integer, .number, .variable, .broadcast, .lanes: 0
      default: 1
      }
    if expression.type == .index { return 0 }
    return own + expression.children.reduce(0) { $0 + cost($1) }
  }
}

private enum BlockExtent { case minimum(Int), unknown }

extension Loop {
  /// Whether a step has a loop to do.
  fileprivate var holdsLoop: Bool { body.contains { if case .loop = $0 { true } else { false } } }

  /// The length of a block cut by `Partition`, whose bounds are `start ..< min(n, start + length)`.
  fileprivate var blockExtent: BlockExtent {
    guard case .binary(.min, _, let end) = to, let length = Polynomial(end - from).constant else { return .unknown }
    return .minimum(length)
  }
}
