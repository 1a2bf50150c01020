import GraphIR

/// Scaled dot-product attention per head: `softmax(q k^T / sqrt(d)) v`.
///
/// - Parameters:
///   - q, k, v: (batch, time, head, feature).
///   - isCausal: a step attends to itself and to earlier steps only.
/// - Returns: (batch, time, head, feature).
public func attention(
  _ q: Tensor, _ k: Tensor, _ v: Tensor, isCausal: Bool = false, time: AxisName = .time, feature: AxisName = .feature,
  file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor {
  guard let width = q.axis(feature)?.size.constant, let steps = k.axis(time) else {
    if q.isValid, k.isValid {
      q.builder.report(
        Diagnostic("attention: axes are missing", role: "query", expected: "\(time) and \(feature) of fixed size", found: "\(q.type)"),
        at: SourceLocation(file: file, path: path, line: line, column: column))
    }
    return Tensor(q.builder, nil)
  }
  let (keys, values) = (k.renamed(time, to: "key"), v.renamed(time, to: "key"))
  let outer = q.type.names.filter { $0 != time && $0 != feature }
  var scores = contract(q, keys, to: outer + [time, "key"], file: file, path: path, line: line, column: column)
  scores = scores * (1 / Double(width).squareRoot())
  if isCausal, let queries = q.axis(time) {
    let (row, column) = (q.builder.iota(queries), q.builder.iota(Axis("key", steps.size)))
    scores = map([scores, row, column]) { .select(.compare(.le, $0[2], $0[1]), $0[0], .constant(-1e30)) }
  }
  return contract(
    softmax(scores, over: "key"), values, to: q.type.names, file: file, path: path, line: line, column: column)
}
