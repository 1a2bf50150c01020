/// Rewrites the body of one vector loop: what depends on the loop variable becomes a vector, the rest stays scalar.
struct LaneRewriter {
  let index: LaneIndex
  let accumulators: [Variable]
  let active: Expression?
  private var vectors: [Variable: Variable] = [:]
  private var arrays: [Buffer: Buffer] = [:]

  init(_ index: LaneIndex, _ accumulators: [(Variable, Reduction)], active: Expression?) {
    (self.index, self.accumulators, self.active) = (index, accumulators.map(\.0), active)
  }

  private var loopVariable: Variable { index.variable }

  func rewrite(_ body: [Statement]) -> [Statement] {
    var copy = self
    return body.map { copy.rewrite($0) }
  }

  private mutating func rewrite(_ statement: Statement) -> Statement {
    switch statement {
    case .define(let variable, let value):
      let value = lane(value)
      return .define(value.isVector ? vectorVariable(variable, value.type) : variable, value)
    case .declare(let variable, let value):
      return .declare(vectorVariable(variable, variable.type), lifted(lane(value)))
    case .assign(let variable, let value): return .assign(vectors[variable] ?? variable, lifted(lane(value)))
    case .accumulate(let variable, let reduction, let value): return accumulate(variable, reduction, value)
    case .store(let buffer, let index, let value, _): return store(buffer, index, value)
    case .allocate(let buffer, let zeroed):
      let array = Buffer(buffer.name, buffer.type, localCount: buffer.localCount, isVector: true)
      arrays[buffer] = array
      return .allocate(array, zeroed: zeroed)
    case .loop(var loop):
      loop.body = rewrite(loop.body)
      return .loop(loop)
    case .branch(let test, let then, let otherwise):
      return .branch(test, then: rewrite(then), else: rewrite(otherwise))
    case .comment, .scatter, .prefetch, .transpose: return statement
    }
  }

  private mutating func vectorVariable(_ variable: Variable, _ type: ElementType) -> Variable {
    let vector = Variable(variable.name, type, isVector: true)
    vectors[variable] = vector
    return vector
  }

  private func accumulate(_ variable: Variable, _ reduction: Reduction, _ value: Expression) -> Statement {
    let value = lifted(lane(value))
    if let vector = vectors[variable] { return .accumulate(vector, reduction, value) }
    guard let active else { return .accumulate(Vectorise.perLane(variable), reduction, value) }
    let neutral = Expression.broadcast(.number(reduction.neutral, variable.type))
    return .accumulate(Vectorise.perLane(variable), reduction, .select(.firstLanes(active), value, neutral))
  }

  private func store(_ buffer: Buffer, _ place: Expression, _ value: Expression) -> Statement {
    if let array = arrays[buffer] { return .store(array, place, lifted(lane(value))) }
    if buffer.isVector {
      // One sum per lane, kept across the vector loop: idle lanes keep theirs.
      let value = lifted(lane(value))
      return .store(buffer, place, active.map { .select(.firstLanes($0), value, .load(buffer, place)) } ?? value)
    }
    guard let stride = index.stride(of: place) else { return .store(buffer, place, value) }
    let value = lane(value)
    switch stride.constant {
    case 0 where !value.isVector: return .store(buffer, place, value)
    case 1: return .store(buffer, place, lifted(value), active: active)
    default: return .scatter(buffer, place, stride: stride.expression, lifted(value), active: active)
    }
  }

  /// The expression in lanes: a vector if it depends on the loop variable, else the scalar it was.
  private func lane(_ expression: Expression) -> Expression {
    switch expression {
    case .variable(loopVariable): return .binary(.add, .broadcast(.cast(expression, .i32)), .lanes)
    case .variable(let variable): return vectors[variable].map { .variable($0) } ?? expression
    case .load(let buffer, let index, _, _): return load(buffer, index)
    case _ where index.isUniform(expression): return expression
    default:
      let children = expression.children.map(lane)
      guard children.contains(where: \.isVector) else { return expression }
      var next = children.map(lifted).makeIterator()
      return withoutIdleDivision(expression.mapChildren { _ in next.next()! })
    }
  }

  /// Idle lanes load zeros, and an integer division by zero traps: there they divide by one.
  private func withoutIdleDivision(_ expression: Expression) -> Expression {
    guard let active, case .binary(let function, let a, let b) = expression, function == .div || function == .mod,
      !b.type.isFloat
    else { return expression }
    if case .broadcast = b { return expression }
    let one = Expression.broadcast(.number(1, b.laneType))
    return .binary(function, a, .select(.firstLanes(active), b, one))
  }

  private func load(_ buffer: Buffer, _ place: Expression) -> Expression {
    if let array = arrays[buffer] { return .load(array, place) }
    if buffer.isVector { return .load(buffer, place) }
    let usesVectors = place.contains { if case .variable(let v) = $0 { vectors[v] != nil } else { false } }
    if !usesVectors {
      guard place.uses(loopVariable) else { return .load(buffer, place) }
      if let stride = index.stride(of: place) {
        switch stride.constant {
        case 0: return .load(buffer, place)
        case 1: return .load(buffer, place, vector: true, active: active)
        default: return .gather(buffer, place, stride: stride.expression, active: active)
        }
      }
    }
    let lanes = lifted(lane(place))
    guard lanes.isVector else { return .load(buffer, place) }
    guard let active else { return .lookup(buffer, lanes) }
    return .lookup(buffer, .select(.firstLanes(active), lanes, .broadcast(.number(0, .i32))))
  }

  /// The expression in every lane; index scalars become `i32`.
  private func lifted(_ expression: Expression) -> Expression {
    if expression.isVector { return expression }
    if case .integer(let value) = expression { return .broadcast(.number(Double(value), .i32)) }
    return .broadcast(expression.type == .index ? .cast(expression, .i32) : expression)
  }
}
