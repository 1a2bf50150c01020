import GraphIR

/// The training form of batch normalisation (Ioffe & Szegedy 2015), before scale and shift, with the statistics of the
/// batch: `y = (x - mean) / sqrt(variance + epsilon)`, the variance biased.
///
/// All three come from the same sums once the graph is expanded.
///
/// - Parameter axes: what is averaged over: batch, and time where there is one.
public func batchNormalized(
  _ x: Tensor, over axes: [AxisName], epsilon: Double = 1e-5, file: String = #fileID, path: String = #filePath,
  line: Int = #line, column: Int = #column
) -> (y: Tensor, mean: Tensor, variance: Tensor) {
  let y = normalized(x, over: axes, epsilon: epsilon, file: file, path: path, line: line, column: column)
  let average = mean(x, over: axes, file: file, path: path, line: line, column: column)
  let centred = x - average
  let variance = mean(centred * centred, over: axes, file: file, path: path, line: line, column: column)
  return (y, average, variance)
}

/// The inference form of batch normalisation, by running statistics.
public func batchNormalized(
  _ x: Tensor, mean: Tensor, variance: Tensor, epsilon: Double = 1e-5, file: String = #fileID,
  path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor {
  map([x, mean, variance], file: file, path: path, line: line, column: column) {
    ($0[0] - $0[1]) * .unary(.rsqrt, $0[2] + .constant(epsilon))
  }
}

/// A running statistic after one more batch: `(1 - momentum) old + momentum new`.
public func runningAverage(
  _ old: Tensor, _ new: Tensor, momentum: Double = 0.1, file: String = #fileID, path: String = #filePath,
  line: Int = #line, column: Int = #column
) -> Tensor {
  map([old, new], file: file, path: path, line: line, column: column) {
    .constant(1 - momentum) * $0[0] + .constant(momentum) * $0[1]
  }
}

/// A biased variance over axes of `x` made unbiased, by `n / (n - 1)`: what running statistics keep.
///
/// One element alone has no unbiased variance; its biased one, 0, is kept.
public func unbiased(
  _ variance: Tensor, of x: Tensor, over axes: [AxisName], file: String = #fileID, path: String = #filePath,
  line: Int = #line, column: Int = #column
) -> Tensor {
  let count = x.builder.size(axes.compactMap { x.axis($0)?.size }.reduce(1, *), element: variance.type.element)
  return map([variance, count], file: file, path: path, line: line, column: column) {
    $0[0] * ($0[1] / .binary(.max, $0[1] - .constant(1), .constant(1)))
  }
}
