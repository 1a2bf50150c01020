import GraphIR

/// Dropout (Srivastava et al. 2014): each element is 0 with probability `rate`, else `x / (1 - rate)`.
///
/// Which elements fall out is recomputed from the seed in the backward pass.
///
/// - Parameter seed: i32, a scalar, another one at each step.
public func dropout(
  _ x: Tensor, rate: Double, seed: Tensor, file: String = #fileID, path: String = #filePath, line: Int = #line,
  column: Int = #column
) -> Tensor {
  guard (0..<1).contains(rate) else {
    x.builder.report(
      Diagnostic("dropout: the rate is no probability below 1", role: "rate", expected: "0 ..< 1", found: "\(rate)"),
      at: SourceLocation(file: file, path: path, line: line, column: column))
    return Tensor(x.builder, nil)
  }
  if rate == 0 { return x }
  let draw = x.builder.random(.uniform, x.type.axes, seed: seed, file: file, path: path, line: line, column: column)
  return map([draw, x], file: file, path: path, line: line, column: column) {
    .select(.compare(.lt, $0[0], .constant(rate)), .constant(0), $0[1] * .constant(1 / (1 - rate)))
  }
}
