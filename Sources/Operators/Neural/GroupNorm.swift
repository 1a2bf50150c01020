import GraphIR

/// Normalises each group by itself (Wu & He 2018), then scales: `y = weight (x - mean) / sqrt(var + epsilon) + bias`,
/// with mean and biased variance over `feature`. The groups are an axis of their own, as heads are in xLSTM.
///
/// - Parameters:
///   - x: (..., head, feature).
///   - weight: (head, feature), or nil for 1.
///   - bias: (head, feature), or nil.
///   - residualWeight: the weight is stored as its difference from 1, as xLSTM does.
public func groupNormalized(
  _ x: Tensor, weight: Tensor? = nil, bias: Tensor? = nil, over feature: AxisName = .feature, epsilon: Double = 1e-5,
  residualWeight: Bool = false, file: String = #fileID, path: String = #filePath, line: Int = #line,
  column: Int = #column
) -> Tensor {
  var y = normalized(x, over: [feature], epsilon: epsilon, file: file, path: path, line: line, column: column)
  if let weight { y = residualWeight ? y * (1 + weight) : y * weight }
  return bias.map { y + $0 } ?? y
}
