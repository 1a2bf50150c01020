/// How the iterations of a loop are carried out.
public enum LoopKind: String, Hashable, Sendable {
  /// One after the other.
  case serial
  /// One after the other, several written in a row: what a loop costs by itself counts where its body is a few instructions.
  case tight
  /// Written out, or left to the C compiler with a request to do so; bounds are constant.
  case unroll
  /// In vector lanes; the vectoriser turns it into serial loops over vectors.
  case vector
  /// Shared out over the parts of the kernel; outermost only.
  case part

  /// Iterations of a tight loop that are written in a row.
  public static let inARow = 8
}

/// `for variable in from ..< to by step`.
public struct Loop: Hashable, Sendable {
  public var variable: Variable
  public var from: Expression
  public var to: Expression
  public var step: Int
  public var kind: LoopKind
  public var body: [Statement]

  public init(
    _ variable: Variable, from: Expression = 0, to: Expression, step: Int = 1, kind: LoopKind = .serial,
    body: [Statement]
  ) {
    (self.variable, self.from, self.to, self.step, self.kind, self.body) = (variable, from, to, step, kind, body)
  }

  /// How often the body runs, if that does not depend on the sizes.
  public var constantTrips: Int? { Polynomial(to - from).constant.map { max(0, $0.dividedUp(by: step)) } }
}

/// A statement of the loop language.
public indirect enum Statement: Hashable, Sendable {
  case loop(Loop)
  /// A register that never changes.
  case define(Variable, Expression)
  /// A register that `assign` and `accumulate` change.
  case declare(Variable, Expression)
  case assign(Variable, Expression)
  /// `variable = variable (op) value`; in a vector loop, a reduction over lanes if declared outside the loop.
  case accumulate(Variable, Reduction, Expression)
  /// One element, or as many consecutive ones as there are lanes if the value is a vector; `active`: only that many.
  case store(Buffer, Expression, Expression, active: Expression? = nil)
  /// One element per lane, a fixed distance apart.
  case scatter(Buffer, Expression, stride: Expression, Expression, active: Expression? = nil)
  /// A local array, zero-filled only where `zeroed`.
  case allocate(Buffer, zeroed: Bool = false)
  case branch(Expression, then: [Statement], else: [Statement] = [])
  /// A square block of as many rows and columns as there are lanes, transposed: memory to memory.
  case transpose(BlockTranspose)
  /// A request to bring an element's cache line near, since it is read soon; the index may lie outside the buffer.
  case prefetch(Buffer, Expression)
  case comment(String)
}

/// `to[c][r] = from[r][c]` for as many rows and columns as there are lanes. The two do not overlap.
public struct BlockTranspose: Hashable, Sendable {
  /// Rows in memory: where the first begins, and from each to the next.
  public struct Rows: Hashable, Sendable {
    public var buffer: Buffer
    public var start, stride: Expression
    public init(_ buffer: Buffer, at start: Expression, stride: Expression) {
      (self.buffer, self.start, self.stride) = (buffer, start, stride)
    }
  }
  public var to, from: Rows
  public init(to: Rows, from: Rows) { (self.to, self.from) = (to, from) }
}

extension Statement {
  /// The same statement with its direct expressions replaced (not those of nested statements).
  public func mapExpressions(_ f: (Expression) -> Expression) -> Statement {
    switch self {
    case .loop(var loop):
      loop.from = f(loop.from)
      loop.to = f(loop.to)
      return .loop(loop)
    case .define(let v, let e): return .define(v, f(e))
    case .declare(let v, let e): return .declare(v, f(e))
    case .assign(let v, let e): return .assign(v, f(e))
    case .accumulate(let v, let op, let e): return .accumulate(v, op, f(e))
    case .store(let b, let i, let e, let active): return .store(b, f(i), f(e), active: active.map(f))
    case .scatter(let b, let i, let stride, let e, let active):
      return .scatter(b, f(i), stride: f(stride), f(e), active: active.map(f))
    case .branch(let test, let then, let otherwise): return .branch(f(test), then: then, else: otherwise)
    case .transpose(let block):
      let (to, from) = (block.to, block.from)
      return .transpose(BlockTranspose(
        to: .init(to.buffer, at: f(to.start), stride: f(to.stride)), from: .init(from.buffer, at: f(from.start), stride: f(from.stride))))
    case .prefetch(let b, let i): return .prefetch(b, f(i))
    case .allocate, .comment: return self
    }
  }

  /// The same statement with its nested statement lists replaced.
  public func mapBodies(_ f: ([Statement]) -> [Statement]) -> Statement {
    switch self {
    case .loop(var loop):
      loop.body = f(loop.body)
      return .loop(loop)
    case .branch(let test, let then, let otherwise): return .branch(test, then: f(then), else: f(otherwise))
    default: return self
    }
  }

  /// Every expression of the statement and of the statements within it.
  public func forEachExpression(_ visit: (Expression) -> Void) {
    _ = mapExpressions {
      visit($0)
      return $0
    }
    _ = mapBodies { body in
      body.forEach { $0.forEachExpression(visit) }
      return body
    }
  }

  /// Every load of the statement and of the statements within it.
  public func forEachLoad(_ visit: (Buffer, Expression) -> Void) { forEachExpression { $0.forEachLoad(visit) } }

  /// Replaces variables in this statement and within it.
  public func substituting(_ values: [Variable: Expression]) -> Statement {
    mapExpressions { $0.substituting(values) }.mapBodies { $0.map { $0.substituting(values) } }
  }
}

/// One function of the emitted C: `void name(buffers, sizes, part, parts)`.
///
/// `sizes` are the run-time extents (batch, time and their products). Parts may run in any order on any thread; their
/// number is a function of the sizes alone, so that results do not depend on the number of threads.
public struct Kernel: Hashable, Sendable {
  public var name: String
  public var lanes: Int
  public var parameters: [Buffer]
  public var sizes: [Variable]
  /// Into how many parts the work is split, as a function of `sizes`.
  public var parts: Expression
  public var body: [Statement]
  /// What the kernel computes, for the head of the C file: operators, shapes, cost, source line.
  public var notes: [String]
  /// A library's product in place of the body, which computes the same.
  public var call: MatrixCall?
  /// Parameters that are stored past the caches where they are larger than these, with how many elements they have.
  public var streamed: [String: Expression] = [:]

  public init(
    name: String, lanes: Int, parameters: [Buffer], sizes: [Variable], parts: Expression, body: [Statement],
    notes: [String] = []
  ) {
    (self.name, self.lanes, self.parameters, self.sizes) = (name, lanes, parameters, sizes)
    (self.parts, self.body, self.notes) = (parts, body, notes)
  }
}

extension Kernel {
  /// The places of the parameters that some statement stores to.
  public var writtenParameters: Set<Int> {
    let written = body.written
    return Set(parameters.indices.filter { written.contains(parameters[$0]) })
  }
}

extension [Statement] {
  /// The buffers that the statements, and those within them, store to.
  var written: Set<Buffer> {
    reduce(into: []) { written, statement in
      switch statement {
      case .store(let buffer, _, _, _), .scatter(let buffer, _, _, _, _): written.insert(buffer)
      case .transpose(let block): written.insert(block.to.buffer)
      default: break
      }
      _ = statement.mapBodies { body in
        written.formUnion(body.written)
        return body
      }
    }
  }
}
