import GraphIR

/// Causal depthwise convolution along time (Mamba, xLSTM):
/// `y[t, c] = bias[c] + sum_j weight[c, j] x[t - K + 1 + j, c]`, zero outside; the last tap meets the current step.
///
/// The gradient follows from its parts: by `x` it is the convolution in the other direction, by a tap it is the product
/// of `dy` with the shifted `x`, summed.
///
/// - Parameters:
///   - weight: (channel, tap).
///   - bias: (channel), or nil.
///   - isReversed: time runs backwards: tap j meets `x[t + K - 1 - j]`.
public func causalConvolution(
  _ x: Tensor, weight: Tensor, bias: Tensor? = nil, over time: AxisName = .time, isReversed: Bool = false,
  file: String = #fileID, path: String = #filePath, line: Int = #line, column: Int = #column
) -> Tensor {
  guard let taps = weight.axis("tap")?.size.constant else {
    if weight.isValid {
      x.builder.report(
        Diagnostic("causal-convolution: the weight has no axis 'tap' of fixed size", role: "weight", axis: "tap",
          expected: "[channel, tap]", found: "\(weight.type)"),
        at: SourceLocation(file: file, path: path, line: line, column: column))
    }
    return Tensor(x.builder, nil)
  }
  let terms = (0..<taps).map { tap in
    let distance = taps - 1 - tap
    let met = x.shifted(
      time, by: isReversed ? -distance : distance, file: file, path: path, line: line, column: column)
    return met * weight.element("tap", Dim(tap), file: file, path: path, line: line, column: column)
  }
  let total = terms.dropFirst().reduce(terms[0]) { $0 + $1 }
  return bias.map { total + $0 } ?? total
}
