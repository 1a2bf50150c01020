import GraphIR

/// The loop nests of attention backward. The weights are recomputed from the scores and the stored log-sums.
///
/// One kernel walks blocks of keys against spans of queries and computes each weight and its gradient once, for all three
/// gradients: those of keys and values are sums within a block, those of queries go to memory of the part's own. A part has
/// the keys of one head, or every n-th block of them where heads are few; another kernel adds up the parts' gradients of
/// queries in order, so that the result does not depend on threads.
struct AttentionBackward: KernelLowering {
  let shape: AttentionShape

  func emit(_ context: any KernelContext) {
    let tile = AttentionTile(context: context, features: shape.features)
    let outer = shape.outerCount
    for (number, name) in [(0, "queries"), (4, "slopes")] {
      tile.packPanels(shape.operand(number, context), into: name, outer: outer, steps: shape.queries)
    }
    for (number, name, steps) in [(1, "key_rows", shape.keys), (0, "query_rows", shape.queries), (4, "slope_rows", shape.queries)] {
      tile.copyRows(shape.operand(number, context), into: name, outer: outer, steps: steps)
    }
    // A query that does not exist has an infinite sum, so that no key has a weight for it.
    tile.padSteps(
      shape.operand(3, context), times: 1 / AttentionShape.ln2, with: .infinity, into: "log_sums", outer: outer,
      steps: shape.queries)
    tile.padSteps(shape.operand(5, context), into: "deltas", outer: outer, steps: shape.queries)
    AttentionGradientKernel(shape, tile).emit()
    if let target = shape.output(0, context) { sumQueryGradients(tile, into: target) }
  }

  /// dq, from what each part of a head has found.
  private func sumQueryGradients(_ tile: AttentionTile, into target: StepOperand) {
    let shares = AttentionShares(shape, tile)
    let (context, queries) = (tile.context, tile.context.size(shape.queries))
    let (unit, head, row) = (tile.index("unit"), tile.index("head"), tile.index("row"))
    let (share, feature, sum) = (tile.index("share"), tile.index("feature"), tile.scalar("sum"))
    let part = Expression.variable(head) * shares.count + .variable(share)
    let from = shares.start(part) + .variable(row) * .integer(tile.paddedFeatures) + .variable(feature)
    let to = target.position(.variable(head), .variable(row), .variable(feature), context.size).simplifiedIndex
    tile.finish("dq", unit, context.size(shape.outerCount) * queries, [
      .define(head, .variable(unit) / queries),
      .define(row, .variable(unit) % queries),
      .loop(Loop(feature, to: .integer(tile.features), kind: .vector, body: [
        .declare(sum, .number(0, .f32)),
        .loop(Loop(share, to: shares.count, body: [.accumulate(sum, .sum, .load(shares.buffer, from.simplifiedIndex))])),
        .store(target.access.buffer, to, .variable(sum)),
      ])),
    ])
  }
}

/// How the keys of a head are shared out over parts, and where each part adds up its gradients of queries.
struct AttentionShares {
  /// Heads (of all batch entries) below which the keys of one are shared out.
  private static let fewHeads = 12
  let tile: AttentionTile
  /// Parts for each head.
  let count: Expression
  /// Blocks of keys.
  let blocks: Expression
  /// Spans of queries.
  let spans: Expression
  let buffer: Buffer

  /// For the kernel that is being built.
  init(_ shape: AttentionShape, _ tile: AttentionTile) {
    self.tile = tile
    let heads = tile.context.size(shape.outerCount)
    blocks = tile.context.size(shape.keys).dividedUp(by: tile.block)
    spans = tile.context.size(shape.queries).dividedUp(by: tile.span)
    count = .maximum(1, .minimum(blocks, (heads + .integer(Self.fewHeads - 1)) / heads))
    // No more parts than heads and `fewHeads` less one.
    let rows = (shape.outerCount + Dim(Self.fewHeads - 1)) * (shape.queries + Dim(tile.span))
    buffer = tile.context.scratch("query_sums", .f32, count: rows * Dim(tile.paddedFeatures))
  }

  /// Where the rows of a part begin.
  func start(_ part: Expression) -> Expression { part * spans * .integer(tile.span * tile.paddedFeatures) }
}
