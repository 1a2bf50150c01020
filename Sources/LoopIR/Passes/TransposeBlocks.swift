/// Copies that read columns and write rows go block by block, each transposed in registers.
///
/// Before: `for f in 0 ..< 96 { for vector s in 0 ..< 64 { y[f*64 + s] = x[s*96 + f] } }`
/// After:  `for f in 0 ..< 96 by 16 { for s in 0 ..< 64 by 16 { transpose y[f*64 + s], 64, x[s*96 + f], 96 } }`, and the same
/// copies for the rows and columns that make no whole block.
///
/// A vector of elements that lie apart costs a load for each of them; a block costs four shuffles a vector. The lines that the
/// next turn of the outer loop writes, each apart from the others, are asked for.
public struct TransposeBlocks {
  public static func apply(_ kernel: Kernel) -> Kernel {
    guard kernel.lanes > 1 else { return kernel }
    var result = kernel
    let pass = TransposeBlocks(lanes: kernel.lanes, uses: KernelUses(kernel))
    result.body = kernel.body.flatMap(pass.rewrite)
    return result
  }

  private let lanes: Int
  private let uses: KernelUses

  private func rewrite(_ statement: Statement) -> [Statement] {
    if case .loop(let loop) = statement, let copy = TransposingCopy(loop), copy.isWorthIt(lanes) { return blocks(copy) }
    return [statement.mapBodies { $0.flatMap(rewrite) }]
  }

  private func blocks(_ copy: TransposingCopy) -> [Statement] {
    let (outer, inner) = (copy.outer, copy.inner)
    let (wholeOuter, wholeInner) = (wholeBlocks(outer), wholeBlocks(inner))
    let block = Loop(
      inner.variable, from: inner.from, to: wholeInner, step: lanes,
      body: requests(copy) + [.transpose(BlockTranspose(to: copy.to, from: copy.from))])
    var rest = inner
    rest.from = wholeInner
    let row = Variable(uses.fresh(outer.variable.name + "_rest"))
    let besides = Loop(row, from: .variable(outer.variable), to: .variable(outer.variable) + .integer(lanes), body: [
      Statement.loop(rest).substituting([outer.variable: .variable(row)])
    ])
    var whole = outer
    (whole.to, whole.step) = (wholeOuter, lanes)
    whole.body = [.loop(block)] + (isWhole(inner) ? [] : [.loop(besides)])
    var behind = outer
    behind.from = wholeOuter
    return [.loop(whole)] + (isWhole(outer) ? [] : [.loop(behind)])
  }

  private func requests(_ copy: TransposingCopy) -> [Statement] {
    let rows = copy.to
    if rows.buffer.localCount != nil { return [] }
    let line = Variable(uses.fresh("line"))
    let place = rows.start + (.variable(line) + .integer(lanes)) * rows.stride
    return [.loop(Loop(line, to: .integer(lanes), body: [.prefetch(rows.buffer, place.simplifiedIndex)]))]
  }

  private func count(_ loop: Loop) -> Expression { (loop.to - loop.from).simplifiedIndex }
  private func isWhole(_ loop: Loop) -> Bool { count(loop).isMultiple(of: lanes) }
  /// The end of the last block that is whole.
  private func wholeBlocks(_ loop: Loop) -> Expression {
    isWhole(loop) ? loop.to : (loop.from + count(loop) / .integer(lanes) * .integer(lanes)).simplifiedIndex
  }
}

/// A copy that writes side by side what lies apart, and goes on to what lies side by side.
private struct TransposingCopy {
  let outer, inner: Loop
  let to, from: BlockTranspose.Rows

  init?(_ outer: Loop) {
    guard outer.kind == .serial, outer.step == 1, outer.body.count == 1, case .loop(let inner) = outer.body[0],
      inner.kind == .vector, inner.body.count == 1, !inner.from.uses(outer.variable), !inner.to.uses(outer.variable),
      case .store(let target, let at, .load(let source, let place, false, nil), nil) = inner.body[0],
      target.type == .f32, source.type == .f32, target != source, !target.isVector, !source.isVector,
      let (toOuter, _) = Polynomial(at).split(by: outer.variable), let (toInner, _) = Polynomial(at).split(by: inner.variable),
      let (fromOuter, _) = Polynomial(place).split(by: outer.variable), let (fromInner, _) = Polynomial(place).split(by: inner.variable),
      toInner.constant == 1, fromOuter.constant == 1
    else { return nil }
    (self.outer, self.inner) = (outer, inner)
    to = .init(target, at: at, stride: toOuter.expression)
    from = .init(source, at: place, stride: fromInner.expression)
    // A coefficient that depends on either loop is no stride.
    for stride in [to.stride, from.stride] where stride.uses(outer.variable) || stride.uses(inner.variable) { return nil }
  }

  /// Whether rows lie apart on both sides, and there is a whole block.
  func isWorthIt(_ lanes: Int) -> Bool {
    let apart = [to.stride, from.stride].allSatisfy { $0.constant.map { abs($0) > 1 } ?? true }
    return apart && [outer, inner].allSatisfy { $0.constantTrips.map { $0 >= lanes } ?? true }
  }
}
