import GraphIR
import Operators

/// Splits reductions into ones over trailing axes (rows) and ones that keep the trailing axis (columns), which are the
/// two forms that have loops; and a reduction of everything into rows first, so that it runs in parallel.
///
/// Before: `reduce(%x) {over = [batch, channel]}` of `[batch, time, channel]`
/// After:  `reduce(reduce(%x) {over = [channel]}) {over = [batch]}`
public struct SplitReductions: Pass {
  public static let name = "split-reductions"
  public static let isRequired = true
  public init() {}

  public func run(_ graph: Graph) throws -> Graph {
    try graph.rewritten { _, node, inputs, builder in
      guard let reduce = node.operation as? Reduce, let type = inputs.first?.type else { return nil }
      var trailing = Array(type.names.reversed().prefix { reduce.axes.contains($0) })
      let rest = reduce.axes.filter { !trailing.contains($0) }
      if rest.isEmpty, trailing.count == type.rank, type.rank > 1 { trailing = [trailing[0]] }
      let later = reduce.axes.filter { !trailing.contains($0) }
      if trailing.isEmpty || later.isEmpty { return nil }
      let rows: Tensor = builder.add(Reduce(reduce.reduction, over: trailing.reversed()), inputs)
      return builder.add(Reduce(reduce.reduction, over: later), [rows])
    }
  }
}
